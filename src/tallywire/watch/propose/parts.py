"""Tables of years against months, quarters or half-years: a row per year, or a column per year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tallywire.errors import TableError
from tallywire.series import Granularity, Period
from tallywire.watch.dates import Dates, read_period
from tallywire.watch.grid import Grid
from tallywire.watch.propose.head import names_of
from tallywire.watch.propose.months import in_english
from tallywire.watch.propose.shape import HEADER_ROWS, MAX_COLUMNS, MAX_ROWS, Shape, cell, figure_at
from tallywire.watch.propose.when import YEARS, unmarked
from tallywire.watch.propose.words import known_words
from tallywire.watch.propose.written import written
from tallywire.watch.worded import begins_like_a_period

LABELS = 6
"""Columns at the left in which years or parts of years stand."""
_LONGEST = 48
_DIGITS = 5
"""Those of a year, and of a note beside it."""
_PARTS: tuple[Granularity, ...] = ("month", "quarter", "half")


def part_of_year(name: str) -> Granularity | None:
    """What part of a year a name without a year is: a month, a quarter or a half-year."""
    found = _read(f"2000 {name}") if name.strip() else None
    return (
        found.granularity if found is not None and found.granularity in _PARTS and found.start.year == 2000 else None
    )


def lies_in_year(name: str) -> bool:
    """Whether a name without a year is a part of one, or several months of it, such as January-September."""
    found = _read(f"2000 {name}") if name.strip() else None
    return (
        found is not None and (found.granularity == "span" or found.granularity in _PARTS) and found.end.year <= 2001
    )


def is_year(text: str) -> bool:
    """Whether a text is a year and no more, in words or not."""
    if not 4 <= sum(letter.isdigit() for letter in text[:_LONGEST]) <= _DIGITS:
        return False
    found = _read(text)
    return found is not None and found.granularity == "year" and found.start.year in YEARS


def names_parts(texts: Iterable[str]) -> bool:
    """Whether a part of a year is among these names."""
    return any(part_of_year(text) is not None for text in texts)


def names_more(grid: Grid, rows: Iterable[int], columns: Sequence[int]) -> bool:
    """Whether rows below a header say more of what its columns are: parts of the year, other periods, men and women.

    A word for no figure says nothing of the kind, nor does a unit, known or the same for several columns.
    """
    words = known_words()
    for row in rows:
        texts = [text for column in columns if (text := cell(grid, row, column).strip()) and not written(text)]
        said = {text for text in texts if text.casefold() not in words.cells.missing and not words.is_unit(text)}
        if len(said) > 1 or (said and len(texts) == 1):
            return True
        left = (cell(grid, row, column) for column in range(max(columns) + 1))
        if any("=" not in text and begins_like_a_period(in_english(text)) for text in left):
            return True
    return False


def by_year(grid: Grid) -> list[Shape]:
    """The shapes with a row per year and a column per month, quarter or half-year."""
    shapes = []
    for row in range(min(len(grid.rows) - 1, HEADER_ROWS)):
        parts = [
            column
            for column in range(min(len(grid.rows[row]), MAX_COLUMNS))
            if part_of_year(cell(grid, row, column)) is not None
        ]
        if not parts:
            continue
        for year in range(min(min(parts), LABELS)):
            rows = [row for row in _rows(grid, row + 1, year, parts) if is_year(cell(grid, row, year))]
            shapes += _shape(grid, row, year, parts, rows, [cell(grid, each, year) for each in rows])
    return shapes


def by_part(grid: Grid) -> list[Shape]:
    """The shapes with a column per year and a row per month, quarter or half-year."""
    shapes = []
    for row in range(min(len(grid.rows) - 1, HEADER_ROWS)):
        names = names_of(grid, row, 1, spread=False)[:MAX_COLUMNS]
        years = [column for column, name in enumerate(names) if is_year(name)]
        if len({names[column] for column in years}) < len(years):
            continue
        for part in range(min(min(years, default=0), LABELS)):
            rows = _rows(grid, row + 1, part, years)
            sizes = [part_of_year(cell(grid, each, part)) for each in rows]
            wanted = next((size for size in _PARTS if size in sizes), None)
            rows = [each for each, size in zip(rows, sizes, strict=True) if size is not None and size == wanted]
            shapes += _shape(grid, row, part, years, rows, [cell(grid, each, part).casefold() for each in rows])
    return shapes


def _rows(grid: Grid, first: int, label: int, columns: list[int]) -> list[int]:
    return [
        row
        for row in range(first, min(len(grid.rows), MAX_ROWS))
        if cell(grid, row, label).strip() and any(figure_at(grid, row, column, (label,)) for column in columns)
    ]


def _shape(grid: Grid, head: int, label: int, columns: list[int], rows: list[int], labels: list[str]) -> list[Shape]:
    """The shape with these rows below a header, or none."""
    above = cell(grid, head, label)
    if not rows or len(set(labels)) < len(labels) or is_year(above) or part_of_year(above) is not None:
        return []  # one label twice is of several regions; what has a label itself is no header
    if names_more(grid, range(head + 1, rows[0]), columns):
        return []
    figures = sum(figure_at(grid, row, column, (label,)) is not None for row in rows for column in columns)
    names = names_of(grid, head, 1, spread=False)
    return [Shape("calendar", head, 1, (label,), tuple(columns), tuple(rows), figures, names)]


@lru_cache(maxsize=50_000)
def _read(text: str) -> Period | None:
    if len(text) > _LONGEST:
        return None
    try:
        return read_period(in_english(unmarked(text)), Dates())
    except TableError:
        return None
