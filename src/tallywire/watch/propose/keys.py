"""The rows that belong together in a long table: which columns tell its series apart, and which holds the figures."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.series import Period
from tallywire.watch.grid import Grid
from tallywire.watch.propose.shape import Shape, cell
from tallywire.watch.propose.words import Words

_FEW = 10
MAX_LABELS = 30
"""Columns that may tell series apart, and columns of figures, that are looked at."""
MAX_SERIES = 300
"""Series of one source that are proposed; of more, the first."""


class Keys(msgspec.Struct, frozen=True):
    """The columns that tell series apart, and the values of each series in them.

    value: the column of figures; others: further columns that look like such; only: whether the name of `value`
    says that the figures are in it.
    unique: whether no series has two figures for one period.
    all: how many series there are in the table, for one column of figures.
    """

    columns: tuple[int, ...]
    series: tuple[tuple[str, ...], ...]
    value: int
    others: tuple[int, ...]
    only: bool
    unique: bool
    all: int


def keys_of(grid: Grid, shape: Shape, periods: Sequence[Period | None], words: Words) -> Keys | None:
    """The keys of a table in which periods come again; None for one in which each stands once.

    `periods` are those of the shape's rows.
    """
    rows = [row for row, period in zip(shape.rows, periods, strict=True) if period is not None]
    when = [period for period in periods if period is not None]
    if len(set(when)) == len(when):
        return None
    width = max((len(grid.rows[row]) for row in rows), default=0)
    skipped = {*shape.period, *_marks(shape, words)}
    texts = {
        column: [_plain(cell(grid, row, column)) for row in rows] for column in range(width) if column not in skipped
    }
    varying = [column for column, values in texts.items() if len(set(values)) > 1]
    labels = [column for column in varying if column not in shape.values][:MAX_LABELS]
    figures = [column for column in shape.values if column in varying][:MAX_LABELS]
    codes = [column for column in figures if labels and _constant(texts, labels, column, when)]
    figures = [column for column in figures if column not in codes] or list(shape.values)
    value = _value(shape, figures, words)
    labels = [column for column in varying if column in labels or column in codes]
    labels = [column for column in labels if column != value]
    unique = _unique(texts, labels, when)
    if not unique:
        labels = [column for column in labels if len(set(texts[column])) < len(when)]
    for column in reversed(list(labels)):
        # What is not needed to tell series apart is a label of another column, or a remark.
        fewer = [each for each in labels if each != column]
        if _unique(texts, fewer, when):
            labels = fewer
    keys = list(dict.fromkeys(zip(*(texts[column] for column in labels), strict=True))) if labels else []
    if len(keys) > max(_FEW, len(when) // 2):
        labels, keys, unique = [], [], False  # a column that names each row is no name of a series
    others = tuple(column for column in figures if column != value)
    only = shape.names[value].casefold().strip() in words.headers.bare if value < len(shape.names) else False
    return Keys(tuple(labels), tuple(keys[:MAX_SERIES]), value, others, only, unique, len(keys))


def rows_by_key(grid: Grid, shape: Shape, columns: Sequence[int]) -> dict[tuple[str, ...], list[int]]:
    """The rows of a shape by what stands in these columns."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for row in shape.rows:
        rows.setdefault(tuple(_plain(cell(grid, row, column)) for column in columns), []).append(row)
    return rows


def _marks(shape: Shape, words: Words) -> set[int]:
    """Columns whose names say that they stand beside figures."""
    known = words.headers.status | words.headers.published | words.headers.decimals | words.headers.multiplier
    return {column for column, name in enumerate(shape.names) if name.casefold().strip() in known}


def _constant(texts: dict[int, list[str]], labels: list[int], column: int, when: Sequence[Period]) -> bool:
    """Whether a column of numbers says the same for all periods of a series, as a code does and a figure does not."""
    seen: dict[tuple[str, ...], str] = {}
    again = 0
    for number in range(len(when)):
        key = tuple(texts[label][number] for label in labels)
        before = seen.setdefault(key, texts[column][number])
        if before != texts[column][number]:
            return False
        again += before is not None
    return again > len(seen)


def _value(shape: Shape, figures: Sequence[int], words: Words) -> int:
    named = [
        (words.headers.value.index(name), column)
        for column in figures
        if column < len(shape.names) and (name := shape.names[column].casefold().strip()) in words.headers.value
    ]
    return min(named)[1] if named else figures[0]


def _unique(texts: dict[int, list[str]], labels: Sequence[int], when: Sequence[Period]) -> bool:
    keys = zip(*(texts[column] for column in labels), when, strict=True)
    return len(set(keys)) == len(when)


def _plain(text: str) -> str:
    return " ".join(text.split())
