"""The server as a process of its own, over a real socket."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from tallywire.errors import UsageError
from tallywire.web import app, serve
from tests.web.serving import GENEROUS


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """A server in a thread; gives its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(
            app(folder, limits=GENEROUS), http="httptools", access_log=False, log_level="error", server_header=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


def asked(port: int, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {key.lower(): value for key, value in answer.getheaders()}, body


def test_over_a_socket(newsroom: Path) -> None:
    with running(newsroom) as port:
        status, headers, body = asked(port, "GET", "/")
        assert status == 200 and b"front" in body and "server" not in headers
        status, head, body = asked(port, "HEAD", "/")
        assert status == 200 and not body and head["content-length"] == headers["content-length"]
        status, again, body = asked(port, "GET", "/", **{"If-None-Match": headers["etag"]})
        assert status == 304 and not body and again["etag"] == headers["etag"]
        assert asked(port, "GET", "/", Host="evil.example")[0] == 421
        assert asked(port, "GET", "/../tallywire.toml")[0] == 404
        assert asked(port, "GET", "/%2e%2e/tallywire.toml")[0] == 404
        assert asked(port, "HEAD", "/check")[2] == b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert b" 421 " in raw.recv(4096).split(b"\r\n")[0]


def test_a_port_that_is_taken_is_told(newsroom: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="cannot be bound"):
            serve(newsroom, port=taken.getsockname()[1])
    with pytest.raises(UsageError, match="cannot be bound"):
        serve(newsroom, host="192.0.2.1")
