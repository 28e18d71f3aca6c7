"""Serving over HTTP."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from tallywire.desk import Clock
from tallywire.errors import UsageError
from tallywire.web.app import app

MOST_AT_ONCE = 1000


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    clock: Clock | None = None,
    bound: Callable[[int], None] | None = None,
) -> None:
    """Serve the newsroom in `folder` until it is stopped.

    One process; requests are not logged. bound: told the port, once it is taken (for port 0 any that is free).
    Raises NewsroomError for a folder that is no newsroom, UsageError for an address that cannot be bound.
    """
    config = uvicorn.Config(
        app(folder, clock=clock, hosts=[host]),
        host=host,
        port=port,
        http="httptools",
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    with _bound(host, port) as listening:
        if bound is not None:
            bound(listening.getsockname()[1])
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        # Who is told the address may ask at once, and waits for the first answer.
        listening.listen(MOST_AT_ONCE)
    except (OSError, OverflowError) as error:
        listening.close()
        raise UsageError(
            f"{host}, port {port}, cannot be bound: {getattr(error, 'strerror', None) or error}",
            hint="Choose another with --port, or another --host",
        ) from None
    return listening
