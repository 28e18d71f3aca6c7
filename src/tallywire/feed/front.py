"""The feed pages, newest first, and the same for one topic or place; "Show more" is the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from tallywire.brief import Brief, Leaf
from tallywire.feed.column import Column, column
from tallywire.feed.dates import moment_words, stamp
from tallywire.feed.issue import Issue
from tallywire.feed.item import days
from tallywire.feed.names import front_path, place_path, topic_path, way_up
from tallywire.feed.page import Page, write
from tallywire.feed.sheaves import Sheaf, sheaves, turn

PER_PAGE = 20


class Run(msgspec.Struct, frozen=True):
    """Briefs newest first, under a name ("" for the whole feed), on pages at `path`."""

    name: str
    briefs: tuple[Brief, ...]
    path: Callable[[int | None], str]
    feeds: str


def front(issue: Issue) -> Iterator[Leaf]:
    """`index.html`, then `page/9.html` and so on down to `page/1.html`; one page even where there is nothing yet."""
    yield from _leaves(issue, Run("", issue.briefs, front_path, "feed"))


def stream_pages(issue: Issue) -> Iterator[Leaf]:
    """The pages of each topic and place; a source and a series have pages of their own."""
    for stream in issue.streams:
        if stream.kind == "topic":
            yield from _leaves(issue, Run(stream.title, stream.briefs, partial(topic_path, stream.id), stream.path))
        elif stream.kind == "place":
            yield from _leaves(issue, Run(stream.title, stream.briefs, partial(place_path, stream.id), stream.path))


def _leaves(issue: Issue, run: Run) -> Iterator[Leaf]:
    for sheaf in sheaves(run.briefs, per_page=PER_PAGE):
        path = run.path(sheaf.number)
        shown = "".join(issue.digests[brief.id] for brief in sheaf.items)
        beside = column(issue, root=way_up(path)) if sheaf.number is None else None
        turns = (sheaf.number, sheaf.older, sheaf.newer)
        stamps = (issue.edition.head, stamp(issue.edition.generated)) if sheaf.number is None and not run.name else ()
        key = issue.key(path, shown, turns, beside, stamps)
        yield Leaf(path, key, partial(_page, issue, run, sheaf, path, beside))


def _page(issue: Issue, run: Run, sheaf: Sheaf[Brief], path: str, beside: Column | None) -> bytes:
    edition = issue.edition
    root = way_up(path)
    title = run.name or edition.title
    if sheaf.number is not None:
        title = f"{title}, page {sheaf.number}"
    name = f"{run.name}: what is new and unusual in official statistics." if run.name else edition.about
    page = Page(
        path=path,
        title=f"{title} · {edition.title}" if run.name else title,
        description=name if sheaf.number is None else f"Page {sheaf.number}, counted from the oldest. {name}",
        feeds=(run.feeds, run.name or edition.title),
    )
    return write(
        page,
        "front.html",
        edition,
        {
            "name": run.name,
            "number": sheaf.number,
            "days": days(sheaf.items, root=root, top=sheaf.number is None),
            "column": beside,
            "feeds": run.feeds,
            "turn": turn(sheaf, run.path, root=root),
            "head": edition.head,
            "entries": f"{edition.entries:,}",
            "generated": moment_words(edition.generated),
            "generated_stamp": stamp(edition.generated),
        },
    )
