"""The versions of carbon dioxide and of consumer prices: every change between two is found, and classed as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest

from tallywire.desk import Newsroom
from tallywire.series import Classified
from tests.replay import confusion
from tests.replay.confusion import Told
from tests.replay.datahub import CO2, COLUMNS, CPI, FIRST_SOURCES, co2_pages, cpi_pages
from tests.replay.playing import Page, Played, play, restated

NO_FIGURE = {"", "-99.99", "-9.99", "-0.99", "-1", "-01"}

Figures = Mapping[tuple[date, str], str]


@pytest.fixture(scope="module")
def co2(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("co2") / "newsroom", co2_pages(), {CO2: FIRST_SOURCES[CO2]})


@pytest.fixture(scope="module")
def cpi(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("cpi") / "newsroom", cpi_pages(), {CPI: FIRST_SOURCES[CPI]})


def classified(run: Played) -> Sequence[Classified]:
    with Newsroom(run.folder) as newsroom:
        return newsroom.record.classified()


def figures(page: Page, columns: Mapping[str, str]) -> Figures:
    """The figures of a version, read by hand."""
    found: dict[tuple[date, str], str] = {}
    for row in csv.DictReader(io.StringIO(page.body.decode())):
        year, month = (row["Year"], row["Month"]) if "Year" in row else row["Date"].split("-")[:2]
        for slug, column in columns.items():
            if row[column].strip() not in NO_FIGURE:
                found[date(int(year), int(month), 1), slug] = row[column].strip()
    return found


def changed(pages: Iterable[Page], columns: Mapping[str, str]) -> Iterator[tuple[datetime, date, str, str, str]]:
    """Every figure that a version gives otherwise than the last one that gave it."""
    last: dict[tuple[date, str], str] = {}
    for page in pages:
        for (day, slug), text in figures(page, columns).items():
            before = last.get((day, slug))
            if before is not None and Decimal(before) != Decimal(text):
                yield page.at, day, slug, before, text
            last[day, slug] = text


def test_every_version_of_the_carbon_dioxide_is_read(co2: Played) -> None:
    states = [watched.state for watched in co2.watched]
    assert len(states) == 45
    # One version is a header without rows; the next one brings the table back.
    assert {state: states.count(state) for state in set(states)} == {"ok": 43, "empty": 1, "returned": 1}
    assert not any(watched.problems for watched in co2.watched)


def test_the_restatements_of_the_carbon_dioxide_are_the_changes_between_versions(co2: Played) -> None:
    with Newsroom(co2.folder) as newsroom:
        pairs = newsroom.record.restatements()
    told = {restated(pair) for pair in pairs if pair.after.value is not None}
    known = set(changed(co2_pages(), COLUMNS))
    assert told == known
    assert len(known) > 5000


def test_the_table_of_the_carbon_dioxide_is_that_of_the_docs(co2: Played) -> None:
    found = classified(co2)
    table = confusion.confusion(confusion.expected(CO2), (), found)
    assert confusion.written(table) in confusion.DOCS.read_text(encoding="utf-8"), confusion.written(table)
    assert table["redefinition", "redefinition"] > 4000
    # A habit shows only after some releases: until then, and beyond it, revisions are corrections. Nothing else is.
    assert {place for place in table if place[0] == "routine"} == {("routine", "routine"), ("routine", "correction")}


def test_preliminary_means_are_routine_once_the_habit_shows(co2: Played) -> None:
    found = [each for each in classified(co2) if each.series == "co2/average" and each.known_at.year >= 2025]
    assert {each.rule for each in found if each.kind == "routine"} == {"habit"}
    assert sum(len(e.periods) for e in found if e.kind == "routine") > 80
    assert sum(len(e.periods) for e in found if e.kind != "routine") == 0


def test_a_column_that_is_renamed_is_told_and_nothing_is_deleted(cpi: Played) -> None:
    states = [watched.state for watched in cpi.watched]
    assert len(states) == 14
    assert states.count("drifted") == 1
    [drifted] = [watched for watched in cpi.watched if watched.state == "drifted"]
    assert drifted.arrivals is not None and drifted.arrivals.absences == ()


def test_no_consumer_price_was_ever_changed(cpi: Played) -> None:
    with Newsroom(cpi.folder) as newsroom:
        assert [pair for pair in newsroom.record.restatements() if pair.after.value is not None] == []


def test_the_table_of_the_consumer_prices_is_that_of_the_docs(cpi: Played) -> None:
    table = confusion.confusion(
        confusion.expected(CPI), [Told(*place) for place in _gone_and_back()], classified(cpi)
    )
    assert confusion.written(table) in confusion.DOCS.read_text(encoding="utf-8"), confusion.written(table)
    assert all(one == other for one, other in table)


def _gone_and_back() -> Iterator[tuple[datetime, date, str]]:
    """Where a figure is in one readable version and not in the next, or again."""
    column = "Value"
    last: set[date] = set()
    ever: set[date] = set()
    for page in cpi_pages():
        for name in ("Value", "CPI", "Index"):
            if page.source and f'column = "{name}"' in page.source:
                column = name
        if column not in page.body.decode().splitlines()[0].split(","):
            continue
        now = {day for day, _ in figures(page, {"index": column})}
        yield from ((page.at, day, "index") for day in last - now)
        yield from ((page.at, day, "index") for day in (now - last) & ever)
        last, ever = now, ever | now
