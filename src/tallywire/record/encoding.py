"""Content codings: from the bytes on the wire to the body, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

MAX_BODY = 256 * 1024 * 1024
MAX_CODINGS = 4


def decoded(wire: bytes, headers: Sequence[tuple[str, str]], *, limit: int = MAX_BODY) -> bytes | None:
    """The body that `wire` carries under its Content-Encoding headers.

    None if a coding is unknown, the bytes do not fit it, or more than `limit` bytes come out.
    """
    names = [
        coding.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for coding in value.split(",")
    ]
    codings = [name for name in names if name not in {"", "identity"}]
    if len(codings) > MAX_CODINGS:
        return None
    body: bytes | None = wire
    for coding in reversed(codings):
        if body is None:
            return None
        match coding:
            case "gzip" | "x-gzip":
                body = _gunzip(body, limit)
            case "deflate":
                # Servers send both what the standard says (zlib) and bare deflate.
                wrapped = _inflate(body, zlib.MAX_WBITS, limit)
                body = _inflate(body, -zlib.MAX_WBITS, limit) if wrapped is None else wrapped
            case _:
                return None
    return body


def _inflate(data: bytes, window: int, limit: int) -> bytes | None:
    stream = zlib.decompressobj(window)
    try:
        out = stream.decompress(data, limit + 1)
    except zlib.error:
        return None
    return out if stream.eof and len(out) <= limit else None


def _gunzip(data: bytes, limit: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    rest = data
    # A gzip stream may be several members in a row; padding of zero bytes may follow the last.
    while rest:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            part = stream.decompress(rest, limit - size + 1)
        except zlib.error:
            return b"".join(parts) if parts else None
        size += len(part)
        if not stream.eof or size > limit:
            return None
        parts.append(part)
        rest = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)
