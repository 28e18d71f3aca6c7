"""Wire bytes to body: undo the content coding, within a bound."""

from __future__ import annotations

import zlib

from tallywire.errors import FetchError, OutageError

MAX_CODINGS = 2
_STEP = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


def decode(wire: bytes, coding: str, max_bytes: int) -> bytes:
    """The body that `wire` carries under a Content-Encoding of gzip, deflate, identity or a list of them.

    Raises FetchError for another coding, for damaged bytes, and past `max_bytes` of body (never holding more than
    that), and OutageError for bytes that were cut off.
    """
    codings = [name for part in coding.split(",") if (name := part.strip().lower()) not in {"", "identity"}]
    if len(codings) > MAX_CODINGS:
        raise FetchError(f"{len(codings)} content codings over each other are refused")
    body = wire
    for name in reversed(codings):
        match name:
            case "gzip" | "x-gzip":
                body = _inflated(body, _GZIP, max_bytes)
            case "deflate":
                # Servers send both of what this name has meant: zlib, and bare deflate.
                zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
                body = _inflated(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, max_bytes)
            case _:
                raise FetchError(f"the body has a content coding that was not asked for: {name[:40]!r}")
    if len(body) > max_bytes:
        raise FetchError(f"the body is larger than {max_bytes} bytes")
    return body


def _inflated(data: bytes, window: int, max_bytes: int) -> bytes:
    """All members of a compressed stream; what follows the last one and is none is left, as browsers do."""
    out = bytearray()
    rest = data
    while rest:
        member = zlib.decompressobj(window)
        pending = rest
        while True:
            try:
                piece = member.decompress(pending, _STEP)
            except zlib.error as error:
                raise FetchError(f"the body's compression is damaged ({error})") from None
            out += piece
            if len(out) > max_bytes:
                raise FetchError(f"the body is larger than {max_bytes} bytes when it is unpacked")
            pending = member.unconsumed_tail
            if member.eof:
                break
            if not pending and not piece:
                raise OutageError("the body is cut short: its compression does not end")
        rest = member.unused_data if window == _GZIP and member.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(out)
