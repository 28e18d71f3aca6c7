"""Servers and watches as processes of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse

import msgspec

PATIENCE = 120.0
BETWEEN = 0.002


class Answer(msgspec.Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: bytes


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A process while the context lasts; it is asked to stop, and made to after ten seconds."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs a module of this Python."""
    return [sys.executable, "-m", name, *arguments]


def ask(port: int, path: str, *, headers: dict[str, str] | None = None) -> Answer:
    """One GET request; raises OSError where nobody answers."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers=headers or {})
        answer: HTTPResponse = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())


def first_answer(process: subprocess.Popen[str], port: int, path: str) -> Answer:
    """The first answer of a server that is starting; raises RuntimeError if it ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return ask(port, path)
        except ConnectionError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode} before it answered") from None
            time.sleep(BETWEEN)
    raise RuntimeError(f"the server did not answer within {PATIENCE:.0f} seconds")
