"""The contents of the site: topics, places, sources, series and months; and the briefs of each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from tallywire.brief import Brief, Leaf
from tallywire.feed.dates import day_line, period_words, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import way_up
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.paths import (
    BROWSE_PATH,
    EVENTS_PATH,
    LEDGER_PATH,
    STYLE_PATH,
    month_path,
)
from tallywire.feed.record_pages.told import Told, listed_briefs
from tallywire.feed.stream import StreamKind
from tallywire.series import Period

MOST_LISTED = 2000
"""Series listed by name; more are found through their sources."""


class Name(msgspec.Struct, frozen=True):
    """count: of briefs told. note: tells it from another of the same title."""

    title: str
    href: str
    count: int
    note: str = ""


class Year(msgspec.Struct, frozen=True):
    year: int
    months: tuple[Name, ...]


class Browsing(msgspec.Struct, frozen=True):
    """Everything by name. series_more: how many are left out."""

    topics: tuple[Name, ...]
    places: tuple[Name, ...]
    sources: tuple[Name, ...]
    series: tuple[Name, ...]
    series_more: int
    years: tuple[Year, ...]
    events: str
    ledger: str


class Day(msgspec.Struct, frozen=True):
    line: str
    date: str
    briefs: tuple[Told, ...]


def browse_leaves(issue: Issue) -> Iterator[Leaf]:
    names = browsing(issue, root="")
    yield Leaf(BROWSE_PATH, issue.key(BROWSE_PATH, names), partial(browse_page, issue))
    for (year, month), briefs in _months(issue.briefs).items():
        path = month_path(year, month)
        key = issue.key(path, "".join(issue.digests[brief.id] for brief in briefs))
        yield Leaf(path, key, partial(month_page, issue, year, month, briefs))


def browse_page(issue: Issue) -> bytes:
    page = Page(
        path=BROWSE_PATH,
        title=f"The record · {issue.edition.title}",
        description="Everything that is watched and told here: topics, places, sources, series, months.",
        styles=(STYLE_PATH,),
    )
    return write(page, "browse.html", issue.edition, {"browsing": browsing(issue, root="")})


def month_page(issue: Issue, year: int, month: int, briefs: Sequence[Brief]) -> bytes:
    """The headlines of one month, by day."""
    path = month_path(year, month)
    root = way_up(path)
    name = period_words(Period.month(year, month))
    page = Page(
        path=path,
        title=f"{name} · {issue.edition.title}",
        description=f"What was told in {name}.",
        styles=(STYLE_PATH,),
    )
    days: dict[str, list[Brief]] = {}
    for brief in briefs:
        days.setdefault(utc(brief.published).date().isoformat(), []).append(brief)
    shown = tuple(
        Day(day_line(utc(own[0].published).date()), day, tuple(listed_briefs(own, root=root)))
        for day, own in days.items()
    )
    return write(page, "month.html", issue.edition, {"name": name, "days": shown, "browse_href": root + BROWSE_PATH})


def browsing(issue: Issue, *, root: str) -> Browsing:
    titles = Counter((stream.kind, stream.title) for stream in issue.streams)
    names: dict[StreamKind, list[Name]] = {}
    for stream in issue.streams:
        note = stream.id if titles[stream.kind, stream.title] > 1 else ""
        names.setdefault(stream.kind, []).append(Name(stream.title, root + stream.page, len(stream.briefs), note))
    series = names.get("series", [])
    years: dict[int, list[Name]] = {}
    for (year, month), briefs in _months(issue.briefs).items():
        title = period_words(Period.month(year, month)).rpartition(" ")[0]
        years.setdefault(year, []).append(Name(title, root + month_path(year, month), len(briefs)))
    return Browsing(
        topics=tuple(names.get("topic", ())),
        places=tuple(names.get("place", ())),
        sources=tuple(names.get("source", ())),
        series=tuple(series[:MOST_LISTED]),
        series_more=max(len(series) - MOST_LISTED, 0),
        years=tuple(Year(year, tuple(months[::-1])) for year, months in sorted(years.items(), reverse=True)),
        events=root + EVENTS_PATH if issue.edition.events else "",
        ledger=root + LEDGER_PATH if issue.edition.ledger else "",
    )


def _months(briefs: Sequence[Brief]) -> dict[tuple[int, int], list[Brief]]:
    """Briefs by the month of their publication (UTC), newest first."""
    found: dict[tuple[int, int], list[Brief]] = {}
    for brief in briefs:
        moment = utc(brief.published)
        found.setdefault((moment.year, moment.month), []).append(brief)
    return found
