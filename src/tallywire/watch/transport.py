"""Connections that go to the very address that was checked, and that end when the time is up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import ip_address

import httpcore2
import httpx2

from tallywire.errors import OutageError, RefusedError
from tallywire.watch.guard import IP, check_ip

Resolver = Callable[[str, int], tuple[str, ...]]
"""Host and port to IP addresses in text, best first; raises OSError where there are none."""
_SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class Deadline:
    """The moment by which one fetch, with all its redirects, has to be over. Monotonic seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; raises OutageError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutageError("the time limit for one fetch is over", hint="The server is too slow, or is stalling")
        return left

    def at_most(self, timeout: float | None) -> float:
        left = self.left()
        return left if timeout is None else min(timeout, left)


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedTransport(httpx2.BaseTransport):
    """HTTP/1.1 without proxies, over connections that `_GuardedBackend` makes. Redirects are not followed."""

    def __init__(
        self, allow_hosts: Collection[str], deadline: Deadline, resolver: Resolver = system_resolver
    ) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            http1=True,
            http2=False,
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(allow_hosts, deadline, resolver),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _as_outage():
            response = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=url,
                    headers=request.headers.raw,
                    content=request.read(),
                    extensions=request.extensions,
                )
            )
        assert isinstance(response.stream, Iterable)
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response.stream), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_outage():
            yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class _GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a host once, refuses it if any of its addresses is refused, and connects to those addresses only."""

    def __init__(self, allow_hosts: Collection[str], deadline: Deadline, resolver: Resolver) -> None:
        self._allow_hosts = allow_hosts
        self._deadline = deadline
        self._resolver = resolver
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = OutageError(f"{host} has no address", where=host)
        for ip in self._checked(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    str(ip), port, self._deadline.at_most(timeout), local_address, socket_options
                )
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> tuple[IP, ...]:
        try:
            ips = tuple(ip_address(text) for text in self._resolved(host, port))
        except ValueError as error:
            raise RefusedError(f"the resolver gave no plain address ({error})", where=host) from None
        for ip in ips:
            check_ip(ip, host, self._allow_hosts)
        return ips

    def _resolved(self, host: str, port: int) -> tuple[str, ...]:
        """What the resolver says, within the time limit: the system's resolver itself knows none."""
        try:
            return (str(ip_address(host)),)
        except ValueError:
            answers: list[tuple[str, ...] | Exception] = []

        def ask() -> None:
            try:
                answers.append(self._resolver(host, port))
            except (OSError, UnicodeError) as error:
                answers.append(error)

        asking = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
        asking.start()
        asking.join(self._deadline.left())
        if not answers:
            raise OutageError("the name was not resolved in time", where=host)
        answer = answers[0]
        if isinstance(answer, Exception):
            raise OutageError(f"the name cannot be resolved ({answer})", where=host)
        return answer


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends at the deadline, so that a dripping server cannot hold a fetch."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.at_most(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.at_most(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.at_most(timeout))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


@contextmanager
def _as_outage() -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise OutageError(f"no answer in time ({type(error).__name__})") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, OSError) as error:
        raise OutageError(f"the connection failed ({error or type(error).__name__})") from error
