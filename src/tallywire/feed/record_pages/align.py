"""Rows and columns of two versions of a table, set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Row = tuple[str, ...]
Pair = tuple[int | None, int | None]
"""Places of the same row or column before and after; None where it is not there."""

MAX_KEY = 12
REPEATED = 0.05
FEW = 3
"""Rows whose key another row has too: this share of them, or this many, tell a table's rows apart well enough."""

HEADER_AMONG = 5
ALIKE = 0.5
MAX_DIFFED = 300
"""Columns beyond this are set against each other by place."""


def columns(before: Sequence[Row], after: Sequence[Row]) -> tuple[Pair, ...]:
    """Columns by the texts of their header rows; by place where the headers share too little."""
    widths = max(map(len, before), default=0), max(map(len, after), default=0)
    old, new = header(before, widths[0]), header(after, widths[1])
    if old == new or max(widths) > MAX_DIFFED or not _alike(old, new):
        return tuple(
            (place if place < widths[0] else None, place if place < widths[1] else None)
            for place in range(max(widths))
        )
    pairs: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        elif tag == "replace" and b - a == d - c:
            pairs += zip(range(a, b), range(c, d), strict=True)  # a renamed column
        else:
            pairs += [(place, None) for place in range(a, b)]
            pairs += [(None, place) for place in range(c, d)]
    return tuple(pairs)


def rows(before: Sequence[Row], after: Sequence[Row], paired: Sequence[Pair]) -> tuple[tuple[Pair, ...], int]:
    """Rows by the texts of their first columns, in the order of `after`, and how many columns that took.

    Rows with one key are told apart by the order in which they stand. What was removed stands behind what it
    stood behind before.
    """
    shared = [(a, b) for a, b in paired if a is not None and b is not None][:MAX_KEY]
    width = _key_width(
        [[_at(row, a) for a, _ in shared] for row in before], [[_at(row, b) for _, b in shared] for row in after]
    )
    old = _keys([tuple(_at(row, a) for a, _ in shared[:width]) for row in before])
    new = _keys([tuple(_at(row, b) for _, b in shared[:width]) for row in after])
    places = {key: place for place, key in enumerate(old)}
    behind: dict[int, list[int]] = {}
    kept, last = set(new), -1
    for place, key in enumerate(old):
        if key in kept:
            last = place
        else:
            behind.setdefault(last, []).append(place)
    pairs: list[Pair] = [(place, None) for place in behind.get(-1, ())]
    for place, key in enumerate(new):
        match = places.get(key)
        pairs.append((match, place))
        if match is not None:
            pairs += [(gone, None) for gone in behind.get(match, ())]
    return tuple(pairs), width


def header(rows: Sequence[Row], width: int) -> Row:
    """Among the first rows the one with the most different texts."""
    best: Row = max(rows[:HEADER_AMONG], key=lambda row: len({text for text in row if text.strip()}), default=())
    return tuple(" ".join(text.split()) for text in best) + ("",) * (width - len(best))


def _at(row: Row, place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _alike(old: Row, new: Row) -> bool:
    shared = {text for text in old if text} & {text for text in new if text}
    return len(shared) >= ALIKE * min(len({*old} - {""}), len({*new} - {""})) > 0


def _key_width(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> int:
    """The fewest columns that tell nearly all rows of both apart; one where even all of them do not."""
    widest = max((len(row) for row in (*old, *new)), default=0)
    for width in range(1, widest + 1):
        repeated = (len(rows) - len({tuple(row[:width]) for row in rows}) for rows in (old, new))
        if all(count <= max(FEW, REPEATED * len(rows)) for count, rows in zip(repeated, (old, new), strict=True)):
            return width
    return 1


def _keys(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Each row's key with the number of rows of that key above it."""
    met: dict[Row, int] = {}
    found = []
    for key in rows:
        plain = tuple(" ".join(text.split()) for text in key)
        met[plain] = met.get(plain, -1) + 1
        found.append((plain, met[plain]))
    return found
