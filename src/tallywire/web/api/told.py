"""Values of the record and verdicts as JSON."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from tallywire.desk.plain import plain_values

JSON = "application/json"
CSV = "text/csv; charset=utf-8; header=present"


def encoded(value: object, *, clock: str) -> bytes:
    """JSON in which decimals are plain strings and, in a simulated newsroom, no time is called proven."""
    return msgspec.json.encode(plain_values(value, clock=clock))


def said(value: bytes, media: str = JSON) -> Response:
    """The answer to a POST: nothing on the way keeps it."""
    return Response(value, media_type=media, headers={"Cache-Control": "no-store"})
