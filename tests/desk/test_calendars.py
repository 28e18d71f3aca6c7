"""Release calendars in a newsroom: when a source is asked, when it is late, and what is archived of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, standings
from tallywire.desk.sheets import source_sheets
from tallywire.desk.watching.due import next_due
from tallywire.desk.watching.watched import Known
from tests.desk.making import day, put, simulated, source_text, watch
from tests.watch.server import Site, answer, serving

PAGE, CALENDAR = "/counts.csv", "/releases.ics"
A = {"2022-08": "349000", "2022-09": "348000"}


def ics(*moments: str, summary: str = "Head counts") -> bytes:
    events = [
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:{moment}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"
        for n, moment in enumerate(moments)
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, PAGE, A)
        site.answers[CALENDAR] = answer(ics("20221105T090000Z"), headers=(("Content-Type", "text/calendar"),))
        yield site


def with_calendar(site: Site, calendar: str) -> str:
    return source_text("prisons", site.address(PAGE)) + f'\n[watch]\ncalendar = "{calendar}"\nevent = "head counts"\n'


@pytest.fixture
def newsroom(tmp_path: Path, site: Site) -> Iterator[Newsroom]:
    text = with_calendar(site, site.address(CALENDAR))
    with simulated(tmp_path / "newsroom", {"prisons.toml": text}) as newsroom:
        yield newsroom


def test_a_fetched_calendar_is_archived_and_says_when_the_page_is_late(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    [calendar] = [release for release in newsroom.archive.releases() if release.source == "calendars/prisons"]
    assert newsroom.archive.body(calendar.id) == ics("20221105T090000Z")
    [first] = watch(newsroom, day(4.5))
    assert (first.state, first.notice) == ("unchanged", None)
    [late] = watch(newsroom, day(5.1))
    assert late.state == "late" and late.notice is not None
    assert late.notice.detail.startswith("its calendar planned figures for 2022-11-05 09:00 UTC")
    [still] = watch(newsroom, day(6))
    assert (still.state, still.notice) == ("late", None)
    put(site, PAGE, {**A, "2022-10": "340000"})
    [come] = watch(newsroom, day(7))
    assert come.state == "ok" and come.notice is not None and come.notice.before == "late"
    assert [sheet.name for sheet in source_sheets(newsroom)] == [
        "The office of prisons",
        "Release calendar of The office of prisons",
    ]


def test_a_page_that_is_late_and_then_away_is_told_as_both(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    watch(newsroom, day(6))
    site.answers[PAGE] = answer(b"", status="503 Service Unavailable")
    [away] = watch(newsroom, day(6.1))
    put(site, PAGE, A)
    [back] = watch(newsroom, day(6.2))
    [late] = watch(newsroom, day(6.3))
    assert [away.state, back.state, late.state] == ["outage", "returned", "late"]


def test_a_calendar_that_cannot_be_read_is_told_and_the_page_is_watched(tmp_path: Path, site: Site) -> None:
    text = with_calendar(site, "office.ics")
    with simulated(tmp_path / "newsroom", {"prisons.toml": text}) as newsroom:
        [watched] = watch(newsroom, day(1))
        assert watched.state == "ok"
        [standing] = standings(newsroom)
        assert "office.ics: the calendar of prisons cannot be read" in standing.trouble
        folder = newsroom.folder / "calendars"
        folder.mkdir()
        (folder / "office.ics").write_text("<html>", encoding="utf-8")
        [standing] = standings(newsroom)
        assert "not an iCalendar file" in standing.trouble
        (folder / "office.ics").write_bytes(ics("20221105T090000Z"))
        [standing] = standings(newsroom)
        assert standing.trouble == ""


def test_a_source_is_asked_by_its_calendar(newsroom: Newsroom) -> None:
    source = newsroom.source("prisons")
    planned = (day(4),)
    asked = next_due(source, Known(), planned, now=day(4) - timedelta(minutes=10), chance=0.5)
    assert asked == day(4) + timedelta(seconds=30), "right after the planned moment"
    nothing_yet = next_due(source, Known(), planned, now=day(4) + timedelta(minutes=1), chance=0)
    assert nothing_yet == day(4) + timedelta(minutes=6)
    came = Known(arrivals=(day(4) + timedelta(seconds=40),))
    assert next_due(source, came, planned, now=day(4) + timedelta(minutes=1), chance=0.5) == day(4) + timedelta(
        minutes=61
    )


def test_waits_after_outages_double_up_to_the_interval(newsroom: Newsroom) -> None:
    source = newsroom.source("prisons")
    waits = [
        (next_due(source, Known(fails=fails), None, now=day(1), chance=0) - day(1)).total_seconds() / 60
        for fails in (1, 2, 3, 6, 7, 50)
    ]
    assert waits == [1, 2, 4, 32, 60, 60]
    asked = next_due(source, Known(fails=1), None, now=day(1), chance=0, retry_at=day(1.5))
    assert asked == day(1.5)
    absurd = next_due(source, Known(fails=1), None, now=day(1), chance=0, retry_at=day(400))
    assert absurd == day(8)
