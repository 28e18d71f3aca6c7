"""Agencies on 127.0.0.1: `python -m bench.loopback.server PORT`. Each path is a page of its own.

A page is a CSV file of 24 months with an ETag; asked with it, it answers 304 until `/grow?by=N`, after which one
page in twenty has another month for each growth.
"""

from __future__ import annotations

import asyncio
import sys
import zlib

MONTHS = 24
GROWING = 20
_CLOSE = b"Connection: close\r\n\r\n"


class Pages(asyncio.Protocol):
    """One request a connection, as the newsroom asks."""

    grown = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._asked = b""

    def data_received(self, data: bytes) -> None:
        self._asked += data
        if self._asked.endswith(b"\r\n\r\n"):
            self._transport.write(_answer(self._asked))
            self._transport.close()


def _answer(asked: bytes) -> bytes:
    head, *lines = asked.split(b"\r\n")
    path = head.split(b" ")[1]
    if path == b"/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n" + _CLOSE
    if path == b"/grow":
        Pages.grown += 1
        return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + _CLOSE
    number = zlib.crc32(path)
    months = MONTHS + (Pages.grown if number % GROWING == 0 else 0)
    tag = f'"{number}-{months}"'.encode()
    if any(line.lower() == b"if-none-match: " + tag for line in lines):
        return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n" + _CLOSE
    rows = [
        f"{2020 + month // 12}-{month % 12 + 1:02d},{number % 90_000 + 10_000 + month}" for month in range(months)
    ]
    body = "\n".join(["month,people", *rows, ""]).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nETag: %b\r\nContent-Length: %d\r\n%b%b" % (
        tag,
        len(body),
        _CLOSE,
        body,
    )


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Pages, "127.0.0.1", port, backlog=2048)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
