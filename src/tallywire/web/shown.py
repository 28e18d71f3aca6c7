"""An answer to a GET: tagged by its content, packed, and sent again only where it changed."""

from __future__ import annotations

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response

from tallywire.web.conditions import matched, takes_gzip
from tallywire.web.file import SMALLEST_PACKED


def shown(request: Request, value: bytes, media: str, *, file: str = "", cache: str = "public, no-cache") -> Response:
    """The answer that holds `value`. file: the name under which a browser saves it."""
    digest = hashlib.sha256(value).hexdigest()[:32].encode("ascii")
    tags = (b'"%s"' % digest, b'"%s-gzip"' % digest)
    packs = len(value) >= SMALLEST_PACKED and likes_gzip(request)
    headers = {"ETag": tags[packs].decode("ascii"), "Cache-Control": cache, "Vary": "Accept, Accept-Encoding"}
    asked = request.headers.get("if-none-match", "").encode("latin-1")
    if asked and (tag := matched(asked, tags[::-1] if packs else tags)) is not None:
        return Response(status_code=304, headers={**headers, "ETag": tag.decode("ascii")})
    if file:
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    if packs:
        headers["Content-Encoding"] = "gzip"
        value = gzip.compress(value, compresslevel=5, mtime=0)
    return Response(value, media_type=media, headers=headers)


def likes_gzip(request: Request) -> bool:
    return takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1"))
