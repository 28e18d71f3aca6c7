"""What a tick archived and could not record is told once it is recorded, and once only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, Watched, init, verify_newsroom
from tallywire.errors import NewsroomError
from tallywire.record import Store
from tallywire.record.rows import Placed
from tests.agency import Agency, faulty_agency
from tests.desk.test_loop import FastClock, put_source, watch_until

FULL = "the table cannot be written: No space left on device"


@pytest.fixture
def agency() -> Iterator[Agency]:
    with faulty_agency() as agency:
        yield agency


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return init(tmp_path / "newsroom")


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The first writes of what was learned fail."""
    whole, left = Store.append, times

    def append(store: Store, placed: Sequence[Placed], *, mark: int) -> None:
        nonlocal left
        if left:
            left -= 1
            raise NewsroomError(FULL)
        whole(store, placed, mark=mark)

    monkeypatch.setattr(Store, "append", append)


def brought(seen: Sequence[Watched]) -> list[tuple[str, str, int]]:
    """Source, state and the number of new figures, of what brought any."""
    return [
        (each.source, each.state, len(each.arrivals.observations))
        for each in seen
        if each.arrivals is not None and each.arrivals.observations
    ]


def recorded(folder: Path) -> int:
    assert verify_newsroom(folder).ok
    with Newsroom(folder) as newsroom:
        assert newsroom.record.underived() == ()
        return len(tuple(newsroom.record.all_observations()))


@pytest.mark.parametrize("times", [1, 3])
def test_a_later_tick_tells_it(folder: Path, agency: Agency, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    agency.behave("counts", "healthy", "503")
    put_source(folder, agency, "counts")
    fill_the_disk(monkeypatch, times)
    trouble: list[str] = []
    seen = watch_until(folder, lambda seen: any(each.state == "outage" for each in seen), trouble=trouble)
    assert trouble == [FULL] * times
    assert brought(seen) == [("counts", "ok", 2)]
    told = seen[0]
    assert told.release is not None and told.release.status == 200 and told.notice is None
    assert told.arrivals is not None and told.arrivals.release == told.release.id
    assert recorded(folder) == 2


def test_the_next_start_tells_it(folder: Path, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    agency.behave("counts", "healthy", "503")
    put_source(folder, agency, "counts")
    trouble: list[str] = []
    clock = FastClock()
    with monkeypatch.context() as patch:
        fill_the_disk(patch, 1_000)
        assert brought(watch_until(folder, lambda seen: bool(trouble), trouble=trouble, clock=clock)) == []
    seen = watch_until(folder, lambda seen: any(each.state == "outage" for each in seen), clock=clock)
    assert brought(seen) == [("counts", "ok", 2)]
    assert recorded(folder) == 2
    again = watch_until(folder, lambda seen: bool(seen), clock=clock)
    assert brought(again) == []


def test_a_source_file_that_changes_meanwhile_keeps_nothing_from_being_told(
    folder: Path, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source files are read anew after the tick that failed and before the next."""
    agency.behave("counts", "healthy", "503")
    put_source(folder, agency, "counts")
    fill_the_disk(monkeypatch, 1)
    trouble: list[str] = []

    def enough(seen: list[Watched]) -> bool:
        if trouble and not (folder / "sources" / "second.toml").exists():
            put_source(folder, agency, "second", "healthy")
        return {each.source for each in seen} == {"counts", "second"}

    seen = watch_until(folder, enough, trouble=trouble)
    assert sorted(brought(seen)) == [("counts", "ok", 2), ("second", "ok", 2)]
    assert recorded(folder) == 4
