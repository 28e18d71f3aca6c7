"""Briefs as the pages of the record list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tallywire.brief import Brief
from tallywire.feed.dates import short_day, stamp, utc
from tallywire.feed.item import Tagged, labels
from tallywire.feed.names import brief_path

MOST = 200
SHOWN = 12
"""Briefs listed at once; those before them are folded away."""


class Told(msgspec.Struct, frozen=True):
    href: str
    headline: str
    labels: tuple[Tagged, ...]
    date: str
    stamp: str


class Telling(msgspec.Struct, frozen=True):
    """more: how many older ones the page does not list."""

    shown: tuple[Told, ...] = ()
    folded: tuple[Told, ...] = ()
    more: int = 0


def telling(briefs: Sequence[Brief], *, root: str) -> Telling:
    """Newest first, as given."""
    listed = tuple(listed_briefs(briefs[:MOST], root=root))
    return Telling(listed[:SHOWN], listed[SHOWN:], max(len(briefs) - MOST, 0))


def listed_briefs(briefs: Iterable[Brief], *, root: str) -> Iterable[Told]:
    for brief in briefs:
        yield Told(
            root + brief_path(brief.id),
            brief.headline.text,
            labels(brief),
            short_day(utc(brief.published).date()),
            stamp(brief.published),
        )
