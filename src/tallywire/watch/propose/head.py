"""The rows of column names above a table's figures."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from tallywire.errors import TableError
from tallywire.watch.columns import sheet
from tallywire.watch.grid import Grid
from tallywire.watch.propose.shape import HEADER_ROWS, cell, figure_at
from tallywire.watch.propose.when import looks_like_year, maybe_period
from tallywire.watch.source import Table


def header_above(grid: Grid, first: int, periods: Collection[int], values: Collection[int]) -> tuple[int, int]:
    """The rows of column names above the rows of figures, of which `first` is one whose period is known.

    Rows of figures above it, whose periods are written in some other way, are no names, nor is a row with a period
    beside which something else than a number stands. The header is the rows that
    name two columns at least; the one that touches the figures may name one, as the corner above the periods is often
    blank.
    """
    while first > 0 and (
        _has_figures(grid, first - 1, periods, values) or _has_period(grid, first - 1, periods, values)
    ):
        first -= 1
    top = first
    while top > 0 and first - top < HEADER_ROWS - 2 and _names_columns(grid, top - 1, values if top == first else ()):
        top -= 1
    return (top, first - top) if top < first else (first, 0)


def names_of(grid: Grid, skip: int, header: int, *, spread: bool) -> tuple[str, ...]:
    """The columns' names; none for a table without a header."""
    if not header:
        return ()
    try:
        return sheet((grid,), Table(skip=skip, header=header, spread=spread)).names
    except TableError:
        return ()


def unmerged(grid: Grid, skip: int, header: int) -> bool:
    """Whether a name above several columns stands over the first only, as where cells were not merged."""
    for row in range(skip, skip + header - 1):
        for column in range(1, len(grid.rows[row])):
            below = cell(grid, row + 1, column).strip()
            if cell(grid, row, column - 1).strip() and not cell(grid, row, column).strip() and below:
                return bool(cell(grid, row + 1, column - 1).strip())
    return False


def is_named(grid: Grid, column: int, names: frozenset[str]) -> bool:
    """Whether one of the rows at the top has one of these names in a column."""
    return any(
        cell(grid, row, column).casefold().strip(" .:") in names for row in range(min(len(grid.rows), HEADER_ROWS))
    )


def has_bare_number(grid: Grid, row: int, column: int, labels: Collection[int]) -> bool:
    """Whether a cell is a number and no more, and no year: such a cell is no name of a column."""
    found = figure_at(grid, row, column, labels)
    return found is not None and not (found.before or found.after) and not looks_like_year(cell(grid, row, column))


def _has_figures(grid: Grid, row: int, periods: Collection[int], values: Collection[int]) -> bool:
    """Whether a row has a text for a period and figures, and does not number its columns: 1, 2, 3."""
    if not any(cell(grid, row, column).strip() for column in periods):
        return False
    figures = [column for column in values if has_bare_number(grid, row, column, periods)]
    counted = [text for column in range(len(grid.rows[row])) if (text := cell(grid, row, column).strip()).isdigit()]
    numbered = len(counted) > 1 and all(
        len(before) < 4 and len(after) < 4 and int(after) == int(before) + 1 for before, after in pairwise(counted)
    )
    return bool(figures) and not numbered


def _has_period(grid: Grid, row: int, periods: Collection[int], values: Collection[int]) -> bool:
    """Whether a row has a period, and texts of its own where figures are expected."""
    text = " ".join(filter(None, (cell(grid, row, column).strip() for column in periods)))
    own = [column for column in values if grid.spanned.get((row, column), (row, column))[1] not in periods]
    return maybe_period(text) and any(cell(grid, row, column).strip() for column in own)


def _names_columns(grid: Grid, row: int, alone: Collection[int]) -> bool:
    """Whether a row names two columns, or one of those that it may name alone."""
    cells = {
        grid.spanned.get((row, column), (row, column))
        for column in range(len(grid.rows[row]))
        if cell(grid, row, column).strip()
    }
    return len(cells) > 1 or any(at[0] == row and at[1] > 0 and at[1] in alone for at in cells)
