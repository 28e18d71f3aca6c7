"""The layout calendar with a column per year and a row per month, quarter or half-year."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.across import header_periods
from tallywire.watch.columns import Sheet
from tallywire.watch.dates import Dates
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.row_periods import RowPeriods
from tallywire.watch.source import Source
from tallywire.watch.worded import begins_like_a_period
from tallywire.watch.year_parts import check_once, part_of, sizes_of, wanted_size


def years_across(source: Source, table: Sheet, dates: Dates) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, after a problem for each column that may be a year and is not read.

    Raises TableError where no column is headed by a year, or no row or two rows are named as a part of one.
    """
    labels = RowPeriods(table, dates)
    headed = {column: name for column, name in enumerate(table.names) if column not in labels.columns}
    found, told = header_periods(table, headed, dates)
    years = {column: year.start.year for column, year in found.items() if year.granularity == "year"}
    if not years:
        raise TableError("no column is named as a month, a quarter, a half-year or a year", hint=table.there_are())
    texts = {row: labels.text(row) for row in table.rows()}
    sizes = sizes_of(texts, dates)
    size = wanted_size(source, sizes)
    rows = {row: texts[row] for row, found in sizes.items() if found == size}
    if not rows:
        raise TableError(f"no row is named as a {size}", hint=table.there_are())
    check_once("rows", rows, dates)
    told += [
        problem(table, row, labels.columns[0] if labels.columns else 0, f"{text[:60]!r} is no {size} of a year")
        for row, text in texts.items()
        if row not in sizes and begins_like_a_period(text, dates.months) and not labels.only_words(row, years)
    ]
    return _places(years, rows, dates, told)


def _places(
    years: dict[int, int], rows: dict[int, str], dates: Dates, told: list[Problem]
) -> Iterator[Place | Problem]:
    yield from told
    periods: dict[tuple[int, str], Period] = {}
    for row, name in rows.items():
        for column, year in years.items():
            period = periods.get((year, name))
            if period is None:
                period = periods[year, name] = part_of(year, name, dates)
            yield Place(0, row, column, period)
