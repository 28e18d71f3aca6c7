"""Parts of a year that are named without it: months, quarters and half-years."""

from __future__ import annotations

from collections.abc import Mapping

from tallywire.errors import TableError
from tallywire.series import Granularity, Period
from tallywire.watch.dates import Dates, remembered_period
from tallywire.watch.source import Source

_PARTS: tuple[Granularity, ...] = ("month", "quarter", "half")
_ANY_YEAR = 2000


def part_of(year: int, name: str, dates: Dates) -> Period:
    """The part of a year that a name says; raises TableError for a name of none."""
    return remembered_period(f"{year} {name}", dates)


def sizes_of(names: Mapping[int, str], dates: Dates) -> dict[int, Granularity]:
    """What part of a year each row or column is named as, for those that are."""
    found: dict[int, Granularity] = {}
    for number, name in names.items():
        try:
            period = part_of(_ANY_YEAR, name, dates)
        except TableError:
            continue
        if period.granularity in _PARTS and period.start.year == _ANY_YEAR:
            found[number] = period.granularity
    return found


def wanted_size(source: Source, sizes: Mapping[int, Granularity]) -> Granularity:
    """The size that is read: the source's granularity, else the smallest there is."""
    wanted = source.period.granularity
    return wanted if wanted != "auto" else next((size for size in _PARTS if size in sizes.values()), "month")


def check_once(what: str, names: Mapping[int, str], dates: Dates) -> None:
    """Raises TableError where two of these rows or columns are named as the same part of a year."""
    seen: dict[str, int] = {}
    for number, name in names.items():
        part = str(part_of(_ANY_YEAR, name, dates)).removeprefix(f"{_ANY_YEAR}-")
        if part in seen:
            raise TableError(f"{what} {seen[part]} and {number} are both named as {_spoken(part)}")
        seen[part] = number


def _spoken(part: str) -> str:
    return f"month {int(part)}" if part.isdigit() else part
