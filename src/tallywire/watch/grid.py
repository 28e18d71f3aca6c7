"""A table as a grid of cell texts."""

from __future__ import annotations

import msgspec

from tallywire.series import Cell

MAX_CELLS = 2_000_000
"""In all grids of one body together, places covered by a spanning cell counted."""


class Grid(msgspec.Struct, frozen=True):
    """One table: its caption, and rows of texts. A cell that spans several places has its text in each of them.

    spanned: places covered by a cell that begins elsewhere, with the place where it begins.
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    spanned: dict[tuple[int, int], tuple[int, int]] = {}

    def cell(self, table: int, row: int, column: int) -> Cell:
        """The cell that covers a place, named by where it begins."""
        if not self.spanned:
            return Cell(table, row, column)
        first = self.spanned.get((row, column), (row, column))
        return Cell(table, first[0], first[1])
