"""The ways in which an agency's server answers, each a coroutine that writes an answer byte for byte."""

from __future__ import annotations

import asyncio
import gzip
import struct
import zlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

import msgspec

FIRST: Mapping[str, str] = {"2022-08": "349000", "2022-09": "348000"}
SECOND: Mapping[str, str] = {"2022-08": "349500", "2022-09": "348000"}
"""Two versions of the agency's table, month to people."""
CSV = ("Content-Type", "text/csv; charset=utf-8")
HTML = ("Content-Type", "text/html; charset=utf-8")
GZIP = ("Content-Encoding", "gzip")
Headers = tuple[tuple[str, str], ...]


class Asked(msgspec.Struct, frozen=True):
    """One request: its path, how many came for it before, the server's port, its headers in small letters."""

    path: str
    number: int
    port: int
    headers: Mapping[str, str]


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def csv(rows: Mapping[str, str]) -> bytes:
    return "\n".join(["month,people", *(f"{month},{count}" for month, count in rows.items()), ""]).encode()


def answer(body: bytes, status: str = "200 OK", headers: Headers = (CSV,), length: int | None = None) -> bytes:
    """An answer; with `length` it says another length than its body has."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    lines += [f"Content-Length: {len(body) if length is None else length}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def saying(raw: Callable[[Asked], bytes]) -> Behaviour:
    """Writes what `raw` makes, and hangs up."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw(asked))

    return behave


async def _healthy(asked: Asked, writer: asyncio.StreamWriter) -> None:
    tag = ("ETag", '"first"')
    if asked.headers.get("if-none-match") == tag[1]:
        writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "first"\r\nConnection: close\r\n\r\n')
    else:
        writer.write(answer(csv(FIRST), headers=(CSV, tag)))


async def _drip(writer: asyncio.StreamWriter, data: bytes) -> None:
    """One byte at a time, then nothing but more of the last."""
    for at in range(len(data)):
        writer.write(data[at : at + 1])
        await writer.drain()
        await asyncio.sleep(0.02)
    while True:
        writer.write(data[-1:])
        await writer.drain()
        await asyncio.sleep(0.02)


async def _slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _drip(writer, answer(b"month,people\n", length=1_000_000))


async def _slow_headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _drip(writer, b"HTTP/1.1 200 OK\r\nX-Slow: a")


async def _silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def _endless(start: bytes, more: bytes) -> Behaviour:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(more)
            await writer.drain()

    return behave


def _redirect(to: Callable[[Asked], str], status: str) -> Behaviour:
    return saying(lambda asked: answer(b"", status, (("Location", to(asked)),)))


def _flapping(asked: Asked) -> bytes:
    return answer(csv(FIRST if asked.number % 2 == 0 else SECOND))


def _retry_date(asked: Asked) -> bytes:
    """A date two seconds off by the server's own clock, which is a day late."""
    now = datetime.now(UTC) - timedelta(days=1)
    dates = (("Date", _http_date(now)), ("Retry-After", _http_date(now + timedelta(seconds=2))))
    return answer(b"", "503 Service Unavailable", dates)


def _http_date(time: datetime) -> str:
    return format_datetime(time, usegmt=True)


def _wrong_charset(asked: Asked) -> bytes:
    return answer("month,people,примечание\n2022-08,349000,по данным службы\n".encode("cp1251"))


def _bomb(asked: Asked) -> bytes:
    return answer(_packed_zeros(), headers=(CSV, ("Content-Encoding", "gzip, gzip")))


@cache
def _packed_zeros() -> bytes:
    """Somewhat more than 256 MiB, packed twice into about a kilobyte.

    One piece is packed and then repeated, so that the agency is soon done: packing all would keep others waiting.
    """
    pieces, piece = 260, bytes(1 << 20)
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(pieces):
        check = zlib.crc32(piece, check)
    ends = struct.pack("<II", check, pieces * len(piece))
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return gzip.compress(head + packed * pieces + packing.flush() + ends, 9)


def _status(status: str, body: bytes = b"<h1>no</h1>", headers: Headers = (HTML,)) -> Behaviour:
    return saying(lambda asked: answer(body, status, headers))


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
_ERROR_PAGE = b"<!doctype html><title>Maintenance</title><p>We will be back soon."
_RESTYLED = b"year;month;persons in custody\n2022;August;349000\n2022;September;348000\n"

BEHAVIOURS: Mapping[str, Behaviour] = {
    "healthy": _healthy,
    "second": saying(lambda asked: answer(csv(SECOND))),
    "flapping": saying(_flapping),
    "slow": _slow,
    "slow-headers": _slow_headers,
    "silent": _silent,
    "hang-up": saying(lambda asked: b""),
    "truncated": saying(lambda asked: answer(csv(FIRST)[:20], length=len(csv(FIRST)))),
    "truncated-chunks": saying(lambda asked: _CHUNKED + b"14\r\n" + csv(FIRST)[:20] + b"\r\n"),
    "truncated-gzip": saying(lambda asked: answer(gzip.compress(csv(FIRST))[:-9], headers=(CSV, GZIP))),
    "wrong-charset": saying(_wrong_charset),
    "retry-soon": _status("429 Too Many Requests", headers=(("Retry-After", "2"),)),
    "retry-date": saying(_retry_date),
    "retry-late": _status("503 Service Unavailable", headers=(("Retry-After", "3600"),)),
    "retry-absurd": _status("429 Too Many Requests", headers=(("Retry-After", "9" * 400),)),
    "retry-nonsense": _status("429 Too Many Requests", headers=(("Retry-After", "after the weekend"),)),
    "429": _status("429 Too Many Requests"),
    "500": _status("500 Internal Server Error"),
    "503": _status("503 Service Unavailable"),
    "redirect-loop": _redirect(lambda asked: f"/{asked.path}", "302 Found"),
    "moved": _redirect(lambda asked: f"http://localhost:{asked.port}/healthy", "301 Moved Permanently"),
    "moved-here": _redirect(lambda asked: "/healthy", "308 Permanent Redirect"),
    "error-page": _status("200 OK", _ERROR_PAGE),
    "gzip": saying(lambda asked: answer(gzip.compress(csv(FIRST)), headers=(CSV, GZIP))),
    "bomb": saying(_bomb),
    "endless": _endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\nmonth,people\n", bytes(1 << 16)),
    "endless-chunks": _endless(_CHUNKED, b"1;" + b"x" * 4000 + b"\r\n0\r\n"),
    "endless-headers": _endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 4000 + b"\r\n"),
    "endless-interim": _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50),
    "switching": saying(
        lambda asked: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
    ),
    "giant-headers": saying(lambda asked: answer(csv(FIRST), headers=(CSV, ("X-Giant", "x" * 400_000)))),
    "restyled": saying(lambda asked: answer(_RESTYLED)),
    "gone-404": _status("404 Not Found"),
    "gone-410": _status("410 Gone"),
    "empty": saying(lambda asked: answer(b"month,people\n")),
    "no-body": saying(lambda asked: answer(b"")),
    "partial": _status("206 Partial Content", csv(FIRST)[:20], (CSV, ("Content-Range", "bytes 0-19/41"))),
    "not-modified": saying(lambda asked: b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
    "garbage": saying(lambda asked: b"\x16\x03\x01 what is this\r\n\r\n"),
    "two-lengths": saying(lambda asked: answer(csv(FIRST), headers=(CSV, ("Content-Length", "7")))),
    "healthy-robots": _status("404 Not Found"),
    "robots-disallow": _status("200 OK", b"User-agent: *\nDisallow: /\n", (("Content-Type", "text/plain"),)),
    "robots-delay": _status("200 OK", b"User-agent: *\nCrawl-delay: 7\n", (("Content-Type", "text/plain"),)),
}
