"""Whatever a server sends, byte for byte, a fetch ends in a response or a told error, and in time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import FetchError
from tallywire.watch import Fetcher, Limits, Response
from tests.watch.clocks import QuickClock
from tests.watch.server import Site, serving

LIMITS = Limits(total_seconds=5, read_seconds=2, retries=0, wire_bytes=1 << 16, body_bytes=1 << 18)
PIECES = st.lists(
    st.sampled_from(
        [
            *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.1 304 \r\n"),
            *(b"HTTP/1.1 429 Slow\r\n", b"HTTP/1.1 103 Early\r\n\r\n", b"HTTP/1.1 999 ?\r\n", b"HTTP/2 200\r\n"),
            *(
                b"Content-Length: 5\r\n",
                b"Content-Length: -1\r\n",
                b"Content-Length: 5, 5\r\n",
                b"Content-Length:\r\n",
            ),
            *(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n", b"Connection: close\r\n"),
            *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n", b"Content-Type: \xff\r\n"),
            *(b"Location: /on\r\n", b"Location: http://[\r\n", b"Location: \xe9\x80\r\n", b"Location: //\r\n"),
            *(b"Location: http://xn--\r\n", b"Location: \r\n", b"Location: ?\x00\r\n", b"Location: http:\r\n"),
            *(b"Retry-After: 5\r\n", b"Retry-After: Mon, 99 Foo\r\n", b"X: a\r\n b\r\n", b": x\r\n", b"\x00: x\r\n"),
            *(b"\r\n", b"\r\n\r\n", b"5\r\nabcde\r\n", b"0\r\n\r\n", b"ffffffffff\r\n", b"-1\r\n", b"abcde", b"\n"),
            *(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", b"\x78\x9c", b"\x00", b"\xff" * 9, b"a" * 70_000),
        ]
    ),
    max_size=12,
).map(b"".join)
ANSWERS = st.one_of(PIECES, PIECES.map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest), st.binary(max_size=200))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@given(page=ANSWERS, robots=st.one_of(st.just(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), ANSWERS))
@settings(max_examples=300, deadline=None)
def test_any_answer_ends_in_a_response_or_a_told_error(site: Site, page: bytes, robots: bytes) -> None:
    site.answers = {"/": page, "/on": page, "/robots.txt": robots}

    async def run() -> Response | FetchError:
        fetcher = Fetcher(limits=LIMITS, clock=QuickClock())
        try:
            return await fetcher.fetch_address(site.address(), allow_hosts=("127.0.0.1",), heeds_robots=True)
        except FetchError as error:
            return error

    found = asyncio.run(run())
    if isinstance(found, Response):
        assert 200 <= found.status < 1000 and len(found.wire) <= LIMITS.wire_bytes
        assert len(found.body) <= LIMITS.body_bytes
        assert all(name and "\n" not in value for name, value in found.headers)
    else:
        assert found.what
