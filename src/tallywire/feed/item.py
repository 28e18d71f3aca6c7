"""A brief as one item of the feed page."""

from __future__ import annotations

import msgspec

from tallywire.brief import Brief
from tallywire.feed.dates import day_line, hour_words, moment_words, stamp, utc
from tallywire.feed.names import brief_path
from tallywire.feed.pieces import Piece, pieces
from tallywire.feed.spark import Spark, spark


class Tagged(msgspec.Struct, frozen=True):
    """A label: its words, and the mark the style sheet gives it."""

    words: str
    mark: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    href: str
    kicker: str
    labels: tuple[Tagged, ...]
    headline: str
    lead: tuple[Piece, ...]
    spark: Spark | None
    time: str
    stamp: str
    minutes: int
    updated: str
    updated_stamp: str
    source: str
    badge: str
    top: bool


class Day(msgspec.Struct, frozen=True):
    """The items of one day (UTC) on one page, under its date line."""

    line: str
    date: str
    items: tuple[Item, ...]


_MARKS = {
    "New record": "record",
    "Revision": "revision",
    "Returned": "returned",
    "Taken down": "takedown",
    "Exclusive": "exclusive",
    "Video": "video",
}


def labels(brief: Brief) -> tuple[Tagged, ...]:
    return tuple(Tagged(label, _MARKS.get(label, "plain")) for label in brief.labels)


def item(brief: Brief, *, root: str, top: bool) -> Item:
    return Item(
        href=root + brief_path(brief.id),
        kicker=brief.kicker,
        labels=labels(brief),
        headline=brief.headline.text,
        lead=pieces(brief.lead, brief=brief.id, root=root),
        spark=spark(brief, width=320, height=104) if top else spark(brief, width=180, height=88),
        time=hour_words(brief.published),
        stamp=stamp(brief.published),
        minutes=brief.minutes,
        updated=moment_words(brief.updated) if brief.updated else "",
        updated_stamp=stamp(brief.updated) if brief.updated else "",
        source=brief.source_name,
        badge=brief.badge,
        top=top,
    )


def days(briefs: tuple[Brief, ...], *, root: str, top: bool) -> tuple[Day, ...]:
    """Items by day, in the order given; with `top`, the first of all is the page's large one."""
    grouped: dict[str, list[Item]] = {}
    lines: dict[str, str] = {}
    for place, brief in enumerate(briefs):
        day = utc(brief.published).date()
        lines[day.isoformat()] = day_line(day)
        grouped.setdefault(day.isoformat(), []).append(item(brief, root=root, top=top and place == 0))
    return tuple(Day(lines[day], day, tuple(items)) for day, items in grouped.items())
