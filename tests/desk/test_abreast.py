"""What is known of a source is never behind the archive: after a crash, a failed tick, or another process's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.desk import Newsroom
from tallywire.desk.watching import timetable
from tallywire.desk.watching.asking import condition_of
from tallywire.desk.watching.calendars import Calendars
from tallywire.desk.watching.taking_in import take_in
from tallywire.desk.watching.watched import Asked, Known
from tallywire.watch import Response
from tests.desk.making import csv, day, fail, figures, reopened, simulated, source_text, watch, watch_only
from tests.watch.server import Site, answer, serving

PAGE = "/counts.csv"
A = {"2022-08": "349000", "2022-09": "348000"}
B = {"2022-08": "349500", "2022-09": "348000"}
C = {**A, "2022-10": "338000"}
SERIES = "prisons/people"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        show(site, A, "one")
        yield site


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    """A newsroom that watched the page once."""
    folder = tmp_path / "newsroom"
    with simulated(folder, {"prisons.toml": source_text("prisons", site.address(PAGE))}) as newsroom:
        watch(newsroom, day(1))
    return folder


def show(site: Site, rows: dict[str, str], tag: str) -> None:
    """From now on the page has these rows; who has them already is told so."""

    def given(site: Site, to: socket.socket) -> None:
        headers = (("Content-Type", "text/csv"), ("ETag", f'"{tag}"'))
        if f'if-none-match: "{tag}"' in site.asked().lower():
            to.sendall(answer(status="304 Not Modified", headers=headers, length=False))
        else:
            to.sendall(answer(csv(rows), headers=headers))

    site.answers[PAGE] = given


def test_a_page_that_went_back_is_not_taken_for_what_a_lost_timetable_left(folder: Path, site: Site) -> None:
    known = folder / "index" / timetable.NAME
    before = known.read_bytes()
    show(site, B, "two")
    with reopened(folder, day(2)) as newsroom:
        watch(newsroom, day(2))
    known.write_bytes(before)
    show(site, A, "one")
    with reopened(folder, day(3)) as newsroom:
        last = watch_only(newsroom, day(3))
        assert last.release is not None and newsroom.archive.body(last.release.id) == csv(A)
        assert figures(newsroom, SERIES) == A
        assert len(newsroom.record.restatements()) == 2
        assert watch_only(newsroom, day(4)).state == "unchanged"
        assert 'if-none-match: "one"' in site.asked().lower()


def test_what_another_process_archived_meanwhile_is_not_what_was_asked_about(folder: Path, site: Site) -> None:
    with Newsroom(folder) as newsroom:
        source = newsroom.source("prisons")
        condition = condition_of(newsroom, source, Known())
        assert condition is not None and condition.validators.etag == '"one"'
        unchanged = Response(
            address=source.address,
            final_address=source.address,
            redirects=(),
            status=304,
            headers=(("ETag", '"one"'),),
            wire=b"",
            body=b"",
            media_type="",
            elapsed=0.1,
        )
        show(site, B, "two")
        with reopened(folder, day(2)) as other:
            watch(other, day(2))
        assert figures(newsroom, SERIES) == A
        newsroom.clock = other.clock
        [taken] = take_in(
            newsroom, [Asked(source, condition, unchanged)], {"prisons": Known(state="ok")}, Calendars(newsroom)
        )
        release = taken.watched.release
        assert release is not None and release.status == 304 and newsroom.archive.body(release.id) == csv(A)
        assert figures(newsroom, SERIES) == A
        assert len(newsroom.record.restatements()) == 2


def test_what_came_in_a_tick_that_was_cut_off_counts_as_having_come(folder: Path, site: Site) -> None:
    known = folder / "index" / timetable.NAME
    before = known.read_bytes()
    show(site, C, "two")
    with reopened(folder, day(2)) as newsroom:
        watch(newsroom, day(2))
    known.write_bytes(before)
    with reopened(folder, day(3)) as newsroom:
        assert watch_only(newsroom, day(3)).state == "unchanged"
        assert timetable.Timetable(folder)["prisons"].arrivals == (day(1), day(2))


def test_a_notice_that_is_not_known_of_is_not_told_again(folder: Path, site: Site) -> None:
    fail(site, PAGE, "404 Not Found")
    with reopened(folder, day(2)) as newsroom:
        source, held = newsroom.source("prisons"), Known(state="ok", asked=day(1))
        watch(newsroom, day(2))
        assert timetable.abreast(newsroom, {"prisons": held}, [source])["prisons"].state == "taken_down"
        later = Known(state="ok", asked=day(3))
        assert timetable.abreast(newsroom, {"prisons": later}, [source])["prisons"].state == "ok"
