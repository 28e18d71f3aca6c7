"""Which columns of a table hold figures that become series."""

from __future__ import annotations

from collections.abc import Sequence

from tallywire.errors import UsageError
from tallywire.watch.propose.keys import Keys
from tallywire.watch.propose.question import Doubt
from tallywire.watch.propose.shape import Shape
from tallywire.watch.propose.wanted import header_of
from tallywire.watch.propose.words import Words

MAX_ENTRIES = 300
_SHOWN = 6
"""Names of columns that one line tells."""


def values_of(shape: Shape, keys: Keys | None, chosen: str, words: Words) -> tuple[int, ...]:
    """The columns of figures that become series; raises UsageError for one that was chosen and is none."""
    if keys is None or not keys.columns:
        if chosen:
            what = f"value={chosen[:60]!r}: each column of figures is a series here"
            raise UsageError(what, hint="Leave out with --drop those that are not wanted")
        marks = words.headers.decimals | words.headers.multiplier | words.headers.number
        left = [column for column in shape.values if header_of(shape, column).casefold() not in marks]
        return tuple(left) or shape.values
    if chosen:
        named = [column for column in shape.values if chosen in {header_of(shape, column), str(column)}]
        if not named:
            what = f"value={chosen[:60]!r} is no column of figures"
            raise UsageError(what, hint=f"There are: {_named(shape, shape.values)}")
        return (named[0],)
    if keys.only:
        return (keys.value,)
    every = sorted((keys.value, *keys.others))
    return tuple(every[: max(1, MAX_ENTRIES // max(1, len(keys.series)))])


def values_doubts(shape: Shape, keys: Keys, values: tuple[int, ...]) -> list[Doubt]:
    """What could be otherwise in a long table whose figures are taken from the columns `values`."""
    doubts = []
    left = [column for column in (keys.value, *keys.others) if column not in values]
    if left:
        what = (
            f"{_named(shape, left)} may hold figures too: --answer value=NAME takes another column, and a series in "
            "the file can have a column of its own"
        )
        doubts.append(Doubt("table.value", what))
    elif len(values) > 1:
        what = f"figures are taken from {_named(shape, values)}; --answer value=NAME takes one column only"
        doubts.append(Doubt("table.value", what))
    if not keys.unique:
        doubts.append(
            Doubt("table", "some periods stand more than once in one series; the last counts, and each is told")
        )
    if keys.all > len(keys.series):
        doubts.append(
            Doubt("series", f"{keys.all} series are in the table; the first {len(keys.series)} are proposed")
        )
    return doubts


def _named(shape: Shape, columns: Sequence[int]) -> str:
    named = ", ".join(repr(header_of(shape, column)) for column in columns[:_SHOWN])
    return named + (f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else "")
