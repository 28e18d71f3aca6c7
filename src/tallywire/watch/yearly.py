"""The layout calendar: a row per year, a column per month, quarter or half-year."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tallywire.errors import TableError
from tallywire.series import Granularity, Period
from tallywire.watch.columns import Sheet, check_width
from tallywire.watch.dates import Dates, remembered_period
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.row_periods import RowPeriods
from tallywire.watch.source import Source
from tallywire.watch.worded import begins_like_a_period

_PARTS: tuple[Granularity, ...] = ("month", "quarter", "half")
_ANY_YEAR = 2000


def yearly(source: Source, table: Sheet) -> Iterator[Place | Problem]:
    """The place of every figure, row by row, and a problem for each row whose year cannot be read.

    Columns are parts of a year of one size: the source's granularity, else the smallest there is. Raises TableError
    where there are none, or two for the same part.
    """
    check_width(table)
    dates = msgspec.structs.replace(source.period, granularity="auto", fiscal=0)
    sizes = _sizes(table, dates)
    wanted = source.period.granularity
    size = wanted if wanted != "auto" else next((size for size in _PARTS if size in sizes.values()), "month")
    columns = {column: table.names[column] for column, found in sizes.items() if found == size}
    if not columns:
        raise TableError(f"no column is named as a {size}", hint=table.there_are())
    told = [
        problem(table, max(0, table.first - 1), column, f"{name[:60]!r} is no {size} of a year")
        for column, name in enumerate(table.names)
        if column not in sizes and begins_like_a_period(name, dates.months) and not _is_year(name)
    ]
    _check_once(columns, dates)
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
            parts = {column: remembered_period(f"{year} {name}", dates) for column, name in columns.items()}
        for column, period in parts.items():
            yield Place(0, row, column, period)


def _sizes(table: Sheet, dates: Dates) -> dict[int, Granularity]:
    """What part of a year each column is named as, for those that are."""
    found: dict[int, Granularity] = {}
    for column, name in enumerate(table.names):
        try:
            period = remembered_period(f"{_ANY_YEAR} {name}", dates)
        except TableError:
            continue
        if period.granularity in _PARTS and period.start.year == _ANY_YEAR:
            found[column] = period.granularity
    return found


def _check_once(columns: dict[int, str], dates: Dates) -> None:
    seen: dict[str, int] = {}
    for column, name in columns.items():
        part = str(remembered_period(f"{_ANY_YEAR} {name}", dates)).removeprefix(f"{_ANY_YEAR}-")
        if part in seen:
            raise TableError(f"columns {seen[part]} and {column} are both named as {_spoken(part)}")
        seen[part] = column


def _spoken(part: str) -> str:
    return f"month {int(part)}" if part.isdigit() else part


def _is_year(name: str) -> bool:
    return name.strip().isdigit()
