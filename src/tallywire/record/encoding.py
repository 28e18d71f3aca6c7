"""Content codings: from the bytes on the wire to the body, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

MAX_BODY = 256 * 1024 * 1024
MAX_CODINGS = 4
MAX_MEMBERS = 100_000


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
    at = 0
    # A gzip stream may be several members in a row; padding of zero bytes, or rubbish, may follow the last.
    while at < len(data):
        if len(parts) == MAX_MEMBERS:
            return None
        part, at = _gzip_member(data, at, limit - size)
        if part is None:
            return b"".join(parts) if parts and at < 0 else None
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _gzip_member(data: bytes, at: int, limit: int) -> tuple[bytes | None, int]:
    """A member's content and where it ends; None with -1 if none begins here, else with where it broke off."""
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    size = 0
    step = 256
    while not stream.eof:
        # Small steps first: each step copies what is left of it, and there may be very many small members.
        chunk = data[at : at + step]
        try:
            part = stream.decompress(chunk, limit - size + 1)
        except zlib.error:
            return None, -1
        size += len(part)
        if not chunk or size > limit:
            return None, at
        parts.append(part)
        at += len(chunk) - len(stream.unused_data)
        step = min(step * 2, 1 << 20)
    return b"".join(parts), at
