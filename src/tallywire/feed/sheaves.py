"""Long lists on pages: the newest page is open-ended, older ones are counted from the oldest and stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

PER_PAGE = 400


class Sheaf(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list. number: None for the newest. older: None on the oldest; newer: None for the newest."""

    number: int | None
    items: tuple[T, ...]
    older: int | None
    newer: int | None


class Turn(msgspec.Struct, frozen=True):
    """Links to the pages before and after; "" where there is none."""

    newer: str
    older: str


def sheaves(items: Sequence[T], *, per_page: int = PER_PAGE) -> tuple[Sheaf[T], ...]:
    """`items`, newest first, on pages of `per_page`; the newest has up to twice as many less one."""
    full = max(len(items) // per_page - 1, 0)
    first = len(items) - full * per_page
    pages = [Sheaf(None, tuple(items[:first]), full or None, None)]
    for number in range(full, 0, -1):
        start = first + (full - number) * per_page
        newer = number + 1 if number < full else None
        pages.append(Sheaf(number, tuple(items[start : start + per_page]), number - 1 or None, newer))
    return tuple(pages)


def turn(sheaf: Sheaf[T], path: Callable[[int | None], str], *, root: str) -> Turn:
    return Turn(
        newer="" if sheaf.number is None else root + path(sheaf.newer),
        older="" if sheaf.older is None else root + path(sheaf.older),
    )
