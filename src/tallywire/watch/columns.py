"""Columns by name: the table that a source means, its header, and where each named column stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tallywire.errors import EmptyTableError, TableError
from tallywire.watch.dates import Column
from tallywire.watch.grid import Grid
from tallywire.watch.source import Table

MAX_COLUMNS = 20_000
"""Where each column's name may be a period; a workbook has at most 16,384."""
_SHOWN = 40


class Sheet(msgspec.Struct, frozen=True):
    """A grid with its header read: `number` of the table, column `names`, data rows from `first` up to `end`.

    above: for each column whose blank cells take the text above them, the texts of its data rows.
    """

    grid: Grid
    number: int
    names: tuple[str, ...]
    first: int
    end: int
    above: dict[int, tuple[str, ...]] = {}

    def column(self, wanted: Column) -> int:
        """The number of a column given by header text or number; raises TableError that says which there are."""
        if isinstance(wanted, int):
            width = max((len(row) for row in self.grid.rows[self.first : self.end]), default=0)
            if 0 <= wanted < max(width, len(self.names)):
                return wanted
            raise TableError(f"there is no column number {wanted}", hint=self.there_are())
        for fold in (_plain, _folded):
            found = [number for number, name in enumerate(self.names) if fold(name) == fold(wanted)]
            if len(found) == 1:
                return found[0]
            if found:
                raise TableError(
                    f"{len(found)} columns are named {wanted!r}", hint="Give the column's number, from 0"
                )
        raise TableError(f"there is no column {wanted!r}", hint=self.there_are())

    def rows(self) -> Iterator[int]:
        """The numbers of the data rows that are not blank."""
        return (row for row in range(self.first, self.end) if any(map(str.strip, self.grid.rows[row])))

    def text(self, row: int, column: int) -> str:
        """The text at a place, "" past the end of its row."""
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else ""

    def label(self, row: int, column: int) -> str:
        """The text at a place that is no figure: in a column to be filled, a blank cell takes the text above it."""
        filled = self.above.get(column)
        return self.text(row, column) if filled is None else filled[row - self.first]

    def labels(self, column: int) -> Sequence[str]:
        """What `label` gives for each data row, blank ones counted."""
        filled = self.above.get(column)
        if filled is not None:
            return filled
        return [cells[column] if column < len(cells) else "" for cells in self.grid.rows[self.first : self.end]]

    def there_are(self) -> str:
        names = [f"{number} {name[:60]!r}" for number, name in enumerate(self.names[:_SHOWN])]
        more = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return f"Columns here: {', '.join(names)}{more}" if names else "The table has no named columns"


def check_width(table: Sheet) -> None:
    """Raises TableError for a table too wide for a layout with periods in its header."""
    if len(table.names) > MAX_COLUMNS:
        raise TableError(f"more than {MAX_COLUMNS} columns of periods")


def sheet(tables: tuple[Grid, ...], table: Table) -> Sheet:
    """The table that the source means, with its header; raises TableError if it is not there, or has no rows."""
    number = _chosen(tables, table)
    grid = tables[number]
    first = table.skip + table.header
    end = len(grid.rows) - table.skip_end
    if not any(any(text.strip() for text in row) for row in grid.rows):
        raise EmptyTableError("the table is empty", where=f"table {number}")
    names = header_names(grid, table)
    if table.header and not any(names):
        raise TableError(f"row {table.skip} holds no column names", hint="Check table.skip and table.header")
    if not any(any(text.strip() for text in row) for row in grid.rows[first:end]):
        raise EmptyTableError(
            f"the table has column names and no rows below them: {', '.join(filter(None, names))[:300]}"
            if table.header
            else "the table has no rows",
            where=f"table {number}",
        )
    bare = Sheet(grid, number, names, first, end)
    return msgspec.structs.replace(
        bare, above={column: _filled(bare, column) for column in map(bare.column, table.fill)}
    )


def _filled(table: Sheet, column: int) -> tuple[str, ...]:
    texts: list[str] = []
    for row in range(table.first, table.end):
        text = table.text(row, column)
        texts.append(text if text.strip() or not texts else texts[-1])
    return tuple(texts)


def _chosen(tables: tuple[Grid, ...], table: Table) -> int:
    if table.sheet:
        names = [grid.caption for grid in tables]
        if table.sheet in names:
            return names.index(table.sheet)
        raise TableError(f"there is no sheet {table.sheet!r}", hint=f"Sheets here: {names[:_SHOWN]}")
    if table.caption:
        wanted = _folded(table.caption)
        found = [number for number, grid in enumerate(tables) if wanted in _folded(grid.caption)]
        if len(found) == 1:
            return found[0]
        captions = [grid.caption[:60] for grid in tables if grid.caption][:_SHOWN]
        raise TableError(
            f"{len(found) or 'no'} tables have {table.caption!r} in their caption",
            hint=f"Captions here: {captions}" if captions else f"There are {len(tables)} tables, none with a caption",
        )
    if table.index >= len(tables):
        raise TableError(f"there is no table number {table.index}", hint=f"There are {len(tables)}, counted from 0")
    return table.index


def header_names(grid: Grid, table: Table) -> tuple[str, ...]:
    """Each column's header texts from top to bottom, one that spans rows taken once."""
    head = range(table.skip, min(table.skip + table.header, len(grid.rows)))
    width = max((len(grid.rows[row]) for row in head), default=0)
    left = {row: ((row, -1), "") for row in head}
    names: list[str] = []
    for column in range(width):
        parts: dict[tuple[int, int], str] = {}
        for row in head:
            text = _plain(grid.rows[row][column]) if column < len(grid.rows[row]) else ""
            # A lower row has a name of its own for each column; only the rows above it hold names of several.
            if text or not table.spread or row + 1 == head.stop:
                left[row] = (grid.spanned.get((row, column), (row, column)), text)
            at, part = left[row]
            parts[at] = part
        names.append(" ".join(part for part in parts.values() if part))
    return tuple(names)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _plain(text).casefold()
