"""Where the figures of a table stand, in each layout: which cell is which series at which period."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tallywire.errors import TableError
from tallywire.series import Cell, Period
from tallywire.watch.columns import Sheet
from tallywire.watch.dates import month_number, read_period
from tallywire.watch.source import Source


class Place(msgspec.Struct, frozen=True):
    """The cell of one figure: the series' number in its source, the cell's row and column, the figure's period."""

    entry: int
    row: int
    column: int
    period: Period


class Problem(msgspec.Struct, frozen=True):
    """Something in a table that could not be read: where, what stands there, what is wrong, in which series."""

    cell: Cell
    literal: str
    what: str
    series: str = ""


def places(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, and a problem for each row whose period cannot be read.

    Raises TableError, before anything else, for a column that is not there.
    """
    match source.table.layout:
        case "wide":
            return _wide(source, table)
        case "long":
            return _long(source, table)
        case "calendar":
            return _calendar(source, table)


def problem(table: Sheet, row: int, column: int, what: str, series: str = "") -> Problem:
    return Problem(table.grid.cell(table.number, row, column), table.text(row, column)[:200], what, series)


def _wide(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    columns = [table.column(entry.slug if entry.column is None else entry.column) for entry in source.entries]
    when = table.column(source.period.column)
    for row in table.rows():
        if not table.text(row, when).strip() and not any(table.text(row, column).strip() for column in columns):
            continue
        period = _period(source, table, row, when)
        if isinstance(period, Problem):
            yield period
            continue
        for entry, column in enumerate(columns):
            yield Place(entry, row, column, period)


def _long(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    value = table.column(source.table.value)
    when = table.column(source.period.column)
    wanted: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}
    for entry, series in enumerate(source.entries):
        keys = tuple(table.column(name) for name in series.where)
        values = tuple(_plain(text) for text in series.where.values())
        wanted.setdefault(keys, {}).setdefault(values, []).append(entry)
    for row in table.rows():
        for keys, by_value in wanted.items():
            meant = by_value.get(tuple(_plain(table.text(row, column)) for column in keys), [])
            period = _period(source, table, row, when) if meant else None
            if isinstance(period, Problem):
                yield period
            elif period is not None:
                for entry in meant:
                    yield Place(entry, row, value, period)


def _calendar(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    when = table.column(source.period.column)
    months: dict[int, int] = {}
    for column, name in enumerate(table.names):
        try:
            month = month_number(name.rstrip("."), source.period.months)
        except ValueError:
            continue
        if month in months:
            raise TableError(f"columns {months[month]} and {column} are both named as month {month}")
        months[month] = column
    if not months:
        raise TableError("no column is named as a month", hint=table.there_are())
    for row in table.rows():
        year = _period(source, table, row, when)
        if isinstance(year, Problem):
            yield year
            continue
        if year.granularity != "year":
            yield problem(table, row, when, f"{year} is no year")
            continue
        for month, column in months.items():
            yield Place(0, row, column, Period.month(year.start.year, month))


def _period(source: Source, table: Sheet, row: int, column: int) -> Period | Problem:
    try:
        return read_period(table.text(row, column), source.period)
    except TableError as error:
        return problem(table, row, column, error.message)


def _plain(text: str) -> str:
    return " ".join(text.split())
