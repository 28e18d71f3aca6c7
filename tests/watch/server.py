"""A server on 127.0.0.1 whose answers a test writes byte for byte."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = bytes | Callable[["Site", "socket.socket"], None]


class Site:
    """The answers by path, the requests that came (those for robots.txt apart), and `over`: set when the test is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, Answer] = {}
        self.requests: list[bytes] = []
        self.robots: list[bytes] = []
        self.over = threading.Event()

    def address(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, number: int = -1) -> str:
        return self.requests[number].decode("latin-1")


def answer(
    body: bytes = b"", *, status: str = "200 OK", headers: tuple[tuple[str, str], ...] = (), length: bool = True
) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{key}: {value}" for key, value in headers), "Connection: close"]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, headers=(("Location", to),))


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = self.request.recv(65536)
                if not piece:
                    return
                request += piece
            path = request.split(b" ")[1].decode("latin-1")
            (site.robots if path == "/robots.txt" else site.requests).append(request)
            given = site.answers.get(path, answer(status="404 Not Found"))
            with suppress(OSError):  # the client may hang up: that is what some tests are about
                if isinstance(given, bytes):
                    self.request.sendall(given)
                else:
                    given(site, self.request)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def finish_request(self, request: object, client_address: object) -> None:
            assert isinstance(request, socket.socket)
            with suppress(OSError):
                plain = request if tls is None else tls.wrap_socket(request, server_side=True)
                Handler(plain, client_address, self)
                if tls is not None:
                    plain.close()

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.over.set()
            server.shutdown()
            thread.join()
