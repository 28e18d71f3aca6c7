"""The General Staff set, released again day by day: what was restated is found, row for row, and classed as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from heapq import merge

import pytest

from tallywire.desk import Newsroom
from tallywire.series import Classified
from tests.replay import confusion, general_staff
from tests.replay.confusion import Told
from tests.replay.playing import Page, Played, long_table, play, restated, series
from tests.replay.rebuilding import played

KINDS = ("personnel", "equipment")

LAYOUT = '\n[table]\nlayout = "long"\nvalue = "value"\n\n[period]\ncolumn = "date"\ngranularity = "day"\n'


def slug(field: str) -> str:
    return field.lower().replace(" ", "-")


def source(kind: str) -> str:
    fields = {field for row in general_staff.final(kind).values() for field in row}
    fields |= {change.field for change in general_staff.logged(kind)}
    return LAYOUT + "".join(
        series(slug(field), field, f'where = {{ measure = "{field}" }}', cumulative=True) for field in sorted(fields)
    )


def pages(kind: str) -> Iterator[Page]:
    return (Page(version.at, kind, long_table(version)) for version in played(general_staff.releases(kind)))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Played:
    both = merge(*(pages(kind) for kind in KINDS), key=_at)
    return play(tmp_path_factory.mktemp("staff") / "newsroom", both, {kind: source(kind) for kind in KINDS})


def _at(page: Page) -> datetime:
    return page.at


@pytest.fixture(scope="module")
def found(run: Played) -> Sequence[Classified]:
    with Newsroom(run.folder) as newsroom:
        return newsroom.record.classified()


def test_every_release_is_read_without_a_problem(run: Played) -> None:
    assert {watched.state for watched in run.watched} == {"ok"}
    # A column that is not there yet, or no longer, is named each time.
    assert {problem.what for watched in run.watched for problem in watched.problems} == {
        "no row belongs to this series"
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_restatements_found_are_the_logged_ones_row_for_row(run: Played, kind: str) -> None:
    logged = list(general_staff.logged(kind))
    with Newsroom(run.folder) as newsroom:
        pairs = [p for p in newsroom.record.restatements() if p.after.series.startswith(f"{kind}/")]
        absences = [each for one in newsroom.series() for each in newsroom.record.absences(one.id)]
    # Rows that came back under their own dates have other figures than those they left with; no log tells that.
    back = {(each.known_at, each.period.start) for each in absences if each.presence == "back"}
    told = {restated(pair) for pair in pairs if (pair.after.known_at, pair.after.period.start) not in back}
    assert told == {(c.at, c.day, slug(c.field), c.old, c.new) for c in logged if c.old and c.new}
    gone = {
        (each.known_at, each.period.start, each.series)
        for each in absences
        if each.presence == "gone" and each.series.startswith(f"{kind}/")
    }
    assert gone == {(c.at, c.day, f"{kind}/{slug(c.field)}") for c in logged if c.old and not c.new}
    assert len(told) + len(gone) == {"personnel": 122, "equipment": 347}[kind]


def test_the_year_typo_of_january_2025_is_known_as_what_it_is_only_once_it_is_put_back(run: Played) -> None:
    moments = sorted(change.at for change in general_staff.logged("personnel") if change.at.year == 2025)
    with Newsroom(run.folder) as newsroom:
        record = newsroom.record
        first = record.classified(moments[0] - timedelta(seconds=1), moments[0], source="personnel")
        assert {each.kind for each in first} == {"correction"}
        later = record.classified(moments[0] - timedelta(seconds=1), moments[-1], source="personnel")
    assert {each.kind for each in later} == {"mistyped_period"}
    assert "The figures of 2025-01-01 were given for 2024-01-01" in later[0].why


def test_the_confusion_table_is_that_of_the_docs(found: Sequence[Classified]) -> None:
    wanted = confusion.expected("general-staff")
    known = [
        Told(c.at, c.day, slug(c.field), gone=not c.new)
        for kind in KINDS
        for c in general_staff.logged(kind)
        if c.old
    ]
    by_kind = [
        confusion.confusion(
            wanted if kind == "equipment" else wanted_without_falls(wanted),
            [told for told, of in zip(known, _kinds(), strict=True) if of == kind],
            [each for each in found if each.series.startswith(f"{kind}/")],
        )
        for kind in KINDS
    ]
    table = by_kind[0] + by_kind[1]
    assert confusion.written(table) in confusion.DOCS.read_text(encoding="utf-8"), confusion.written(table)
    assert all(one == other for one, other in table)


def _kinds() -> list[str]:
    return [kind for kind in KINDS for c in general_staff.logged(kind) if c.old]


def wanted_without_falls(wanted: confusion.Expected) -> confusion.Expected:
    """The falls are of equipment."""
    return confusion.Expected(default=wanted.default, default_fall=wanted.default_fall, row=wanted.row)
