"""The shapes with a column per period, named in the header, and a row per series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from tallywire.watch.grid import Grid
from tallywire.watch.propose.head import has_bare_number, names_of
from tallywire.watch.propose.parts import is_year, names_more, names_parts
from tallywire.watch.propose.shape import HEADER_ROWS, MAX_COLUMNS, MAX_ROWS, Shape, cell, figure_at
from tallywire.watch.propose.when import looks_like_year, maybe_period

_TRIED = 4
"""Headers that are tried on all rows."""
_MOST_HEADER = 4
_YEAR = re.compile(r"(?:1[6-9]|2[01])[0-9]{2}(?![0-9]{2})")


def by_header(grid: Grid) -> list[Shape]:
    """The shapes with periods in their header, from the headers that name the most periods."""
    headers: list[tuple[tuple[int, ...], tuple[str, ...], int, int, bool]] = []
    for skip in range(min(len(grid.rows) - 1, HEADER_ROWS)):
        for header in range(1, min(_MOST_HEADER, len(grid.rows) - skip - 1) + 1):
            if header > 1 and _ends_header(grid, skip + header - 1):
                break
            for spread in (False, True) if header > 1 else (False,):
                names = names_of(grid, skip, header, spread=spread)[:MAX_COLUMNS]
                twice = {name for name, times in Counter(names).items() if times > 1}
                columns = tuple(n for n, name in enumerate(names) if name not in twice and maybe_period(name))
                if len(columns) > 1 and min(columns):
                    headers.append((columns, names, skip, header, spread))
    # Of headers that name as many, the smallest comes first: it leaves the most rows.
    headers.sort(key=lambda each: (-len(each[0]), each[3]))
    shapes = []
    for columns, names, skip, header, spread in headers[:_TRIED]:
        shape = _below(grid, skip, header, columns, names)
        if shape is not None:
            shapes.append(msgspec.structs.replace(shape, spread=spread))
    return shapes


def _ends_header(grid: Grid, row: int) -> bool:
    """Whether a row is no second row of a header: it is blank, or has figures; below 2020, a 1 is one."""
    columns = range(min(len(grid.rows[row]), MAX_COLUMNS))
    return not any(map(str.strip, grid.rows[row])) or any(
        has_bare_number(grid, row, column, ()) and not maybe_period(cell(grid, row, column)) for column in columns
    )


def _below(grid: Grid, skip: int, header: int, columns: tuple[int, ...], names: tuple[str, ...]) -> Shape | None:
    labels = [column for column in range(len(names)) if column < min(columns)]
    rows = tuple(
        row
        for row in range(skip + header, min(len(grid.rows), MAX_ROWS))
        if any(cell(grid, row, column).strip() and not looks_like_year(cell(grid, row, column)) for column in labels)
        and any(figure_at(grid, row, column, labels) for column in columns)
    )
    columns = tuple(column for column in columns if not _lists_periods(grid, rows, column))
    if (
        len(columns) < 2
        or not rows
        or _are_years(grid, rows, labels)
        or names_more(grid, range(skip + header, rows[0]), columns)
    ):
        return None
    if all(is_year(names[column]) for column in columns) and any(
        names_parts(cell(grid, row, column) for row in rows) for column in labels
    ):
        return None  # a row named January is a part of its columns' years, and no series of its own
    figures = sum(figure_at(grid, row, column, labels) is not None for row in rows for column in columns)
    fill = tuple(
        column
        for column in labels[:-1]
        if any(not cell(grid, row, column).strip() for row in rows) and cell(grid, rows[0], column).strip()
    )
    return Shape("across", skip, header, (), columns, rows, figures, names, fill)


def _are_years(grid: Grid, rows: Sequence[int], labels: Sequence[int]) -> bool:
    """Whether each row begins with a year, as where the header above has another's months."""
    return all(
        _YEAR.match(next(filter(None, (cell(grid, row, each).strip() for each in labels)), "")) for row in rows
    )


def _lists_periods(grid: Grid, rows: Sequence[int], column: int) -> bool:
    """Whether the cells below are periods themselves: then the row above is no header, but the first of them."""
    texts = [text for row in rows if (text := cell(grid, row, column).strip())]
    return bool(texts) and all(maybe_period(text) for text in texts)
