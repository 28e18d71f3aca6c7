"""The server of a newsroom on a port of this machine, in a thread, while a test asks it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from tallywire.web import app
from tests.web.serving import GENEROUS


def listener() -> socket.socket:
    """Bound to a free port of 127.0.0.1, so that its address is known before the server starts."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def base_of(listening: socket.socket) -> str:
    """The address of what is served there, without a slash at its end."""
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def served(folder: Path, listening: socket.socket | None = None) -> Iterator[str]:
    """The newsroom's address, while it is served."""
    bound = listening if listening is not None else listener()
    config = uvicorn.Config(
        app(folder, limits=GENEROUS),
        lifespan="on",
        access_log=False,
        log_level="warning",
        ws="none",
        http="httptools",
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    running.start()
    try:
        yield base_of(bound)
    finally:
        server.should_exit = True
        running.join(timeout=20)
        bound.close()
