"""Search without a server: a page, a script, and an index that the script reads; it works from a folder of files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib import resources

import msgspec

from tallywire.brief import Brief, Leaf
from tallywire.feed.dates import utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import brief_path
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.browse_page import browsing
from tallywire.feed.record_pages.paths import (
    SEARCH_PATH,
    SEARCH_SCRIPTS,
    STYLE_PATH,
    event_path,
    series_page_path,
    source_page_path,
)
from tallywire.feed.record_pages.register import Register
from tallywire.feed.render import clean

MAX_TEXT = 240
MOST_SERIES = 5
"""Titles of the series of one brief that it is found by."""

Found = tuple[str, str, str, str, str, str]
"""Kind, path, title, line below it, date, further words that find it."""


def search_leaves(issue: Issue, register: Register) -> Iterator[Leaf]:
    names = browsing(issue, root="")
    yield Leaf(SEARCH_PATH, issue.key(SEARCH_PATH, names), partial(search_page, issue))
    vendored, index, script = SEARCH_SCRIPTS
    yield Leaf(vendored, issue.key(vendored), partial(packaged, "vendor", vendored))
    yield Leaf(script, issue.key(script), partial(packaged, "static", script))
    titles = [(id, sheet.series.title, sheet.series.names) for id, sheet in register.series.items()]
    sources = [(sheet.id, sheet.name, sheet.place) for sheet in issue.edition.sources]
    digests = "".join(issue.digests[brief.id] for brief in issue.briefs)
    key = issue.key(index, digests, titles, sources, issue.edition.events)
    yield Leaf(index, key, partial(search_index, issue, register))


def search_page(issue: Issue) -> bytes:
    page = Page(
        path=SEARCH_PATH,
        title=f"Search · {issue.edition.title}",
        description="Find briefs, series, sources and events by their words.",
        styles=(STYLE_PATH,),
        scripts=SEARCH_SCRIPTS,
        form=True,
    )
    return write(page, "search.html", issue.edition, {"browsing": browsing(issue, root="")})


def search_index(issue: Issue, register: Register) -> bytes:
    """A script that assigns the index, for a page opened from a folder may run one and may not fetch."""
    found = [*_briefs(issue.briefs, register), *_record(issue, register)]
    text = clean(msgspec.json.encode([[clean(part) for part in each] for each in found]).decode("utf-8"))
    # Two line separators are plain text in JSON and were line ends in older JavaScript.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"self.tallywireIndex={text};\n".encode()


@cache
def packaged(folder: str, name: str) -> bytes:
    """A file of the package, in `static` or `vendor`."""
    return resources.files("tallywire.feed").joinpath(folder, name).read_bytes()


def _briefs(briefs: Sequence[Brief], register: Register) -> Iterator[Found]:
    for brief in briefs:
        titles = [register.series[id].series.title for id in brief.series[:MOST_SERIES] if id in register.series]
        yield (
            "brief",
            brief_path(brief.id),
            brief.headline.text[:MAX_TEXT],
            brief.kicker[:MAX_TEXT],
            utc(brief.published).date().isoformat(),
            " · ".join((*brief.labels, brief.source_name, *titles))[: 2 * MAX_TEXT],
        )


def _record(issue: Issue, register: Register) -> Iterator[Found]:
    for id, sheet in register.series.items():
        series = sheet.series
        line = " · ".join(part for part in (series.topic, series.place, sheet.source_name) if part)
        words = " · ".join(series.names)[: 2 * MAX_TEXT]
        yield "series", series_page_path(id), series.title[:MAX_TEXT], line[:MAX_TEXT], "", words
    for source in issue.edition.sources:
        line = " · ".join(part for part in (source.topic, source.place) if part)
        yield "source", source_page_path(source.id), source.name[:MAX_TEXT], line[:MAX_TEXT], "", source.badge
    for event in issue.edition.events:
        day = event.began.start.isoformat()
        yield "event", event_path(event.id), event.name[:MAX_TEXT], event.kind[:MAX_TEXT], day, ""
