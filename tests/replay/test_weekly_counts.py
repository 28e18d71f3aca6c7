"""The 67 versions of the weekly counts of England and Wales, published again over HTTP, one release at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tallywire.desk import Newsroom, Watched, rebuild, verify_newsroom
from tallywire.series import AsOf, Interval, Length, Period
from tallywire.statement import Change, Extreme, Window, evaluate
from tests.desk.making import reopened, simulated, watch
from tests.needs import shared
from tests.watch.server import answer, serving

FILES = {"prison_population": "population", "female_population": "population", "HDC": "hdc_pop"}
"""Each file, and the column of its counts."""

TOTAL, CURFEW = "prison-population/count", "hdc/count"

SOURCE = """\
id = "{id}"
name = "Ministry of Justice"
address = "{address}"
media = "csv"
place = "England and Wales"
allow_hosts = ["127.0.0.1"]

[period]
column = "date"
granularity = "day"

[[series]]
slug = "count"
title = "{id} of England and Wales"
unit = "people"
kind = "stock"
frequency = "W"
column = "{column}"
"""

VERSIONS = 67
REPEATED_EVERY = 8
"""After every eighth release the pages are fetched once more before they change."""

WEEK, EIGHT_WEEKS = Length(days=7), Length(days=56)


class Played(msgspec.Struct, frozen=True):
    """The folder, what each source gave at each release, what it gave where nothing had changed, and the end."""

    folder: Path
    releases: Sequence[Watched]
    repeats: Sequence[Watched]
    last: datetime


def source_id(file: str) -> str:
    return file.lower().replace("_", "-")


def versions(file: str) -> Sequence[Path]:
    """In the order of release; two of one day in the order in which they grew."""
    folder = shared("data/england-wales-prison-weekly/versions")
    return sorted(folder.glob(f"{file}_*.csv"), key=lambda path: (path.name.split("_")[-2], path.stat().st_size))


def released(path: Path, number: int) -> datetime:
    """Ten o'clock on the day in the name, and so many minutes, which keeps two of one day apart."""
    day = date.fromisoformat(path.name.split("_")[-2])
    return datetime.combine(day, time(10), UTC) + timedelta(minutes=number)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("weekly") / "newsroom"
    pages = {file: versions(file) for file in FILES}
    assert {len(each) for each in pages.values()} == {VERSIONS}
    releases: list[Watched] = []
    repeats: list[Watched] = []
    moments = [released(path, number) for number, path in enumerate(pages["HDC"])]
    with serving() as site:
        sources = {
            f"{source_id(file)}.toml": SOURCE.format(
                id=source_id(file), address=site.address(f"/{file}.csv"), column=column
            )
            for file, column in FILES.items()
        }
        with simulated(folder, sources, moments[0]) as newsroom:
            for number, at in enumerate(moments):
                for file, paths in pages.items():
                    site.answers[f"/{file}.csv"] = answer(
                        paths[number].read_bytes(), headers=(("Content-Type", "text/csv"),)
                    )
                releases += watch(newsroom, at)
                if number % REPEATED_EVERY == 0:
                    repeats += watch(newsroom, at + timedelta(hours=1))
    return Played(folder, releases, repeats, moments[-1])


def test_every_version_is_read_without_a_problem(played: Played) -> None:
    assert len(played.releases) == VERSIONS * len(FILES)
    assert {watched.state for watched in played.releases} == {"ok"}
    assert not any(watched.problems or watched.notice for watched in played.releases)


def test_no_value_is_ever_restated(played: Played) -> None:
    with Newsroom(played.folder) as newsroom:
        assert newsroom.record.restatements() == ()
    assert not any(watched.arrivals.restatements for watched in played.releases if watched.arrivals)


def test_one_figure_changes_its_form_and_one_empty_row_arrives_late(played: Played) -> None:
    reworded = [each for watched in played.releases if watched.arrivals for each in watched.arrivals.reworded]
    assert [(each.series, str(each.period), each.literal) for each in reworded] == [(CURFEW, "2020-01-03", "2759")]
    assert reworded[0].known_at.date() == date(2022, 1, 17)
    with Newsroom(played.folder) as newsroom:
        said = newsroom.record.history(CURFEW, Period.day(date(2020, 1, 3)))
        assert [(each.literal, each.value) for each in said] == [("2,759", Decimal(2759)), ("2759", Decimal(2759))]
        [empty] = newsroom.record.history(CURFEW, Period.day(date(2020, 4, 10)))
        assert (empty.status, empty.literal, empty.known_at.date()) == ("missing", "", date(2022, 1, 17))
        before = AsOf(empty.known_at - timedelta(days=1))
        assert empty.period not in {each.period for each in newsroom.record.observations(CURFEW, as_of=before)}


def test_everything_else_is_a_new_count_after_the_last_one(played: Played) -> None:
    counted = 0
    for watched in played.releases:
        arrivals = watched.arrivals
        assert arrivals is not None
        assert arrivals.late == () == arrivals.backfilled
        others = [each for each in arrivals.observations if each not in (*arrivals.arrived, *arrivals.reworded)]
        assert {each.status for each in others} <= {"missing"}
        counted += len(arrivals.arrived)
    with Newsroom(played.folder) as newsroom:
        as_of = newsroom.as_of()
        held = {id: newsroom.record.observations(id, as_of=as_of) for id in (CURFEW, TOTAL)}
        assert len(held[TOTAL]) == 502
        assert sum(each.value is not None for each in held[TOTAL]) == 489
        assert len(tuple(newsroom.record.all_observations())) > counted > 2 * 489


def test_a_page_fetched_again_adds_a_revisit_and_no_figure(played: Played) -> None:
    assert len(played.repeats) == 9 * len(FILES)
    for watched in played.repeats:
        assert watched.state == "unchanged"
        assert watched.release is not None and watched.release.revisit
        assert watched.arrivals is not None and watched.arrivals.observations == ()
    with Newsroom(played.folder) as newsroom:
        kinds = [entry.type for entry in newsroom.archive.entries()]
    assert kinds.count("response") == VERSIONS * len(FILES)
    assert kinds.count("revisit") == len(played.repeats)


def test_archive_and_record_are_whole_and_the_record_can_be_made_anew(played: Played) -> None:
    proof = verify_newsroom(played.folder)
    assert proof.ok
    with reopened(played.folder, played.last + timedelta(hours=2)) as newsroom:
        assert proof.head == newsroom.archive.head
        assert proof.observations == len(tuple(newsroom.record.all_observations()))
        done = rebuild(newsroom)
    assert done.differences == ()
    assert done.releases == VERSIONS * len(FILES) + len(played.repeats)


def sharpest(end: date, length: Length, counts: int | None = None) -> Extreme:
    return Extreme(TOTAL, "change", "low", Window(end=Period.day(end), length=length), "counts", counts=counts)


@pytest.mark.parametrize(
    ("length", "end", "fall", "of"),
    [(WEEK, date(2020, 4, 3), -596, 471), (EIGHT_WEEKS, date(2020, 5, 15), -3177, 462)],
)
def test_the_largest_falls_of_the_record(played: Played, length: Length, end: date, fall: int, of: int) -> None:
    with Newsroom(played.folder) as newsroom:
        record, as_of = newsroom.record, newsroom.as_of()
        found = evaluate(sharpest(end, length, of), record, as_of)
        assert found.outcome == "true" and not found.tied
        assert found.actual is not None and found.actual.interval == Interval.point(Decimal(fall))
        assert found.compared == of
        assert found.rival is not None and (found.rival.interval.low or 0) > fall
        assert evaluate(sharpest(end, length, of - 1), record, as_of).outcome == "false"


def test_windows_are_measured_in_time_not_in_rows(played: Played) -> None:
    with Newsroom(played.folder) as newsroom:
        record, as_of = newsroom.record, newsroom.as_of()
        # The count before that of 17 April 2020 is two weeks older: a fall of 1,109 between rows is none in a week.
        end = date(2020, 4, 17)
        rows = Change(TOTAL, Window(end=Period.day(end)), "down", None)
        assert evaluate(rows, record, as_of).working == ("81,347 - 82,456 = -1,109 people",)
        assert evaluate(sharpest(end, WEEK), record, as_of).outcome == "undetermined"


def test_the_falls_stood_in_the_first_version_already(played: Played) -> None:
    with Newsroom(played.folder) as newsroom:
        first = AsOf(next(newsroom.archive.releases()).fetched_at + timedelta(hours=1))
        assert evaluate(sharpest(date(2020, 4, 3), WEEK, 305), newsroom.record, first).outcome == "true"
        assert evaluate(sharpest(date(2020, 4, 3), WEEK, 304), newsroom.record, first).outcome == "false"
        assert evaluate(sharpest(date(2023, 9, 22), WEEK), newsroom.record, first).outcome == "undetermined"
