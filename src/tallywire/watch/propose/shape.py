"""One way to read a grid as a table of statistics: which rows and columns hold periods, figures and names."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

import msgspec

from tallywire.watch.grid import Grid
from tallywire.watch.propose.written import Written, written

MAX_ROWS = 20_000
"""Rows of a table that are looked at."""
MAX_COLUMNS = 1_000
HEADER_ROWS = 12
"""Rows at the top among which a header is looked for."""

Layout: TypeAlias = Literal["wide", "calendar", "across"]


class Shape(msgspec.Struct, frozen=True):
    """One way to read a grid as a table.

    skip, header: as in a source file. period: numbers of the period columns; empty in the layout across.
    values: numbers of the columns with figures. rows: numbers of the rows with figures. figures: how many there are.
    names: the columns' names.
    """

    layout: Layout
    skip: int
    header: int
    period: tuple[int, ...]
    values: tuple[int, ...]
    rows: tuple[int, ...]
    figures: int
    names: tuple[str, ...]
    fill: tuple[int, ...] = ()
    spread: bool = False


def cell(grid: Grid, row: int, column: int) -> str:
    """The text at a place, "" past the end of its row."""
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else ""


def figure_at(grid: Grid, row: int, column: int, labels: Collection[int]) -> Written | None:
    """The number at a place; None where there is none, and where a label of the row reaches over the place.

    A heading that spans a whole table, such as a year, is no figure in the columns that it covers.
    """
    if grid.spanned:
        at = grid.spanned.get((row, column), (row, column))
        if at[1] != column and at[1] in labels:
            return None
    return written(cell(grid, row, column))
