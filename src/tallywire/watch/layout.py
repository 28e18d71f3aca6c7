"""Where the figures of a table stand, in each layout: which cell is which series at which period."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.watch.across import across
from tallywire.watch.columns import Sheet
from tallywire.watch.place import Place, Problem
from tallywire.watch.row_periods import RowPeriods
from tallywire.watch.source import Source
from tallywire.watch.where import picked
from tallywire.watch.yearly import yearly


def places(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, and a problem for each row whose period cannot be read.

    Raises TableError, before anything else, for a column that is not there.
    """
    match source.table.layout:
        case "wide":
            return _wide(source, table)
        case "long":
            return _long(source, table)
        case "across":
            return across(source, table)
        case "calendar":
            return yearly(source, table)


def _wide(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    columns = [table.column(source.value_column(entry)) for entry in source.entries]
    periods = RowPeriods(table, source.period)
    for row in table.rows():
        if periods.blank(row) and not any(table.text(row, column).strip() for column in columns):
            continue
        period = periods.of(row)
        if isinstance(period, Problem):
            if not periods.only_words(row, columns):
                yield period
            continue
        for entry, column in enumerate(columns):
            yield Place(entry, row, column, period)


def _long(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    values = [table.column(source.value_column(entry)) for entry in source.entries]
    periods = RowPeriods(table, source.period)
    for row, entries in picked(source, table):
        period = periods.of(row)
        if isinstance(period, Problem):
            yield period
            continue
        for entry in entries:
            yield Place(entry, row, values[entry], period)
