"""Where one figure stands, and what stands where no figure could be read."""

from __future__ import annotations

import msgspec

from tallywire.series import Cell, Period
from tallywire.watch.columns import Sheet


class Place(msgspec.Struct, frozen=True, gc=False):
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


def problem(table: Sheet, row: int, column: int, what: str, series: str = "") -> Problem:
    """A problem with what stands at a place of a table."""
    return Problem(table.grid.cell(table.number, row, column), table.text(row, column)[:200], what, series)
