"""Ids that never change: tag URIs (RFC 4151) of streams and briefs."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, urlsplit

from tallywire.feed.dates import utc
from tallywire.feed.names import file_name

_FEED_DATE = "2026"
"""Feed ids say since when the authority stands, and must never change with the feed (RFC 4151)."""


def stream_tag(base: str, path: str) -> str:
    """The id of a stream by the path of its feeds; its formats and archive documents are one logical feed."""
    return _tag(base, _FEED_DATE, path)


def brief_tag(base: str, id: str, published: datetime) -> str:
    """The id of a brief, in every feed and in its tombstone."""
    return _tag(base, utc(published).date().isoformat(), f"brief/{file_name(id)}")


def _tag(base: str, day: str, what: str) -> str:
    """A tag of the site's authority; `localhost` stands in where the site has no address."""
    parts = urlsplit(base)
    host = (parts.hostname or "localhost").replace(":", "-")
    return f"tag:{quote(host, safe='.-')},{day}:{quote((parts.path or '/') + what, safe='/._-~')}"
