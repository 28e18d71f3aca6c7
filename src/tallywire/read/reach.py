"""How far back an extreme is said to reach: since when, of how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tallywire.language import Pack
from tallywire.read.chunks import Chunk
from tallywire.read.when import resolve
from tallywire.series import Length, Period, add_months


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """since and vague as in Extreme; counts: of how many; ever: since nothing in particular; end: chunk after."""

    since: Period | None = None
    vague: bool = False
    counts: int | None = None
    ever: bool = False
    windows: bool = False
    end: int


def reach(pack: Pack, row: Sequence[Chunk], i: int, anchor: date) -> Reach | None:
    """The reach that begins at chunk `i`, counted back from `anchor`; None where none is given or readable."""
    try:
        return _reach(pack, row, i, anchor)
    except (ValueError, OverflowError):
        # before the first day of the calendar
        return None


def _reach(pack: Pack, row: Sequence[Chunk], i: int, anchor: date) -> Reach | None:
    if i >= len(row):
        return None
    tags = row[i].tags
    if "ever" in tags:
        return Reach(ever=True, end=i + 1)
    if "recent" in tags:
        return _recent(pack, anchor, i + 1)
    if "of" in tags:
        return _of_counts(row, i + 1, anchor)
    if "since" in tags:
        return _since(row, i + 1, anchor)
    span = row[i + 1].length if i + 1 < len(row) else None
    if "in" in tags and span is not None:
        return _years(pack, span.length, span.cue, anchor, i + 2)
    return None


def _recent(pack: Pack, anchor: date, end: int) -> Reach:
    vague = pack.dates.vague
    first, last = add_months(anchor, -12 * vague.from_years), add_months(anchor, -12 * vague.to_years)
    return Reach(since=Period.span(first, last), vague=True, end=end)


def _since(row: Sequence[Chunk], i: int, anchor: date) -> Reach | None:
    if i < len(row) and "at" in row[i].tags:
        return None
    when = row[i].when if i < len(row) else None
    if when is not None:
        since = resolve(when, anchor)
        if since is not None and since.start < anchor:
            return Reach(since=since, end=i + 1)
    return None


def _of_counts(row: Sequence[Chunk], i: int, anchor: date) -> Reach | None:
    """of [the] 16 counts [held] [since July 2001]"""
    if i < len(row) and "articles" in row[i].tags:
        i += 1
    number = row[i].quantity if i + 1 < len(row) else None
    if number is None:
        return None
    windows = "windows" in row[i + 1].tags
    if not (row[i + 1].tags & {"counts", "windows"}) or number.cue or number.value != int(number.value):
        return None
    if number.value < 1:
        return None
    j = i + 2
    if j < len(row) and "held" in row[j].tags:
        j += 1
    since = None
    if j < len(row) and "since" in row[j].tags:
        found = _since(row, j + 1, anchor)
        if found is None:
            return None
        since, j = found.since, found.end
    return Reach(since=since, counts=int(number.value), windows=windows, end=j)


def _years(pack: Pack, length: Length, cue: str, anchor: date, end: int) -> Reach | None:
    """in 30 years; in more than a decade; in nearly 30 years."""
    back = length.before(anchor)
    known = pack.approximation(cue) if cue else None
    name = "" if known is None else known.name
    if name in {"about", "almost"}:
        later = Length(days=max(1, int(length.approximate_days * 9 / 10))).before(anchor)
        earlier = back if name == "almost" else Length(days=int(length.approximate_days * 11 / 10)).before(anchor)
        return Reach(since=Period.span(earlier, later), vague=True, end=end) if earlier < later else None
    if name == "under":
        return None
    since = Period.day(back) if length.days else Period.month(back.year, back.month)
    return Reach(since=since, end=end)
