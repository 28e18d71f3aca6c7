"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote

import msgspec

from tallywire.brief import Brief, Edition, Leaf
from tallywire.feed.dates import stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import base_address, brief_path
from tallywire.feed.syndication.markup import DECLARATION, element, text, wrapped
from tallywire.feed.syndication.part import moment

INDEX = "sitemap.xml"
NEWS = "sitemap-news.xml"
MOST_ADDRESSES = 10_000
MOST_NEWS = 1_000
NEWS_DAYS = 2

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_TITLE = 255


class Place(msgspec.Struct, frozen=True):
    """A page of the site, and when what it says last changed."""

    path: str
    changed: datetime | None = None


def places(issue: Issue) -> Iterator[Place]:
    """The pages of streams, then those of briefs, the oldest first, so that a new one comes last."""
    seen: set[str] = set()
    for stream in issue.streams:
        if stream.page not in seen:
            changes = (*(moment(brief) for brief in stream.briefs), *(gone.at for gone in stream.withdrawn))
            yield Place(stream.page, max((utc(change) for change in changes), default=None))
        seen.add(stream.page)
    yield Place("about.html")
    for brief in reversed(issue.briefs):
        yield Place(brief_path(brief.id), moment(brief))


def sitemaps(issue: Issue, more: Iterable[Place] = ()) -> Iterator[Leaf]:
    """The index, its files of at most 10,000 addresses, and the news; none where the site has no address.

    more: pages beside those of streams and briefs.
    """
    edition = issue.edition
    base = base_address(edition.address)
    if not base:
        return
    all_of = (*places(issue), *more)
    chunks = [all_of[start : start + MOST_ADDRESSES] for start in range(0, len(all_of), MOST_ADDRESSES)]
    yield Leaf(INDEX, issue.key(INDEX, _latest(chunks)), partial(index, _latest(chunks), base=base))
    for number, chunk in enumerate(chunks, 1):
        path = _path(number)
        yield Leaf(path, issue.key(path, chunk), partial(sitemap, chunk, base=base))
    news = recent(edition, issue.briefs)
    key = issue.key(NEWS, tuple(issue.digests[brief.id] for brief in news))
    yield Leaf(NEWS, key, partial(news_sitemap, edition, news))


def sitemap(chunk: Sequence[Place], *, base: str) -> bytes:
    """One file of addresses with the day and time of their last change."""
    urls = [
        wrapped("url", _location(base + place.path) + (_modified(place.changed) if place.changed else ""))
        for place in chunk
    ]
    return _document("urlset", urls, {})


def index(latest: Sequence[Place], *, base: str) -> bytes:
    """The file that names the others. latest: each file with its last change."""
    named = [
        wrapped("sitemap", _location(base + place.path) + (_modified(place.changed) if place.changed else ""))
        for place in latest
    ]
    return _document("sitemapindex", named, {})


def recent(edition: Edition, briefs: Sequence[Brief]) -> tuple[Brief, ...]:
    """The briefs of the last two days before publication, newest first, at most 1,000."""
    since = utc(edition.generated) - timedelta(days=NEWS_DAYS)
    found = [brief for brief in briefs if since <= utc(brief.published) <= utc(edition.generated)]
    return tuple(found[:MOST_NEWS])


def news_sitemap(edition: Edition, briefs: Sequence[Brief]) -> bytes:
    """Google's format; it is valid, and empty, where nothing is new."""
    base = base_address(edition.address)
    publication = wrapped("news:publication", element("news:name", edition.title) + element("news:language", "en"))
    urls = [
        wrapped(
            "url",
            _location(base + brief_path(brief.id))
            + wrapped(
                "news:news",
                publication
                + element("news:publication_date", stamp(brief.published))
                + element("news:title", brief.headline.text[:_TITLE]),
            ),
        )
        for brief in briefs
    ]
    return _document("urlset", urls, {"news": _NEWS})


def robots(edition: Edition) -> bytes:
    """Everyone may read everything and is told where the sitemaps are; a replayed past is not to be indexed."""
    if edition.clock:
        return b"User-agent: *\nDisallow: /\n"
    base = base_address(edition.address)
    named = "".join(f"Sitemap: {_quoted(base + path)}\n" for path in (INDEX, NEWS)) if base else ""
    return f"User-agent: *\nDisallow:\n{chr(10) if named else ''}{named}".encode("ascii")


def _latest(chunks: Sequence[Sequence[Place]]) -> tuple[Place, ...]:
    return tuple(
        Place(_path(number), max((utc(place.changed) for place in chunk if place.changed), default=None))
        for number, chunk in enumerate(chunks, 1)
    )


def _path(number: int) -> str:
    return f"sitemap-{number}.xml"


def _location(address: str) -> str:
    return wrapped("loc", text(_quoted(address)))


def _quoted(address: str) -> str:
    """As RFC 3986 has it: letters beyond ASCII in their percent-encoding."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%-._~")


def _modified(changed: datetime) -> str:
    return element("lastmod", stamp(changed))


def _document(root: str, inside: Sequence[str], spaces: Mapping[str, str]) -> bytes:
    declared = {"xmlns": _SITEMAP, **{f"xmlns:{prefix}": space for prefix, space in spaces.items()}}
    body = "\n" + "".join(f"{one}\n" for one in inside)
    return f"{DECLARATION}{wrapped(root, body, declared)}\n".encode()
