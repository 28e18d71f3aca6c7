"""Two versions of the same tables, set side by side cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Shelf
from tallywire.feed.record_pages.align import Pair, Row, columns, header, rows

MAX_TABLES = 8
MAX_CELLS = 300_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_PLAIN = 1_000
"""Longer texts that differ in anything, be it blanks, have changed."""


class Cells(msgspec.Struct, frozen=True):
    """A cell before and after; None where its row or column is not there."""

    before: str | None
    after: str | None
    changed: bool = False


class Compared(msgspec.Struct, frozen=True):
    """A row before and after, by their numbers in the grid; None where it is not there."""

    before: int | None
    after: int | None
    cells: tuple[Cells, ...]
    changed: bool = False

    @property
    def added(self) -> bool:
        return self.before is None

    @property
    def removed(self) -> bool:
        return self.after is None


class Columns(msgspec.Struct, frozen=True):
    """How many of a table's columns, from the left, name its rows; the others' names before and after.

    places: the number of each in the grid before and after.
    """

    keys: int
    names: tuple[Cells, ...]
    added: int
    removed: int
    places: tuple[Pair, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """One table before and after. Every row is here, in order.

    present: whether it is there before and after. cut: rows or columns beyond what is compared.
    """

    table: int
    present: tuple[bool, bool]
    columns: Columns
    rows: tuple[Compared, ...]
    cut: bool = False

    @property
    def changed(self) -> int:
        """How many cells differ, of the rows and columns that are in both."""
        return sum(cell.changed for row in self.rows for cell in row.cells)

    @property
    def added(self) -> int:
        return sum(row.added for row in self.rows)

    @property
    def removed(self) -> int:
        return sum(row.removed for row in self.rows)

    @property
    def same(self) -> bool:
        return not (self.changed or self.added or self.removed or self.columns.added or self.columns.removed)


class Comparison(msgspec.Struct, frozen=True):
    """tables: those compared. beyond: how many tables were left out, the larger number of both versions."""

    tables: tuple[Difference, ...]
    beyond: int = 0

    @property
    def same(self) -> bool:
        return all(table.same for table in self.tables)


def compare(before: Sequence[Shelf], after: Sequence[Shelf]) -> Comparison:
    """Table by table, in their order; rows by the texts of their first columns, columns by their headers.

    Blanks that run together are one. At most 8 tables, of each at most 20,000 rows, 200 columns and 300,000 cells.
    """
    most = max(len(before), len(after))
    found = []
    for number in range(min(most, MAX_TABLES)):
        old = before[number].rows if number < len(before) else None
        new = after[number].rows if number < len(after) else None
        found.append(_difference(number, old, new))
    return Comparison(tuple(found), max(most - MAX_TABLES, 0))


def _difference(number: int, old: Sequence[Row] | None, new: Sequence[Row] | None) -> Difference:
    a, a_cut = _bounded(old or ())
    b, b_cut = _bounded(new or ())
    paired = columns(a, b) if old is not None and new is not None else _alone(a, b)
    lines, keys = rows(a, b, paired)
    compared = tuple(_compared(a, b, pair, paired) for pair in lines)
    old_names, new_names = (header(table, max(map(len, table), default=0)) for table in (a, b))
    names = tuple(Cells(_name(old_names, x), _name(new_names, y)) for x, y in paired)
    return Difference(
        table=number,
        present=(old is not None, new is not None),
        columns=Columns(
            keys,
            names,
            sum(x is None for x, _ in paired) if old is not None else 0,
            sum(y is None for _, y in paired) if new is not None else 0,
            tuple(paired),
        ),
        rows=compared,
        cut=a_cut or b_cut,
    )


def _compared(a: Sequence[Row], b: Sequence[Row], rows: Pair, paired: Sequence[Pair]) -> Compared:
    before, after = rows
    cells = tuple(
        _cells(
            None if x is None else _cell(a, before, x),
            None if y is None else _cell(b, after, y),
        )
        for x, y in paired
    )
    return Compared(before, after, cells, any(cell.changed for cell in cells))


def _cells(before: str | None, after: str | None) -> Cells:
    if before is None or after is None or before == after:
        return Cells(before, after)
    long = max(len(before), len(after)) > MAX_PLAIN
    return Cells(before, after, long or _plain(before) != _plain(after))


def _name(names: Row, column: int | None) -> str | None:
    return None if column is None else names[column] if column < len(names) else ""


def _alone(a: Sequence[Row], b: Sequence[Row]) -> tuple[Pair, ...]:
    """A table that is only in one version keeps its own columns."""
    width = max((len(row) for row in (*a, *b)), default=0)
    return tuple((place, place) for place in range(width))


def _bounded(table: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    width = min(max(map(len, table), default=0), MAX_COLUMNS)
    most = min(MAX_ROWS, MAX_CELLS // max(width, 1))
    kept = tuple(row[:MAX_COLUMNS] for row in table[:most])
    return kept, len(table) > most or any(len(row) > MAX_COLUMNS for row in table)


def _cell(table: Sequence[Row], row: int | None, column: int) -> str | None:
    if row is None:
        return None
    cells = table[row]
    return cells[column] if column < len(cells) else ""


def _plain(text: str) -> str:
    return " ".join(text.split())
