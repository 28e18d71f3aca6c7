"""The shapes that a grid may have as a table of statistics: header, layout, periods and figures, counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tallywire.watch.grid import Grid
from tallywire.watch.propose.head import has_bare_number, header_above, is_named, names_of, unmerged
from tallywire.watch.propose.headed import by_header
from tallywire.watch.propose.months import in_english
from tallywire.watch.propose.parts import (
    LABELS,
    by_part,
    by_year,
    is_year,
    lies_in_year,
    names_parts,
    part_of_year,
)
from tallywire.watch.propose.shape import MAX_COLUMNS, MAX_ROWS, Shape, cell, figure_at
from tallywire.watch.propose.when import looks_like_year, maybe_period
from tallywire.watch.propose.words import Words
from tallywire.watch.propose.written import written
from tallywire.watch.worded import begins_like_a_period

_PERIOD_COLUMNS = 12
_SAMPLE = 400
_TOP = 60
"""Rows by which columns of years and of months beside them are known."""
_YEAR = re.compile(r"(?:1[6-9]|2[01])[0-9]{2}")
_TRIED = 4
"""Period columns further right that are tried on all rows."""


def shape_of(grid: Grid, words: Words) -> Shape | None:
    """The shape with the most figures; None for a grid that is no table of figures over time."""
    if len(grid.rows) < 2:
        return None
    found = [
        shape for shape in (*by_year(grid), *by_part(grid), *by_header(grid), *_wide(grid, words)) if shape.figures
    ]
    # The first of equals: a column per month is a column per series too, and says more.
    return max(found, key=lambda shape: shape.figures, default=None)


def _wide(grid: Grid, words: Words) -> list[Shape]:
    rows = range(min(len(grid.rows), MAX_ROWS))
    width = min(max((len(grid.rows[row]) for row in rows), default=0), MAX_COLUMNS)
    candidates = _pairs(grid, width, words)
    candidates += [(column,) for column in range(min(width, _PERIOD_COLUMNS))]
    further = [(n,) for n in range(_PERIOD_COLUMNS, width) if is_named(grid, n, words.headers.period)]
    candidates += further[:_TRIED]
    shapes = [shape for columns in candidates if (shape := _by_column(grid, columns, width, words)) is not None]
    shapes += [
        shape
        for column in range(min(width, LABELS))
        if (shape := _under_years(grid, column, width, words)) is not None
    ]
    named = [shape for shape in shapes if any(_is(shape, column, words.headers.period) for column in shape.period)]
    return named or shapes


def _is(shape: Shape, column: int, names: frozenset[str]) -> bool:
    return column < len(shape.names) and shape.names[column].casefold().strip(" .:") in names


def _pairs(grid: Grid, width: int, words: Words) -> list[tuple[int, ...]]:
    """A column of months or quarters without a year, and one of years, in the order in which they can be read.

    Months, quarters and days may be numbers where their columns are named so.
    """
    top = range(min(len(grid.rows), _TOP))
    years: list[int] = []
    parts: dict[int, str] = {}
    numbered: list[int] = []
    for column in range(min(width, _PERIOD_COLUMNS)):
        texts = [cell(grid, row, column) for row in top]
        named = [text for text in texts if part_of_year(text) is not None]
        if any(looks_like_year(text) for text in texts):
            years.append(column)
        elif len(named) > 1:
            parts[column] = named[0]
        elif is_named(grid, column, words.headers.period) and _are_numbered(texts):
            numbered.append(column)
    found: list[tuple[int, ...]] = [(year, month, day) for year in years for month, day in pairwise(numbered)]
    for year in years:
        found += [(part, year) if maybe_period(f"{name} 2000") else (year, part) for part, name in parts.items()]
        found += [(year, part) for part in numbered]
    return found


def _are_numbered(texts: Sequence[str]) -> bool:
    """Whether the cells of a column, below its name, are numbers as months and days have."""
    said = [text.strip() for text in texts if text.strip()]
    numbers = [int(text) for text in said if text.isascii() and text.isdigit() and len(text) < 3]
    return len(numbers) > 1 and len(numbers) >= len(said) - 1 and all(1 <= number <= 31 for number in numbers)


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
    own = _own_columns(grid, columns[0], texts, width) if len(columns) == 1 else range(width)
    others = [column for column in own if column not in columns]
    marked = [row for row in periods if any(figure_at(grid, row, column, columns) for column in others)]
    if not marked or (len(columns) == 1 and _holds_figures(grid, rows, columns[0], len(periods))):
        return None
    years = sorted(set(years).intersection(marked))
    yearly = 2 * len(years) > len(marked)
    if (yearly or len(columns) > 1) and _has_parts(grid, marked, others, columns, words):
        return None
    apart = {column for column in others if _is_no_figure(grid, marked, column, min(columns), words)}
    values = tuple(
        column for column in others if column not in apart and _mostly_numbers(grid, marked, column, words)
    )
    figured = tuple(row for row in marked if any(figure_at(grid, row, column, columns) for column in values))
    if not values or not figured:
        return None
    if yearly and not is_named(grid, columns[0], words.headers.period):
        named = {column for column in others if is_named(grid, column, words.headers.period)}
        left = [column for column in range(columns[0]) if column not in apart or column in named]
        said = any(cell(grid, row, column).strip() for row in years for column in left)
        if said or years[0] > periods[0] or len({texts[row] for row in years}) < 2:
            return None  # something stands before it, or another period above it, or it is alone: it may be a figure
    without = (row for row in periods if row > figured[0] and _says_nothing(grid, row, values, words))
    figured = tuple(sorted({*figured, *without}))
    skip, header = header_above(grid, figured[0], columns, values)
    spread = unmerged(grid, skip, header)
    names = names_of(grid, skip, header, spread=spread)
    if yearly and names_parts(names[column] for column in values if column < len(names)):
        return None  # what is named January is a part of its row's year, and no series of its own
    headed = [names[column] for column in values if column < len(names) and "=" not in names[column]]
    if 2 * sum(bool(_YEAR.search(name)) or begins_like_a_period(in_english(name)) for name in headed) > len(values):
        return None  # its periods stand across, and what looks like one in its rows is a figure
    fill = tuple(column for column in columns if any(not cell(grid, row, column).strip() for row in figured))
    return Shape(
        "wide",
        skip,
        header,
        columns,
        values,
        figured,
        sum(figure_at(grid, row, column, columns) is not None for row in figured for column in values),
        names,
        fill if len(columns) > 1 else (),
        spread,
    )


def _under_years(grid: Grid, column: int, width: int, words: Words) -> Shape | None:
    """The shape with years in rows of their own, above the months or quarters of one column."""
    rows = range(min(len(grid.rows), MAX_ROWS))
    others = [other for other in range(width) if other != column]
    years = [row for row in rows if is_year(cell(grid, row, column)) and not any(grid.rows[row][:column])]
    if not years:
        return None
    parts = [
        row
        for row in rows[years[0] :]
        if lies_in_year(cell(grid, row, column)) and any(figure_at(grid, row, other, (column,)) for other in others)
    ]
    apart = {other for other in others if _is_no_figure(grid, parts, other, column, words)}
    values = tuple(other for other in others if other not in apart and _mostly_numbers(grid, parts, other, words))
    if not values:
        return None
    skip, header = header_above(grid, years[0], (column,), values)
    names = names_of(grid, skip, header, spread=(spread := unmerged(grid, skip, header)))
    figures = sum(figure_at(grid, row, other, (column,)) is not None for row in parts for other in values)
    return Shape(
        "wide", skip, header, (column,), values, tuple(sorted({*years, *parts})), figures, names, spread=spread
    )


def _says_nothing(grid: Grid, row: int, values: Sequence[int], words: Words) -> bool:
    """Whether a row has words instead of all its figures that say that there are none."""
    texts = [" ".join(cell(grid, row, column).split()).casefold() for column in values]
    return any(texts) and all(text in words.cells.missing or text in words.cells.zero for text in texts)


def _own_columns(grid: Grid, period: int, texts: Sequence[str], width: int) -> range:
    """The columns that belong to a column of periods, and not to a table beside it with its periods in other rows."""
    rows = range(0, len(texts), max(1, len(texts) // _SAMPLE))
    mine = [texts[row].strip() for row in rows]
    own = {text for text in mine if maybe_period(text)}
    first, end = 0, width
    for column in range(width):
        if abs(column - period) < 2:
            continue
        beside = [cell(grid, row, column).strip() for row in rows]
        elsewhere = any(text in own and text != left for text, left in zip(beside, mine, strict=True))
        if elsewhere and 2 * len(own.intersection(beside)) > len(own):
            first, end = (period, end) if column < period else (first, min(end, column))
    return range(first, end)


def _has_parts(
    grid: Grid, rows: Sequence[int], others: Sequence[int], columns: tuple[int, ...], words: Words
) -> bool:
    """Whether a column beside those of the periods tells months, weeks or days of them apart."""
    periods = [tuple(cell(grid, row, column).strip() for column in columns) for row in rows]
    for column in others:
        texts = [cell(grid, row, column).strip() for row in rows]
        if len(columns) == 1 and (names_parts(texts) or (any(texts) and is_named(grid, column, words.headers.part))):
            return True
        pairs = {(period, text) for period, text in zip(periods, texts, strict=True) if text}
        if is_named(grid, column, words.headers.period) and len(pairs) > len({period for period, _ in pairs}):
            return True
    return False


def _joined(grid: Grid, rows: Sequence[int], columns: tuple[int, ...]) -> list[str]:
    """Each row's period text; in several columns a blank takes the text above it."""
    if len(columns) == 1:
        return [cell(grid, row, columns[0]) for row in rows]
    above = dict.fromkeys(columns, "")
    texts = []
    for row in rows:
        own = [cell(grid, row, column).strip() for column in columns]
        for column, text in zip(columns, own, strict=True):
            above[column] = text or above[column]
        part = next((text for text in own if not looks_like_year(text)), "")
        texts.append(" ".join(above[column] for column in columns) if part else "")
    return texts


def _holds_figures(grid: Grid, rows: Sequence[int], column: int, periods: int) -> bool:
    """Whether a column has at least as many plain numbers as periods: a figure such as 1995 is no year."""
    return periods <= sum(
        has_bare_number(grid, row, column, ()) and not maybe_period(cell(grid, row, column)) for row in rows
    )


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
    if is_named(grid, column, words.headers.period):
        return True
    if column > period and not is_named(grid, column, words.headers.number):
        return False
    texts = [cell(grid, row, column).strip().rstrip(".") for row in rows]
    if column < period and len(texts) > 2 and len(set(texts)) == 1 and texts[0].isdigit():
        return True  # the number of the table or of the place, which stands before each period
    counts = len(texts) > 2 and all(text.isdigit() and len(text) < 7 for text in texts)
    return counts and [int(text) for text in texts] in (list(range(1, len(texts) + 1)), list(range(len(texts))))


def _rising(texts: Iterable[str]) -> bool:
    """Whether years go one way, or come again and again in one order, as they do in a column of years."""
    years = [int(text) for text in texts]
    ups = sum(after >= before for before, after in pairwise(years))
    downs = sum(after <= before for before, after in pairwise(years))
    return len(years) < 2 or max(ups, downs) >= 0.6 * (len(years) - 1)
