"""The tables of an archived body as text, cut to what a page shows, each cell that was read from with its anchor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Shelf
from tallywire.feed.record_pages.paths import ROWS, cell_anchor
from tallywire.series import Cell

MAX_TABLES = 8
MAX_COLUMNS = 30
MAX_READ_COLUMNS = 60
"""Columns that figures were read from are shown beyond the first 30, up to this many in all."""

MAX_TEXT = 160
MAX_READ_TEXT = 400


class ShownCell(msgspec.Struct, frozen=True):
    """anchor: set where something was read from it; `href` leads to what that is."""

    text: str
    anchor: str = ""
    href: str = ""
    title: str = ""


class ShownRow(msgspec.Struct, frozen=True):
    """number: in the table's grid, from 0."""

    number: int
    cells: tuple[ShownCell, ...]


class ShownTable(msgspec.Struct, frozen=True):
    """header: the table's first row, repeated at the head of a later part. columns: their numbers in the grid.

    of: how many rows and columns the table has.
    """

    number: int
    header: tuple[str, ...]
    columns: tuple[int, ...]
    rows: tuple[ShownRow, ...]
    of: tuple[int, int]

    @property
    def all_columns(self) -> bool:
        return len(self.columns) == self.of[1]


class Origin(msgspec.Struct, frozen=True):
    """What was read from a cell: where it leads, and its name."""

    href: str
    title: str


def shown_tables(
    tables: Sequence[Shelf], read: Mapping[Cell, Origin], *, page: int
) -> tuple[tuple[ShownTable, ...], int]:
    """The rows of one page of every table that reaches it, and how many tables have none of their own there.

    The first eight tables, and beyond them those that figures were read from; the first 30 columns of each, and
    beyond them those that figures were read from.
    """
    wanted = {cell.table for cell in read}
    numbers = [number for number in range(len(tables)) if number < MAX_TABLES or number in wanted]
    found = []
    for number in numbers:
        shown = _shown(number, tables[number].rows, read, page)
        if shown is not None:
            found.append(shown)
    return tuple(found), len(tables) - len(numbers)


def _shown(number: int, rows: Sequence[tuple[str, ...]], read: Mapping[Cell, Origin], page: int) -> ShownTable | None:
    start = (page - 1) * ROWS
    if start >= len(rows) and page > 1:
        return None
    width = max(map(len, rows), default=0)
    further = sorted({cell.column for cell in read if cell.table == number and MAX_COLUMNS <= cell.column < width})
    columns = (*range(min(width, MAX_COLUMNS)), *further[: MAX_READ_COLUMNS - MAX_COLUMNS])
    return ShownTable(
        number=number,
        header=tuple(_text(rows[0], column, MAX_TEXT) for column in columns) if rows and page > 1 else (),
        columns=columns,
        rows=tuple(
            ShownRow(row, tuple(_cell(rows[row], Cell(number, row, column), read) for column in columns))
            for row in range(start, min(start + ROWS, len(rows)))
        ),
        of=(len(rows), width),
    )


def _cell(row: tuple[str, ...], cell: Cell, read: Mapping[Cell, Origin]) -> ShownCell:
    origin = read.get(cell)
    if origin is None:
        return ShownCell(_text(row, cell.column, MAX_TEXT))
    return ShownCell(_text(row, cell.column, MAX_READ_TEXT), cell_anchor(cell), origin.href, origin.title)


def _text(row: tuple[str, ...], column: int, most: int) -> str:
    text = " ".join(row[column].split()) if column < len(row) else ""
    return text if len(text) <= most else text[:most] + "…"
