"""The layout calendar: a row per year and a column per month, quarter or half-year, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.columns import Sheet, check_width
from tallywire.watch.dates import Dates
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.row_periods import RowPeriods
from tallywire.watch.source import Source
from tallywire.watch.worded import begins_like_a_period
from tallywire.watch.year_parts import check_once, part_of, sizes_of, wanted_size
from tallywire.watch.years_across import years_across


def yearly(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, and a problem for each row whose year cannot be read.

    Columns are parts of a year of one size: the source's granularity, else the smallest there is. Where no column
    is, each column is a year and each row a part of it. Raises TableError where there are neither, or two for the
    same part.
    """
    check_width(table)
    dates = msgspec.structs.replace(source.period, granularity="auto", fiscal=0)
    sizes = sizes_of(dict(enumerate(table.names)), dates)
    if not sizes:
        return years_across(source, table, dates)
    size = wanted_size(source, sizes)
    columns = {column: table.names[column] for column, found in sizes.items() if found == size}
    if not columns:
        raise TableError(f"no column is named as a {size}", hint=table.there_are())
    told = [
        problem(table, max(0, table.first - 1), column, f"{name[:60]!r} is no {size} of a year")
        for column, name in enumerate(table.names)
        if column not in sizes and begins_like_a_period(name, dates.months) and not _is_year(name)
    ]
    check_once("columns", columns, dates)
    return _places(table, RowPeriods(table, dates), columns, dates, told)


def _places(
    table: Sheet, years: RowPeriods, columns: dict[int, str], dates: Dates, told: list[Problem]
) -> Iterator[Place | Problem]:
    yield from told
    known = 0
    parts: dict[int, Period] = {}
    for row in table.rows():
        year = years.of(row)
        if isinstance(year, Problem):
            if not years.only_words(row, columns):
                yield year
            continue
        if year.granularity != "year":
            yield problem(table, row, years.columns[0] if years.columns else 0, f"{year} is no year")
            continue
        if year.start.year != known:
            known = year.start.year
            parts = {column: part_of(known, name, dates) for column, name in columns.items()}
        for column, period in parts.items():
            yield Place(0, row, column, period)


def _is_year(name: str) -> bool:
    return name.strip().isdigit()
