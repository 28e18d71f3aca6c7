"""The layout across: a row per series, a column per period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.columns import Sheet, check_width
from tallywire.watch.dates import Dates, remembered_period
from tallywire.watch.period_doubts import doubts
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.source import Source
from tallywire.watch.where import label_columns, picked
from tallywire.watch.worded import begins_like_a_period


def across(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, after a problem for each header that may be a period and is not read.

    A period that heads two columns, and a series that two rows fit, is told and gives no figure. Raises TableError
    for a label column that is not there, and where no column is headed by a period.
    """
    check_width(table)
    labels = label_columns(source, table)
    headed = {column: name for column, name in enumerate(table.names) if column not in labels}
    periods, told = header_periods(table, headed, source.period)
    if not periods:
        first = f"; {told[0].what}" if told else ""
        raise TableError(f"no column is headed by a period{first}", hint=table.there_are())
    rows = list(picked(source, table))
    return _places(source, table, periods, [*told, *_headless(table, headed, periods, rows)], rows)


def _places(
    source: Source, table: Sheet, periods: dict[int, Period], told: list[Problem], rows: list[tuple[int, list[int]]]
) -> Iterator[Place | Problem]:
    yield from told
    fits: dict[int, list[int]] = {}
    for row, entries in rows:
        for entry in entries:
            fits.setdefault(entry, []).append(row)
    column = min(periods)
    for row, entries in rows:
        for entry in entries:
            if len(fits[entry]) > 1:
                what = f"{len(fits[entry])} rows fit this series; name another column in where"
                yield problem(table, row, column, what, source.series_id(source.entries[entry].slug))
                continue
            for place, period in periods.items():
                yield Place(entry, row, place, period)


def header_periods(table: Sheet, headed: dict[int, str], dates: Dates) -> tuple[dict[int, Period], list[Problem]]:
    """The period of each column that has one, and the headers that are in doubt."""
    found: dict[int, Period] = {}
    told: list[Problem] = []
    doubtful = doubts(headed.values(), dates)
    for column, name in headed.items():
        try:
            if name in doubtful:
                raise TableError(doubtful[name])
            found[column] = remembered_period(name, dates)
        except TableError as error:
            if name in doubtful or begins_like_a_period(name, dates.months):
                told.append(_header_problem(table, column, error.message))
    twice = {period for period, times in Counter(found.values()).items() if times > 1}
    told += [
        _header_problem(table, column, f"{period} heads more than one column, and which one counts is not said")
        for column, period in found.items()
        if period in twice
    ]
    return {column: period for column, period in found.items() if period not in twice}, told


def _headless(
    table: Sheet, headed: dict[int, str], periods: dict[int, Period], rows: list[tuple[int, list[int]]]
) -> list[Problem]:
    """Columns between those of periods that have texts and no name."""
    width = max((len(table.grid.rows[row]) for row, _ in rows), default=0)
    nameless = [column for column in range(min(periods), width) if not headed.get(column, "").strip()]
    told = []
    for column in nameless:
        row = next((row for row, _ in rows if table.text(row, column).strip()), None)
        if row is not None:
            told.append(problem(table, row, column, "no period heads this column"))
    return told


def _header_problem(table: Sheet, column: int, what: str) -> Problem:
    row = max(0, table.first - 1)
    return problem(table, row, column, what)
