"""Watching without end, against an agency that fails in every way: what is told, kept, and asked again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, Told, Watched, import_history, init, standings, verify_newsroom, watch_on
from tallywire.desk.watching import Ticking
from tallywire.errors import BusyError
from tallywire.watch import Limits, Pace
from tests.agency import Agency, faulty_agency

START = datetime(2022, 11, 1, 9, tzinfo=UTC)
FASTER = 1600
"""One real second is so many of the newsroom's: a source that is due each minute is due every 38 ms."""
QUICK = Limits(total_seconds=1.5, read_seconds=0.5, retries=0, wire_bytes=1 << 20, body_bytes=4 << 20)
TICKING = Ticking(tick=0.05, look=0.1, rest=0.02, again=0.1)
LONGEST = 20.0

SOURCE = """\
id = "{id}"
name = "The office of {id}"
address = "{address}"
media = "csv"
allow_hosts = ["127.0.0.1", "localhost"]
robots = "ignored because the agency is the tests' own"

[watch]
every = "1 min"

[period]
column = "month"

[[series]]
slug = "people"
title = "people in {id}"
unit = "people"
kind = "stock"
frequency = "M"
"""


class FastClock:
    """A real clock that runs faster, from a day of the past."""

    def __init__(self, start: datetime = START) -> None:
        self._start, self._began = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + FASTER * timedelta(seconds=time.monotonic() - self._began)

    def real(self) -> datetime:
        return self.now()

    def stamp(self) -> tuple[datetime, datetime]:
        now = self.now()
        return now, now


@pytest.fixture(scope="module")
def running() -> Iterator[Agency]:
    with faulty_agency() as agency:
        yield agency


@pytest.fixture
def agency(running: Agency) -> Agency:
    running.restart()
    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return init(tmp_path / "newsroom")


def put_source(folder: Path, agency: Agency, id: str, path: str = "", host: str = "127.0.0.1") -> None:
    text = SOURCE.format(id=id, address=agency.url(path or id, host))
    (folder / "sources" / f"{id}.toml").write_text(text, encoding="utf-8")


def watch_until(
    folder: Path,
    enough: Callable[[list[Watched]], bool],
    *,
    trouble: list[str] | None = None,
    clock: FastClock | None = None,
) -> list[Watched]:
    """Run the loop until `enough` holds for what it told so far; it has to before a time limit."""
    seen: list[Watched] = []

    async def run(newsroom: Newsroom) -> bool:
        stop, met = asyncio.Event(), False

        def tell(told: Told) -> None:
            nonlocal met
            if told.trouble:
                assert trouble is not None, told.trouble
                trouble.append(told.trouble)
            if told.watched is not None:
                seen.append(told.watched)
            if enough(seen):
                met = True
                stop.set()

        asyncio.get_running_loop().call_later(LONGEST, stop.set)
        await watch_on(
            newsroom, stop, limits=QUICK, pace=Pace(interval=0, loopback_interval=0), ticking=TICKING, tell=tell
        )
        return met

    with Newsroom(folder, clock=FastClock() if clock is None else clock) as newsroom:
        assert asyncio.run(run(newsroom)), [(each.source, each.state) for each in seen][-20:]
    return seen


def notices(folder: Path, source: str) -> list[tuple[str | None, str]]:
    with Newsroom(folder) as newsroom:
        return [(each.before, each.after) for each in newsroom.archive.notices() if each.source == source]


def times(seen: Sequence[Watched], source: str) -> int:
    return sum(each.source == source for each in seen)


OUTAGES = (
    "slow",
    "silent",
    "hang-up",
    "truncated",
    "truncated-chunks",
    "truncated-gzip",
    "429",
    "500",
    "503",
    "redirect-loop",
    "error-page",
    "bomb",
    "endless",
    "endless-chunks",
    "endless-headers",
    "giant-headers",
    "partial",
    "garbage",
    "two-lengths",
)


@pytest.mark.parametrize("failure", OUTAGES)
def test_an_outage_is_told_once_and_so_is_the_return(folder: Path, agency: Agency, failure: str) -> None:
    # A fetch that goes round in circles asks six times.
    again = (failure,) * (12 if failure == "redirect-loop" else 2)
    agency.behave("counts", "healthy", *again, "healthy", "healthy")
    put_source(folder, agency, "counts")
    watch_until(folder, lambda seen: times(seen, "counts") >= 5)
    assert notices(folder, "counts") == [("ok", "outage"), ("outage", "returned")]
    assert verify_newsroom(folder).ok
    with Newsroom(folder) as newsroom:
        assert len(list(newsroom.record.all_observations())) == 2


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (("healthy", "gone-404", "503", "gone-410", "healthy"), [("ok", "taken_down"), ("taken_down", "returned")]),
        (("healthy", "503", "gone-404"), [("ok", "outage"), ("outage", "taken_down")]),
        (("healthy", "restyled", "restyled", "healthy"), [("ok", "drifted"), ("drifted", "ok")]),
        (("healthy", "empty", "empty", "healthy"), [("ok", "empty"), ("empty", "returned")]),
        (("healthy", "wrong-charset", "healthy"), [("ok", "drifted"), ("drifted", "ok")]),
        (("healthy", "moved-here", "healthy"), []),
        (("flapping",) * 6, []),
    ],
    ids=["takedown", "outage then takedown", "drift", "empty", "charset", "moved within the host", "flapping"],
)
def test_each_change_of_health_is_told_as_what_it_is(
    folder: Path, agency: Agency, script: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    agency.behave("counts", *script)
    put_source(folder, agency, "counts")
    watch_until(folder, lambda seen: times(seen, "counts") >= len(script))
    assert notices(folder, "counts") == told
    assert verify_newsroom(folder).ok


def test_a_drift_shows_the_old_and_the_new_layout(folder: Path, agency: Agency) -> None:
    agency.behave("counts", "healthy", "restyled")
    put_source(folder, agency, "counts")
    watch_until(folder, lambda seen: seen[-1].state == "drifted")
    with Newsroom(folder) as newsroom:
        [standing] = standings(newsroom)
    assert standing.state == "drifted"
    assert "month | people" in standing.was
    assert "year;month;persons in custody" in standing.now


def test_a_page_that_flaps_is_restated_each_time_and_each_version_is_held_once(folder: Path, agency: Agency) -> None:
    put_source(folder, agency, "flapping")
    seen = watch_until(folder, lambda seen: times(seen, "flapping") >= 5)
    assert [each.state for each in seen[:5]] == ["ok"] * 5
    with Newsroom(folder) as newsroom:
        releases = list(newsroom.archive.releases())
        assert len({release.body_hash for release in releases}) == 2
        assert sum(not release.revisit for release in releases) == 2
        pairs = newsroom.record.restatements()
    changed = {(pair.before.literal, pair.after.literal) for pair in pairs}
    assert changed == {(after, before) for before, after in changed}


def test_a_slow_host_holds_no_other_back(folder: Path, agency: Agency) -> None:
    for number in range(2):
        put_source(folder, agency, f"slow-{number}", "slow", "localhost")
    for number in range(6):
        put_source(folder, agency, f"quick-{number}", "healthy")
    seen = watch_until(folder, lambda seen: len({each.source for each in seen}) == 8)
    order = list(dict.fromkeys(each.source for each in seen))
    assert [id.partition("-")[0] for id in order] == ["quick"] * 6 + ["slow"] * 2


def test_a_restart_asks_nobody_before_the_time(folder: Path, agency: Agency) -> None:
    put_source(folder, agency, "healthy")
    seen = watch_until(folder, lambda seen: len(seen) >= 1)
    with Newsroom(folder) as newsroom:
        [standing] = standings(newsroom)
    assert standing.asked is not None and standing.due is not None
    wait = (standing.due - standing.asked).total_seconds()
    assert 0.94 * 60 <= wait <= 1.06 * 60
    asked = len(agency.asked("healthy"))
    # Restarted at the very moment of the last fetch.
    seen = watch_until(folder, lambda seen: len(seen) >= 1, clock=FastClock(standing.asked))
    assert seen[0].release is not None and seen[0].release.fetched_at >= standing.due
    assert len(agency.asked("healthy")) >= asked + 1


def test_source_files_are_taken_up_and_broken_ones_told_while_it_runs(folder: Path, agency: Agency) -> None:
    put_source(folder, agency, "healthy")
    trouble: list[str] = []

    def enough(seen: list[Watched]) -> bool:
        if times(seen, "healthy") == 1 and not (folder / "sources" / "second.toml").exists():
            (folder / "sources" / "second.toml").write_text("id = 1\n", encoding="utf-8")
        if trouble and times(seen, "second") == 0:
            put_source(folder, agency, "second")
        return times(seen, "second") >= 1

    watch_until(folder, enough, trouble=trouble)
    assert "second.toml: id: Expected `str`, got `int`" in trouble[0]


def test_another_process_can_write_while_it_runs(folder: Path, agency: Agency, tmp_path: Path) -> None:
    agency.behave("counts", "flapping")
    put_source(folder, agency, "counts")
    history = tmp_path / "history.csv"
    history.write_text("series,period,value\npeople,2015-01,123456\n", encoding="utf-8")
    importing: list[threading.Thread] = []
    clock = FastClock()

    def take_in_history() -> None:
        for _ in range(100):
            if _imported(folder, history, clock):
                return
        raise AssertionError("the newsroom was never free")

    def enough(seen: list[Watched]) -> bool:
        if len(seen) >= 2 and not importing:
            importing.append(threading.Thread(target=take_in_history))
            importing[0].start()
        return len(seen) >= 4 and bool(importing) and not importing[0].is_alive()

    watch_until(folder, enough, clock=clock)
    importing[0].join()
    with Newsroom(folder) as newsroom:
        held = {str(each.period): each.literal for each in newsroom.record.all_observations()}
        assert held["2015-01"] == "123456"
        assert newsroom.record.underived() == ()
    assert verify_newsroom(folder).ok


def _imported(folder: Path, history: Path, clock: FastClock) -> bool:
    try:
        with Newsroom(folder, write=True, clock=clock) as newsroom:
            import_history(newsroom, history, "counts")
    except BusyError:
        time.sleep(0.01)
        return False
    return True


def test_a_source_whose_archived_bytes_were_altered_is_told_and_the_others_go_on(
    folder: Path, agency: Agency
) -> None:
    put_source(folder, agency, "healthy")
    put_source(folder, agency, "second")
    watch_until(folder, lambda seen: {each.source for each in seen} == {"healthy", "second"})
    with Newsroom(folder) as newsroom:
        entry = newsroom.archive.entry(next(newsroom.archive.releases()).id)
        spoiled = entry.release.source if entry.release is not None else ""
        after = tuple(newsroom.archive.releases())[-1].fetched_at
    path = folder / "archive" / entry.file
    altered = bytearray(path.read_bytes())
    altered[entry.offset + entry.length // 2] ^= 1
    path.write_bytes(altered)
    (folder / "index" / "watch.db").unlink()
    trouble: list[str] = []
    seen = watch_until(folder, lambda seen: bool(trouble) and len(seen) >= 2, trouble=trouble, clock=FastClock(after))
    assert "Run `tallywire verify`" in trouble[0]
    assert {each.source for each in seen} == {"healthy", "second"} - {spoiled}
