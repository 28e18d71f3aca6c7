"""The agency's server: raw sockets on an event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from tests.agency.behaviours import BEHAVIOURS, Asked


class Seen(msgspec.Struct, frozen=True):
    """One request as it came."""

    path: str
    headers: dict[str, str]


class Agency:
    """How each path behaves, and which requests came. A path that was never set behaves as it is called."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[Seen] = []
        self.robots = "healthy-robots"
        self._scripts: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    def behave(self, path: str, *behaviours: str) -> None:
        """From now on `path` behaves in these ways, one a request; the last one stays."""
        assert behaviours and set(behaviours) <= set(BEHAVIOURS), behaviours
        with self._lock:
            self._scripts[path] = list(behaviours)

    def heal(self, *paths: str) -> None:
        """From now on these paths (all that were set, if none is named) are healthy."""
        for path in paths or tuple(self._scripts):
            self.behave(path, "healthy")

    def restart(self) -> None:
        """Every path behaves as it is called again, and nobody has asked yet."""
        with self._lock:
            self._scripts.clear()
        self.robots = "healthy-robots"
        self.requests.clear()

    def asked(self, path: str) -> list[Seen]:
        """The requests for a path, in their order."""
        return [seen for seen in self.requests if seen.path == path]

    def next(self, path: str) -> str:
        """The behaviour of the request that just came."""
        with self._lock:
            script = self._scripts.get(path)
            if script is not None:
                return script.pop(0) if len(script) > 1 else script[0]
        if path == "robots.txt":
            return self.robots
        return path if path in BEHAVIOURS else "gone-404"


@contextmanager
def faulty_agency() -> Iterator[Agency]:
    """A running agency; it ends with the block, whatever it is still sending."""
    agency = Agency()
    loop = asyncio.new_event_loop()
    listening = threading.Event()
    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(_serve(agency, listening, over)), daemon=True)
    thread.start()
    try:
        assert listening.wait(10), "the agency did not start"
        yield agency
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


async def _serve(agency: Agency, listening: threading.Event, over: asyncio.Event) -> None:
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await _answer(agency, reader, writer)
        finally:
            running.discard(task)
            writer.transport.abort() if over.is_set() else writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=1024)
    agency.port = server.sockets[0].getsockname()[1]
    listening.set()
    await over.wait()
    server.close()
    for task in tuple(running):
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await asyncio.sleep(0)  # transports end in the loop's next round


async def _answer(agency: Agency, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    path = head[0].split(" ")[1].removeprefix("/").split("?")[0]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    number = len(agency.asked(path))
    agency.requests.append(Seen(path, headers))
    asked = Asked(path=path, number=number, port=agency.port, headers=headers)
    await BEHAVIOURS[agency.next(path)](asked, writer)
    await writer.drain()
