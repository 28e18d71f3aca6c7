"""One request and its answer, over a connection that goes to the very address that was checked, in bounded time."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import AsyncGenerator, AsyncIterable, Collection, Iterable, Iterator
from contextlib import aclosing, contextmanager
from ipaddress import ip_address
from typing import cast

import httpcore2
import msgspec

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch.clock import Clock
from tallywire.watch.guard import IP, Target, check_ip
from tallywire.watch.resolve import Lookup
from tallywire.watch.response import Headers, Limits

MAX_HEAD = 256 << 10
"""Bytes of headers, with all interim answers before them."""
# At DEBUG it writes answers' headers, and with them the keys that some servers repeat there.
logging.getLogger("httpcore2").setLevel(logging.INFO)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class Deadline:
    """The moment by which one fetch, with all its redirects, has to be over. Monotonic seconds."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._seconds = seconds
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; raises OutageError when there are none."""
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise OutageError("the time limit for one fetch is over", hint="The server is too slow, or is stalling")
        return left

    def allows(self, seconds: float) -> bool:
        """Whether something can still be done after waiting so long."""
        return self._end - self._clock.monotonic() > seconds

    def used(self) -> float:
        """Seconds that counted so far."""
        return self._seconds - (self._end - self._clock.monotonic())

    def at_most(self, timeout: float | None) -> float:
        left = self.left()
        return left if timeout is None else min(timeout, left)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What happens inside does not count: waiting for a turn is not the server's doing."""
        began = self._clock.monotonic()
        try:
            yield
        finally:
            self._end += self._clock.monotonic() - began


class Answer(msgspec.Struct, frozen=True):
    """Status, headers and body as received; the body of a redirect is not read. cut: the body went on."""

    status: int
    headers: Headers
    wire: bytes
    cut: bool = False

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Connecting(msgspec.Struct, frozen=True):
    """What connections are made with: names looked up, TLS, and the hosts that may be private."""

    lookup: Lookup
    tls: ssl.SSLContext | None
    allow_hosts: Collection[str]


async def exchange(
    target: Target, headers: Headers, connecting: Connecting, limits: Limits, deadline: Deadline, *, cut: bool = False
) -> Answer:
    """GET the target with these headers over a connection of its own, which is closed after.

    cut: leave the rest of a body that is larger than the limit instead of refusing it. Raises OutageError,
    RefusedError, or FetchError for a body that is too large.
    """
    meter = _Meter()
    url = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    connection = httpcore2.AsyncHTTPConnection(
        origin=url.origin, ssl_context=connecting.tls, network_backend=_GuardedBackend(connecting, deadline, meter)
    )
    request = httpcore2.Request(
        method=b"GET",
        url=url,
        headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in headers],
        extensions={"timeout": {"connect": limits.connect_seconds, "read": limits.read_seconds, "write": 10.0}},
    )
    try:
        with _told(target.address):
            response = await connection.handle_async_request(request)
            meter.head_is_over(2 * limits.wire_bytes + (1 << 20))
            received = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
            answer = Answer(response.status, received, b"")
            if answer.status in REDIRECTS and answer.header("location"):
                return answer
            wire, whole = await _body(response, answer, limits.wire_bytes, deadline, target, cut)
            return Answer(answer.status, received, wire, not whole)
    finally:
        await connection.aclose()


async def _body(
    response: httpcore2.Response, answer: Answer, most: int, deadline: Deadline, target: Target, cut: bool
) -> tuple[bytes, bool]:
    """The body, and whether it is whole."""
    too_large = FetchError(f"the body is larger than {most} bytes", where=target.address)
    declared = answer.header("content-length").strip()
    if declared.isdigit() and len(declared) < 20 and int(declared) > most and not cut:
        raise too_large
    wire = bytearray()
    assert isinstance(response.stream, AsyncIterable)
    pieces = cast("AsyncGenerator[bytes, None]", aiter(response.stream))
    async with aclosing(pieces):
        async for piece in pieces:
            wire += piece
            if len(wire) > most:
                if cut:
                    return bytes(wire[:most]), False
                raise too_large
            deadline.left()
    return bytes(wire), True


class _Meter:
    """Counts what comes in, so that neither interim answers nor the wrapping of chunks goes on for ever."""

    def __init__(self) -> None:
        self._received = 0
        self._bound = MAX_HEAD
        self._head = True

    def head_is_over(self, more: int) -> None:
        self._head = False
        self._bound = self._received + more

    def add(self, size: int) -> None:
        self._received += size
        if self._received > self._bound:
            if self._head:
                raise OutageError(f"the headers do not end within {self._bound} bytes")
            raise FetchError("the body comes wrapped in more bytes than it can need")


class _GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Resolves a host once, refuses it if any of its addresses is refused, and connects to those addresses only."""

    def __init__(self, connecting: Connecting, deadline: Deadline, meter: _Meter) -> None:
        self._connecting = connecting
        self._deadline = deadline
        self._meter = meter
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        failure: Exception = OutageError(f"{host} has no address", where=host)
        for ip in await self._checked(host, port):
            try:
                stream = await self._sockets.connect_tcp(
                    str(ip), port, self._deadline.at_most(timeout), local_address, socket_options
                )
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                failure = error
                continue
            return _BoundedStream(stream, self._deadline, self._meter)
        raise failure

    async def _checked(self, host: str, port: int) -> tuple[IP, ...]:
        try:
            texts: tuple[str, ...] = (str(ip_address(host)),)
        except ValueError:
            texts = await self._connecting.lookup.addresses(host, port, self._deadline.left())
        try:
            ips = tuple(ip_address(text) for text in texts)
        except ValueError as error:
            raise RefusedError(f"the resolver gave no plain address ({error})", where=host) from None
        for ip in ips:
            check_ip(ip, host, self._connecting.allow_hosts)
        return ips


class _BoundedStream(httpcore2.AsyncNetworkStream):
    """A stream whose every wait ends at the deadline, so that a dripping server cannot hold a fetch."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, deadline: Deadline, meter: _Meter) -> None:
        self._stream = stream
        self._deadline = deadline
        self._meter = meter

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, self._deadline.at_most(timeout))
        self._meter.add(len(data))
        # A server that always has more ready would otherwise keep the loop from every other fetch.
        await asyncio.sleep(0)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, self._deadline.at_most(timeout))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        inner = await self._stream.start_tls(ssl_context, server_hostname, self._deadline.at_most(timeout))
        return _BoundedStream(inner, self._deadline, self._meter)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Whatever ends the connection is an outage, and says of which address."""
    try:
        yield
    except FetchError as error:
        if error.where:
            raise
        raise type(error)(error.what, where=where, hint=error.hint) from error
    except httpcore2.TimeoutException as error:
        raise OutageError(f"no answer in time ({type(error).__name__})", where=where) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, OSError) as error:
        raise OutageError(f"the connection failed ({_reason(error)})", where=where) from error


def _reason(error: BaseException) -> str:
    """What the innermost error says: the outer ones say only that something failed."""
    said = str(error) or type(error).__name__
    while error.__cause__ is not None:
        error = error.__cause__
        said = str(error) or said
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) and error.errno:
        return os.strerror(error.errno)  # asyncio says which call failed, and not why
    return said
