"""An answer of the API: JSON or CSV, tagged by its content, packed, and sent again only where it changed."""

from __future__ import annotations

import gzip
import hashlib

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.plain import plain_values
from tallywire.web.conditions import matched, takes_gzip
from tallywire.web.file import SMALLEST_PACKED

JSON = "application/json"
CSV = "text/csv; charset=utf-8; header=present"


def encoded(value: object, *, clock: str) -> bytes:
    """JSON in which decimals are plain strings and, in a simulated newsroom, no time is called proven."""
    return msgspec.json.encode(plain_values(value, clock=clock))


def said(value: bytes, media: str = JSON) -> Response:
    """The answer to a POST: nothing on the way keeps it."""
    return Response(value, media_type=media, headers={"Cache-Control": "no-store"})


def shown(request: Request, value: bytes, media: str = JSON, *, file: str = "") -> Response:
    """The answer to a GET. file: the name under which a browser saves it."""
    digest = hashlib.sha256(value).hexdigest()[:32].encode("ascii")
    tags = (b'"%s"' % digest, b'"%s-gzip"' % digest)
    packs = len(value) >= SMALLEST_PACKED and takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1"))
    headers = {
        "ETag": tags[packs].decode("ascii"),
        "Cache-Control": "public, no-cache",
        "Vary": "Accept, Accept-Encoding",
    }
    asked = request.headers.get("if-none-match", "").encode("latin-1")
    if asked and (tag := matched(asked, tags)) is not None:
        return Response(status_code=304, headers={**headers, "ETag": tag.decode("ascii")})
    if file:
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    if packs:
        headers["Content-Encoding"] = "gzip"
        value = gzip.compress(value, compresslevel=5, mtime=0)
    return Response(value, media_type=media, headers=headers)
