"""What was restated in stories is worked out beside the pages, held, and waited for no longer than told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from tallywire.desk import Newsroom
from tallywire.desk.stories.restating import Change, Restating, restating
from tallywire.errors import NewsroomError
from tallywire.record import Record
from tallywire.web.desk_pages import classing
from tallywire.web.desk_pages.classing import Classing
from tests.desk.making import day, put, simulated, source_text, watch
from tests.watch.server import Site, serving

COURTS = {f"2022-{month:02d}": str(100 + month) for month in range(1, 9)}
CHANGED = {**COURTS, "2022-04": "204"}

SERIES = ("courts/people",)
LONG = 60.0


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def room(tmp_path: Path, site: Site) -> Iterator[Newsroom]:
    with simulated(tmp_path / "newsroom", {"courts.toml": source_text("courts", site.address("/courts"))}) as made:
        for number, rows in enumerate((COURTS, CHANGED)):
            put(site, "/courts", rows)
            watch(made, day(number))
        yield made


@pytest.fixture
def told(room: Newsroom) -> tuple[Change, ...]:
    [pair] = room.record.restatements()
    return (Change(pair.before.seq, pair.after.seq),)


class Counted:
    """Works steps out, counts how often, and waits where it is told to."""

    def __init__(self) -> None:
        self.times = 0
        self.going = Event()
        self.going.set()
        self.fails = False

    def __call__(self, record: Record, series: Sequence[str], told: Sequence[Change]) -> tuple[Restating, ...]:
        self.times += 1
        assert self.going.wait(LONG)
        if self.fails:
            raise NewsroomError("the record cannot be read")
        return restating(record, series, told)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    made = Counted()
    monkeypatch.setattr(classing, "restating", made)
    return made


def test_steps_are_worked_out_once_while_their_source_brings_nothing(
    room: Newsroom, site: Site, told: tuple[Change, ...], counted: Counted
) -> None:
    made = Classing()
    first = made.steps(room, {"a": (SERIES, told)}, LONG)
    assert [each.step.period.start.month for each in first["a"]] == [4]
    assert made.steps(room, {"b": (SERIES, told)}, LONG) == {"b": first["a"]} and counted.times == 1
    put(site, "/courts", {**CHANGED, "2022-05": "999"})
    watch(room, day(2))
    with Newsroom(room.folder) as later:
        assert set(made.steps(later, {"a": (SERIES, told)}, LONG)) == {"a"}
    assert counted.times == 2


def test_what_takes_longer_is_left_out_and_there_when_it_is_done(
    room: Newsroom, told: tuple[Change, ...], counted: Counted
) -> None:
    made = Classing()
    counted.going.clear()
    assert made.steps(room, {"a": (SERIES, told)}, 0.0) == {}
    counted.going.set()
    assert made.steps(room, {"a": (SERIES, told)}, LONG)["a"] and counted.times == 1


def test_a_record_that_cannot_be_read_is_asked_again(
    room: Newsroom, told: tuple[Change, ...], counted: Counted
) -> None:
    made = Classing()
    counted.fails = True
    with pytest.raises(NewsroomError):
        made.steps(room, {"a": (SERIES, told)}, LONG)
    counted.fails = False
    assert made.steps(room, {"a": (SERIES, told)}, LONG)["a"]


def test_a_series_that_is_watched_no_more_has_none(room: Newsroom, told: tuple[Change, ...]) -> None:
    made = Classing()
    assert made.steps(room, {"a": (("gone/series",), told), "b": ((), told)}, LONG) == {}
    assert made.steps(room, {}, LONG) == {}


def test_only_so_many_are_held(
    room: Newsroom, told: tuple[Change, ...], counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classing, "MOST_HELD", 2)
    made = Classing()
    for number in (1, 2, 3, 1):
        made.steps(room, {"a": (SERIES, (Change(0, number),))}, LONG)
    assert counted.times == 4
