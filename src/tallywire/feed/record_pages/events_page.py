"""The pages of dated events: the list by class, and one page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec

from tallywire.brief import Brief, Leaf
from tallywire.feed.dates import day_words, moment_words, period_words, stamp
from tallywire.feed.issue import Issue
from tallywire.feed.names import way_up, web_address
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.paths import (
    EVENTS_PATH,
    STYLE_PATH,
    event_path,
    series_page_path,
    source_page_path,
)
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.told import telling
from tallywire.feed.record_pages.words import published_words, reach_words, unit_words
from tallywire.series import Event
from tallywire.statement import Coincidence, Comparison, EventClass

MOST_COUNTS = 60


class Listed(msgspec.Struct, frozen=True):
    """An event in a list. told: how many briefs set a change beside it."""

    name: str
    href: str
    when: str
    stamp: str
    citation: str
    citation_href: str
    told: int


class Count(msgspec.Struct, frozen=True):
    period: str
    figure: str
    href: str


class Beside:
    """Which briefs set a change beside which event, or compare one with a class of events."""

    def __init__(self, briefs: Sequence[Brief]) -> None:
        self._events: dict[str, list[Brief]] = {}
        self._kinds: dict[str, list[Brief]] = {}
        for brief in briefs:
            for name, kind in dict.fromkeys(_mentions(brief)):
                (self._events if name else self._kinds).setdefault(name or kind, []).append(brief)

    def of(self, event: Event) -> tuple[Brief, ...]:
        """In the order of the briefs given, first those about this very event."""
        own = self._events.get(event.id, [])
        kind = self._kinds.get(event.kind, [])
        return tuple({brief.id: brief for brief in (*own, *kind)}.values())


def _mentions(brief: Brief) -> Iterator[tuple[str, str]]:
    """Event id and "", or "" and a class."""
    for proof in brief.proofs:
        match proof.statement:
            case Coincidence(event=event):
                yield (event.id, "") if event.id else ("", event.kind)
            case Comparison(right=EventClass(event_kind=kind)):
                yield "", kind
            case _:
                continue


def event_leaves(issue: Issue, register: Register) -> Iterator[Leaf]:
    """The list, and a page for each event."""
    beside = Beside(issue.briefs)
    events = issue.edition.events
    told = {event.id: beside.of(event) for event in events}
    classes = _classes(events, told)
    yield Leaf(EVENTS_PATH, issue.key(EVENTS_PATH, classes), partial(events_page, issue, classes))
    for event in events:
        path = event_path(event.id)
        held = register.series.get(event.series)
        digests = "".join(issue.digests[brief.id] for brief in told[event.id])
        about = register.sources[event.about].name if event.about in register.sources else ""
        key = issue.key(path, event, held, about, digests, register.cell(event.release, event.cell))
        yield Leaf(path, key, partial(event_page, issue, register, event, told[event.id]))


def events_page(issue: Issue, classes: Mapping[str, Sequence[Listed]]) -> bytes:
    page = Page(
        path=EVENTS_PATH,
        title=f"Events · {issue.edition.title}",
        description="Dated events that changes in the figures are set beside, with where each is reported.",
        styles=(STYLE_PATH,),
    )
    return write(page, "events.html", issue.edition, {"classes": classes})


def event_page(issue: Issue, register: Register, event: Event, told: tuple[Brief, ...]) -> bytes:
    """When it was, who reports it, the archived cell that says so, its own counts, and what was told beside it."""
    path = event_path(event.id)
    root = way_up(path)
    name = event.name[:1].upper() + event.name[1:]
    held = register.series.get(event.series)
    cell = register.cell(event.release, event.cell)
    page = Page(
        path=path,
        title=f"{name} · {issue.edition.title}",
        description=f"{name}, {when_words(event)}: its source, and the changes that were set beside it.",
        styles=(STYLE_PATH,),
    )
    return write(
        page,
        "event.html",
        issue.edition,
        {
            "name": name,
            "kind": event.kind.replace("-", " ").replace("_", " "),
            "list_href": f"{root}{EVENTS_PATH}",
            "when": when_words(event),
            "began_stamp": event.began.start.isoformat(),
            "ongoing": event.ended is None,
            "citation": event.citation,
            "citation_href": web_address(event.citation),
            "concerns": register.sources[event.about].name if event.about in register.sources else "",
            "concerns_href": root + source_page_path(event.about) if event.about in register.sources else "",
            "literal": event.literal,
            "cell_href": root + cell if cell else "",
            "row": event.cell.row,
            "column": event.cell.column,
            "known": moment_words(event.known_at),
            "known_stamp": stamp(event.known_at),
            "published": moment_words(event.published_at) if event.published_at else "",
            "counts": _counts(register, event, root=root),
            "counts_title": held.series.title if held is not None else "",
            "counts_href": root + series_page_path(event.series) if held is not None else "",
            "counts_unit": unit_words(held.series) if held is not None else "",
            "counts_reach": reach_words(held.series, held.coverage) if held is not None else "",
            "told": telling(told, root=root),
        },
    )


def when_words(event: Event) -> str:
    if event.ended is None:
        return period_words(event.began)
    if event.ended == event.began:
        return period_words(event.began)
    return f"{period_words(event.began)} to {day_words(event.ended.last_day)}"


def _classes(events: Sequence[Event], told: Mapping[str, tuple[Brief, ...]]) -> dict[str, tuple[Listed, ...]]:
    """By class in the order of their names; the latest event first in each."""
    root = way_up(EVENTS_PATH)
    found: dict[str, list[Listed]] = {}
    for event in sorted(events, key=lambda event: (event.began.start, event.id), reverse=True):
        found.setdefault(event.kind.replace("-", " ").replace("_", " "), []).append(
            Listed(
                event.name,
                root + event_path(event.id),
                when_words(event),
                event.began.start.isoformat(),
                event.citation,
                web_address(event.citation),
                len(told[event.id]),
            )
        )
    return {kind: tuple(found[kind]) for kind in sorted(found)}


def _counts(register: Register, event: Event, *, root: str) -> tuple[Count, ...]:
    """The latest 60 counts of the event's own series, newest first."""
    held = register.series.get(event.series)
    if held is None:
        return ()
    cells = ((each, register.cell(each.release, each.cell)) for each in held.observations[::-1][:MOST_COUNTS])
    return tuple(
        Count(period_words(each.period), published_words(each), root + cell if cell else "") for each, cell in cells
    )
