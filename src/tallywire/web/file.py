"""A file of the site as it is sent: read once, hashed, packed."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import msgspec

from tallywire.web.conditions import http_date
from tallywire.web.headers import security
from tallywire.web.media import compressible, media_type

WITHDRAWN = b"<!--tallywire:withdrawn-->"
"""A page that carries this stands in the place of a withdrawn brief."""

SERVED = b" data-served hidden"
"""Hides what needs the server; taken out here, as this is one."""

SMALLEST_PACKED = 600
GONE = 410

Header = tuple[bytes, bytes]
Stamp = tuple[int, int, int]
"""Change time in nanoseconds, size, inode."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent of one file, as it is and packed, with all headers made. tags: plain first, then packed."""

    stamp: Stamp
    status: int
    modified: int
    tags: tuple[bytes, ...]
    body: bytes
    headers: list[Header]
    packed: bytes | None
    packed_headers: list[Header]
    unchanged: dict[bytes, list[Header]]

    @property
    def weight(self) -> int:
        """Bytes held, with what the values around them take."""
        return len(self.body) + len(self.packed or b"") + 4096


def read_file(path: Path, stamp: Stamp) -> File:
    """Read and pack the file at `path`; raises OSError."""
    body = path.read_bytes()
    media = media_type(path.name)
    status = 200
    if media.startswith("text/html"):
        body = body.replace(SERVED, b"")
        status = GONE if WITHDRAWN in body else 200
    return made(body, media, stamp=stamp, status=status)


def made(body: bytes, media: str, *, stamp: Stamp, status: int = 200) -> File:
    """A file from its bytes."""
    digest = hashlib.sha256(body).hexdigest()[:32].encode("ascii")
    small = _packed(body, media)
    modified = stamp[0] // 1_000_000_000
    plain_tag, packed_tag = b'"%s"' % digest, b'"%s-gzip"' % digest
    tags = (plain_tag,) if small is None else (plain_tag, packed_tag)
    return File(
        stamp=stamp,
        status=status,
        modified=modified,
        tags=tags,
        body=body,
        headers=_headers(media, body, plain_tag, modified, varies=small is not None),
        packed=small,
        packed_headers=[]
        if small is None
        else [*_headers(media, small, packed_tag, modified, varies=True), (b"content-encoding", b"gzip")],
        unchanged={tag: _validators(media, tag, modified, varies=small is not None) for tag in tags},
    )


def _packed(body: bytes, media: str) -> bytes | None:
    if len(body) < SMALLEST_PACKED or not compressible(media):
        return None
    small = gzip.compress(body, compresslevel=6, mtime=0)
    return small if len(small) < len(body) * 0.9 else None


def _headers(media: str, body: bytes, tag: bytes, modified: int, *, varies: bool) -> list[Header]:
    return [
        (b"content-type", media.encode("ascii")),
        (b"content-length", b"%d" % len(body)),
        *_validators(media, tag, modified, varies=varies),
    ]


def _validators(media: str, tag: bytes, modified: int, *, varies: bool) -> list[Header]:
    # Words may be corrected at any minute; pictures and styles stay a little longer.
    words = media.startswith(("text/html", "application/atom", "application/rss", "application/feed"))
    return [
        (b"etag", tag),
        (b"last-modified", http_date(modified)),
        (b"cache-control", b"no-cache" if words else b"public, max-age=300"),
        *([(b"vary", b"accept-encoding")] if varies else []),
        *security("site"),
    ]
