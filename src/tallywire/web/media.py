"""Media types of the site's files, and which of them are worth compressing."""

from __future__ import annotations

import mimetypes

_BY_NAME = (
    (".html", "text/html; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".atom", "application/atom+xml; charset=utf-8"),
    (".rss", "application/rss+xml; charset=utf-8"),
    ("feed.json", "application/feed+json; charset=utf-8"),
    (".json", "application/json; charset=utf-8"),
    (".csv", "text/csv; charset=utf-8"),
    (".txt", "text/plain; charset=utf-8"),
    (".xml", "application/xml; charset=utf-8"),
    (".svg", "image/svg+xml; charset=utf-8"),
    (".png", "image/png"),
    (".ico", "image/x-icon"),
    (".webmanifest", "application/manifest+json; charset=utf-8"),
)
_PACKED = frozenset({"image/png", "image/jpeg", "image/webp", "image/avif", "image/gif", "font/woff2"})


def media_type(name: str) -> str:
    """By the end of a file's name; what is not known is handed over as bytes."""
    lower = name.lower()
    for end, kind in _BY_NAME:
        if lower.endswith(end):
            return kind
    return mimetypes.guess_type(lower, strict=True)[0] or "application/octet-stream"


def compressible(media: str) -> bool:
    kind = media.partition(";")[0]
    return kind not in _PACKED and not kind.startswith(("video/", "audio/")) and "zip" not in kind
