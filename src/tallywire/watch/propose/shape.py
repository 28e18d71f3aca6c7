"""The shapes that a grid may have as a table of statistics: header, layout, periods and figures, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec

from tallywire.errors import TableError
from tallywire.series import Granularity
from tallywire.watch.columns import sheet
from tallywire.watch.dates import Dates, read_period
from tallywire.watch.grid import Grid
from tallywire.watch.propose.when import looks_like_year, maybe_period
from tallywire.watch.propose.words import Words
from tallywire.watch.propose.written import written
from tallywire.watch.source import Table

MAX_ROWS = 20_000
"""Rows of a table that are looked at."""
MAX_COLUMNS = 1_000
_PERIOD_COLUMNS = 12
_HEADER_ROWS = 12
_PAIRED = 6
_SAMPLE = 400
_TRIED = 4
"""Headers, and period columns further right, that are tried on all rows."""
_MOST_HEADER = 4
_PARTS: tuple[Granularity, ...] = ("month", "quarter", "half")
_LEAST_PARTS = 3

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


def shape_of(grid: Grid, words: Words) -> Shape | None:
    """The shape with the most figures; None for a grid that is no table of figures over time."""
    if len(grid.rows) < 2:
        return None
    found = [shape for shape in (*_yearly(grid), *_across(grid), *_wide(grid, words)) if shape.figures]
    # The first of equals: a column per month is a column per series too, and says more.
    return max(found, key=lambda shape: shape.figures, default=None)


def cell(grid: Grid, row: int, column: int) -> str:
    """The text at a place, "" past the end of its row."""
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else ""


def _wide(grid: Grid, words: Words) -> list[Shape]:
    rows = range(min(len(grid.rows), MAX_ROWS))
    width = min(max((len(grid.rows[row]) for row in rows), default=0), MAX_COLUMNS)
    candidates: list[tuple[int, ...]] = [
        (part, year)
        for year in range(min(width, _PAIRED))
        for part in range(min(width, _PAIRED))
        if year != part and _year_beside_part(grid, year, part)
    ]
    candidates += [(column,) for column in range(min(width, _PERIOD_COLUMNS))]
    further = [(n,) for n in range(_PERIOD_COLUMNS, width) if _named(grid, n, words.headers.period)]
    candidates += further[:_TRIED]
    shapes = [shape for columns in candidates if (shape := _by_column(grid, columns, width, words)) is not None]
    named = [shape for shape in shapes if any(_is(shape, column, words.headers.period) for column in shape.period)]
    return named or shapes


def _is(shape: Shape, column: int, names: frozenset[str]) -> bool:
    return column < len(shape.names) and shape.names[column].casefold().strip(" .:") in names


def _by_column(grid: Grid, columns: tuple[int, ...], width: int, words: Words) -> Shape | None:
    rows = range(min(len(grid.rows), MAX_ROWS))
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    if len(columns) == 1 and not any(maybe_period(cell(grid, row, columns[0])) for row in sample):
        return None
    texts = _joined(grid, rows, columns)
    periods = [row for row, text in zip(rows, texts, strict=True) if maybe_period(text)]
    if not periods or (len(periods) == 1 and len(columns) > 1):
        return None
    years = [row for row in periods if looks_like_year(cell(grid, row, columns[0]))] if len(columns) == 1 else []
    if len(years) > len(periods) // 2 and not _rising(texts[row] for row in years):
        return None
    others = [column for column in range(width) if column not in columns]
    marked = [row for row in periods if any(written(cell(grid, row, column)) for column in others)]
    if not marked:
        return None
    apart = {column for column in others if _is_no_figure(grid, marked, column, min(columns), words)}
    values = tuple(
        column for column in others if column not in apart and _mostly_numbers(grid, marked, column, words)
    )
    figured = tuple(row for row in marked if any(written(cell(grid, row, column)) for column in values))
    if not values or not figured:
        return None
    skip, header = _header(grid, figured[0])
    spread = _unmerged(grid, skip, header)
    fill = tuple(column for column in columns if any(not cell(grid, row, column).strip() for row in figured))
    return Shape(
        "wide",
        skip,
        header,
        columns,
        values,
        figured,
        sum(written(cell(grid, row, column)) is not None for row in figured for column in values),
        _names(grid, skip, header, spread=spread),
        fill if len(columns) > 1 else (),
        spread,
    )


def _joined(grid: Grid, rows: Sequence[int], columns: tuple[int, ...]) -> list[str]:
    """Each row's period text; in several columns a blank takes the text above it."""
    if len(columns) == 1:
        return [cell(grid, row, columns[0]) for row in rows]
    above = dict.fromkeys(columns, "")
    texts = []
    for row in rows:
        for column in columns:
            above[column] = cell(grid, row, column).strip() or above[column]
        texts.append(" ".join(above[column] for column in columns) if cell(grid, row, columns[0]).strip() else "")
    return texts


def _year_beside_part(grid: Grid, year: int, part: int) -> bool:
    """Whether one column has years and another months or quarters without one."""
    rows = range(min(len(grid.rows), 60))
    years = sum(looks_like_year(cell(grid, row, year)) for row in rows)
    parts = sum(_part(cell(grid, row, part)) is not None for row in rows)
    return years > 0 and parts > 1


def _part(name: str) -> Granularity | None:
    """What part of a year a name without a year is."""
    if not name.strip() or len(name) > 40 or looks_like_year(name):
        return None
    try:
        period = read_period(f"2000 {name}", Dates())
    except TableError:
        return None
    return period.granularity if period.granularity in _PARTS and period.start.year == 2000 else None


def _yearly(grid: Grid) -> list[Shape]:
    shapes = []
    for row in range(min(len(grid.rows) - 1, _HEADER_ROWS)):
        parts = [column for column in range(min(len(grid.rows[row]), MAX_COLUMNS)) if _part(cell(grid, row, column))]
        if len(parts) < _LEAST_PARTS:
            continue
        for year in range(min(min(parts), _PAIRED)):
            rows = tuple(
                each
                for each in range(row + 1, min(len(grid.rows), MAX_ROWS))
                if looks_like_year(cell(grid, each, year))
                and any(written(cell(grid, each, column)) for column in parts)
            )
            if not rows:
                continue
            figures = sum(written(cell(grid, each, column)) is not None for each in rows for column in parts)
            names = _names(grid, row, 1, spread=False)
            shapes.append(Shape("calendar", row, 1, (year,), tuple(parts), rows, figures, names))
    return shapes


def _across(grid: Grid) -> list[Shape]:
    """The shapes with periods in their header, from the headers that name the most periods."""
    headers: list[tuple[tuple[int, ...], tuple[str, ...], int, int, bool]] = []
    for skip in range(min(len(grid.rows) - 1, _HEADER_ROWS)):
        for header in range(1, min(_MOST_HEADER, len(grid.rows) - skip - 1) + 1):
            for spread in (False, True) if header > 1 else (False,):
                names = _names(grid, skip, header, spread=spread)[:MAX_COLUMNS]
                twice = {name for name, times in Counter(names).items() if times > 1}
                columns = tuple(n for n, name in enumerate(names) if name not in twice and maybe_period(name))
                if len(columns) > 1 and min(columns):
                    headers.append((columns, names, skip, header, spread))
    # Of headers that name as many, the smallest comes first: it leaves the most rows.
    headers.sort(key=lambda each: (-len(each[0]), each[3]))
    shapes = []
    for columns, names, skip, header, spread in headers[:_TRIED]:
        shape = _by_header(grid, skip, header, columns, names)
        if shape is not None:
            shapes.append(msgspec.structs.replace(shape, spread=spread))
    return shapes


def _by_header(grid: Grid, skip: int, header: int, columns: tuple[int, ...], names: tuple[str, ...]) -> Shape | None:
    labels = [column for column in range(len(names)) if column < min(columns)]
    rows = tuple(
        row
        for row in range(skip + header, min(len(grid.rows), MAX_ROWS))
        if any(cell(grid, row, column).strip() and not looks_like_year(cell(grid, row, column)) for column in labels)
        and any(written(cell(grid, row, column)) for column in columns)
    )
    if not rows:
        return None
    figures = sum(written(cell(grid, row, column)) is not None for row in rows for column in columns)
    fill = tuple(
        column
        for column in labels[:-1]
        if any(not cell(grid, row, column).strip() for row in rows) and cell(grid, rows[0], column).strip()
    )
    return Shape("across", skip, header, (), columns, rows, figures, names, fill)


def _header(grid: Grid, first: int) -> tuple[int, int]:
    """The rows of column names above the first row of figures: those that touch it and name two columns at least."""
    top = first
    while top > 0 and first - top < _HEADER_ROWS - 2 and _names_columns(grid, top - 1):
        top -= 1
    return (top, first - top) if top < first else (first, 0)


def _names_columns(grid: Grid, row: int) -> bool:
    cells = {
        grid.spanned.get((row, column), (row, column))
        for column in range(len(grid.rows[row]))
        if cell(grid, row, column).strip()
    }
    return len(cells) > 1


def _unmerged(grid: Grid, skip: int, header: int) -> bool:
    """Whether a name above several columns stands over the first only, as where cells were not merged."""
    for row in range(skip, skip + header - 1):
        for column in range(1, len(grid.rows[row])):
            below = cell(grid, row + 1, column).strip()
            if cell(grid, row, column - 1).strip() and not cell(grid, row, column).strip() and below:
                return bool(cell(grid, row + 1, column - 1).strip())
    return False


def _names(grid: Grid, skip: int, header: int, *, spread: bool) -> tuple[str, ...]:
    if not header:
        return ()
    try:
        return sheet((grid,), Table(skip=skip, header=header, spread=spread)).names
    except TableError:
        return ()


def _mostly_numbers(grid: Grid, rows: Sequence[int], column: int, words: Words) -> bool:
    said = [text for row in rows if (text := cell(grid, row, column).strip()).casefold() not in words.cells.missing]
    # "Region 1" is a name with a number in it.
    found = [number for text in said if (number := written(text)) is not None]
    numbers = sum(not number.before or words.pieces(number.before) is not None for number in found)
    return numbers > 0 and 2 * numbers > len(said) and not _are_periods(said)


def _are_periods(texts: Sequence[str]) -> bool:
    return all(not looks_like_year(text) and maybe_period(text) for text in texts)


def _is_no_figure(grid: Grid, rows: Sequence[int], column: int, period: int, words: Words) -> bool:
    """Whether a column is a part of the period, or only counts its rows: 1, 2, 3 before the period or by its name."""
    if _named(grid, column, words.headers.period):
        return True
    if column > period and not _named(grid, column, words.headers.number):
        return False
    texts = [cell(grid, row, column).strip().rstrip(".") for row in rows]
    counts = len(texts) > 2 and all(text.isdigit() and len(text) < 7 for text in texts)
    return counts and [int(text) for text in texts] in (list(range(1, len(texts) + 1)), list(range(len(texts))))


def _named(grid: Grid, column: int, names: frozenset[str]) -> bool:
    return any(
        cell(grid, row, column).casefold().strip(" .:") in names for row in range(min(len(grid.rows), _HEADER_ROWS))
    )


def _rising(texts: Iterable[str]) -> bool:
    """Whether years go one way, or come again and again in one order, as they do in a column of years."""
    years = [int(text) for text in texts]
    ups = sum(after >= before for before, after in pairwise(years))
    downs = sum(after <= before for before, after in pairwise(years))
    return len(years) < 2 or max(ups, downs) >= 0.6 * (len(years) - 1)
