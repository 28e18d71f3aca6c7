"""Recognises superlatives and records: the lowest level since July 2001, a record high, the second-sharpest fall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from tallywire.language import Pack
from tallywire.read.chunks import Chunk
from tallywire.read.reach import Reach, reach
from tallywire.statement import Direction

_NOUNS = 3


class Superlative(msgspec.Struct, frozen=True, kw_only=True):
    """sense as in Extreme, None for a bare "sharpest"; direction: of the noun of movement; level: a level noun."""

    sense: Literal["high", "low"] | None
    direction: Direction | None
    level: bool
    rank: int
    reach: Reach | None
    span: tuple[int, int]
    end: int

    @property
    def of_change(self) -> bool:
        return self.direction is not None or self.sense is None


def superlative(pack: Pack, row: Sequence[Chunk], i: int, anchor: date) -> Superlative | None:
    """The superlative that begins at chunk `i`, with its noun and reach; None where there is none."""
    j = i
    while j < len(row) and row[j].tags & {"articles", "determiners"} and j - i < 2:
        j += 1
    first = row[j].start if j < len(row) else 0
    rank = 1
    if j < len(row) and row[j].lower in pack.numbers.ordinals and row[j].lower != "first":
        rank = pack.numbers.ordinals[row[j].lower]
        j += 2 if j + 1 < len(row) and row[j + 1].text in "-–" else 1
    if j >= len(row):
        return None
    tags = row[j].tags
    sense: Literal["high", "low"] | None
    record = False
    if tags & {"record-high", "record-low"}:
        sense, record = ("high" if "record-high" in tags else "low"), True
    elif "record" in tags:
        sense, record = None, True
    elif tags & {"s-high", "s-low"}:
        sense = "high" if "s-high" in tags else "low"
    else:
        return None
    sharp = "sharpest" in tags
    j += 1
    direction: Direction | None = None
    level = False
    taken = 0
    while j < len(row) and taken < _NOUNS and row[j].sort == "word":
        word = row[j]
        if word.tags & {"n-up", "n-down"}:
            direction = "up" if "n-up" in word.tags else "down"
            j += 1
            break
        if "level-noun" in word.tags:
            level = True
            j += 1
            break
        if word.tags or word.proper or record:
            break
        taken += 1
        j += 1
    if direction is not None:
        sense = "high" if direction == "up" else "low"
    elif record and sense is None:
        return None
    elif sharp and not level:
        sense = None if row[j - 1 - taken].lower in {"sharpest", "steepest", "fastest", "strongest"} else sense
    if taken and not level and direction is None:
        return None
    found = reach(pack, row, j, anchor)
    end = found.end if found is not None else j
    if found is None and record:
        found = Reach(ever=True, end=j)
    while found is not None and found.counts is None and found.ever and end < len(row) and "ever" in row[end].tags:
        end += 1
    return Superlative(
        sense=sense,
        direction=direction,
        level=level,
        rank=rank,
        reach=found,
        span=(first, row[end - 1].end),
        end=end,
    )
