"""What stands beside a figure: rounding step, bounds, status, day of publication, power of ten."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from decimal import Decimal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Interval, Status
from tallywire.watch.columns import Sheet
from tallywire.watch.dates import read_day
from tallywire.watch.number import read_number
from tallywire.watch.sdmx_status import status_of
from tallywire.watch.source import Source

MAX_DECIMALS = 20
_WHOLE = re.compile(r"[+-]?[0-9]{1,3}\Z")


class MarkColumns(msgspec.Struct, frozen=True):
    """The numbers of the mark columns, None for those that the source has not."""

    quantum: int | None
    low: int | None
    high: int | None
    status: int | None
    published: int | None
    decimals: int | None
    multiplier: int | None


NO_COLUMNS = MarkColumns(None, None, None, None, None, None, None)


class Marked(msgspec.Struct, frozen=True):
    """What stands beside the figures of one row; quantum is None where the row gives none.

    multiplier: the power of ten that they are in, with its column; None where the source has no such column.
    """

    quantum: Decimal | None = None
    bounds: Interval | None = None
    status: Status = "final"
    published_at: datetime | None = None
    multiplier: tuple[int, int] | None = None


class Unread(msgspec.Struct, frozen=True):
    """A mark that could not be read, and whether the figures of its row can be used without it."""

    column: int
    what: str
    usable: bool


NOTHING_BESIDE: tuple[Marked, tuple[Unread, ...]] = (Marked(), ())


def mark_columns(source: Source, table: Sheet) -> MarkColumns:
    """Where the source's mark columns stand; raises TableError for one that is not there."""
    marks = source.marks
    return MarkColumns(
        quantum=None if marks.quantum is None else table.column(marks.quantum),
        low=None if marks.bounds is None else table.column(marks.bounds.low),
        high=None if marks.bounds is None else table.column(marks.bounds.high),
        status=None if marks.status is None else table.column(marks.status),
        published=None if marks.published is None else table.column(marks.published),
        decimals=None if marks.decimals is None else table.column(marks.decimals),
        multiplier=None if marks.multiplier is None else table.column(marks.multiplier),
    )


def read_marks(source: Source, table: Sheet, columns: MarkColumns, row: int) -> tuple[Marked, tuple[Unread, ...]]:
    """The marks of one row, and those that could not be read.

    A figure whose rounding or power of ten cannot be read is unusable, as it would be taken for more exact or of
    another size than it is; without a readable status it is provisional, and without a readable day of publication
    it has none.
    """
    if columns == NO_COLUMNS:
        return NOTHING_BESIDE
    unread: list[Unread] = []
    quantum = _quantum(source, table, columns.quantum, row, unread)
    if quantum is None:
        quantum = _decimals(table, columns.decimals, row, unread)
    bounds = _bounds(source, table, columns, row, unread)
    status: Status = "final"
    if columns.status is not None:
        word = " ".join(table.text(row, columns.status).split())
        known = source.marks.words.get(word) or status_of(word)
        if known is None:
            unread.append(Unread(columns.status, f"{word[:60]!r} is no known status; list it in marks.words", True))
        status = known or "provisional"
    published_at = None
    if columns.published is not None and table.text(row, columns.published).strip():
        try:
            day = read_day(table.text(row, columns.published), source.period)
            published_at = datetime.combine(day, time(), UTC)
        except TableError as error:
            unread.append(Unread(columns.published, error.message, True))
    multiplier = _multiplier(table, columns.multiplier, row, unread)
    return Marked(quantum, bounds, status, published_at, multiplier), tuple(unread)


def _quantum(source: Source, table: Sheet, column: int | None, row: int, unread: list[Unread]) -> Decimal | None:
    if column is None:
        return None
    try:
        read = read_number(table.text(row, column), source.numbers)
    except TableError as error:
        unread.append(Unread(column, error.message, False))
        return None
    if read is not None and read[0] < 0:
        unread.append(Unread(column, "a rounding step cannot be negative", False))
    return None if read is None else read[0]


def _decimals(table: Sheet, column: int | None, row: int, unread: list[Unread]) -> Decimal | None:
    """The rounding step by the number of decimals (SDMX DECIMALS), which keeps zeros that were not written."""
    if column is None or not (word := table.text(row, column).strip()):
        return None
    if not _WHOLE.match(word) or not 0 <= int(word) <= MAX_DECIMALS:
        unread.append(Unread(column, f"{word[:60]!r} is no number of decimals from 0 to {MAX_DECIMALS}", False))
        return None
    return Decimal(1).scaleb(-int(word))


def _multiplier(table: Sheet, column: int | None, row: int, unread: list[Unread]) -> tuple[int, int] | None:
    """The power of ten of a row (SDMX UNIT_MULT), with its column; an empty cell is 0, as in SDMX."""
    if column is None:
        return None
    word = table.text(row, column).strip() or "0"
    if not _WHOLE.match(word):
        unread.append(Unread(column, f"{word[:60]!r} is no power of ten, such as 3 for thousands", False))
        return None
    return int(word), column


def _bounds(source: Source, table: Sheet, columns: MarkColumns, row: int, unread: list[Unread]) -> Interval | None:
    if source.marks.bounds is None or columns.low is None or columns.high is None:
        return None
    ends: list[Decimal | None] = []
    for column in (columns.low, columns.high):
        try:
            read = read_number(table.text(row, column), source.numbers)
        except TableError as error:
            unread.append(Unread(column, error.message, False))
            return None
        ends.append(None if read is None else read[0])
    low, high = ends
    if low is None and high is None:
        return None
    try:
        return Interval(low, high, source.marks.bounds.low_open, source.marks.bounds.high_open)
    except ValueError:
        unread.append(Unread(columns.high, f"the bounds {low} and {high} leave nothing between them", False))
        return None
