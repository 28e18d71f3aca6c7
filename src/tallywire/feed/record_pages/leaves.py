"""All pages and files about the record: series, sources, releases, comparisons, events, ledger, search, contents."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.brief import Leaf
from tallywire.feed.issue import Issue
from tallywire.feed.record_pages.browse_page import browse_leaves
from tallywire.feed.record_pages.compare_page import compare_leaves
from tallywire.feed.record_pages.events_page import event_leaves
from tallywire.feed.record_pages.ledger_page import ledger_leaves
from tallywire.feed.record_pages.paths import STYLE_PATH
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.release_page import release_leaves
from tallywire.feed.record_pages.search_page import search_leaves
from tallywire.feed.record_pages.series_page import series_leaves
from tallywire.feed.record_pages.source_page import source_leaves
from tallywire.feed.render import asset


def record_leaves(issue: Issue) -> Iterator[Leaf]:
    """Raises ValueError where two of them would lie at one path."""
    taken: set[str] = set()
    for leaf in _leaves(issue):
        if leaf.path in taken:
            raise ValueError(f"two pages would be written to {leaf.path}")
        taken.add(leaf.path)
        yield leaf


def _leaves(issue: Issue) -> Iterator[Leaf]:
    register = Register(issue.edition)
    for stream in issue.streams:
        if stream.kind == "series":
            yield from series_leaves(issue, register, stream)
        elif stream.kind == "source":
            yield from source_leaves(issue, register, stream)
    for sheet in issue.edition.sources:
        yield from release_leaves(issue, register, sheet)
        yield from compare_leaves(issue, register, sheet)
    yield from event_leaves(issue, register)
    yield from ledger_leaves(issue, register)
    yield from search_leaves(issue, register)
    yield from browse_leaves(issue)
    yield Leaf(STYLE_PATH, issue.key(STYLE_PATH), _style)


def _style() -> bytes:
    return asset(STYLE_PATH).encode("utf-8")
