"""Host names to addresses, asked in threads that are left when the time is up."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tallywire.errors import OutageError

Resolver = Callable[[str, int], tuple[str, ...]]
"""Host and port to IP addresses in text, best first; raises OSError where there are none."""
AT_ONCE = 32
IDLE = 5.0
"""Seconds after which a thread that has nothing to ask ends."""

_Job = Callable[[], None]


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Lookup:
    """Asks a resolver, a bounded number of names at a time. The system's resolver itself knows no time limit."""

    def __init__(self, resolver: Resolver = system_resolver) -> None:
        self._resolver = resolver
        self._free = asyncio.Semaphore(AT_ONCE)
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._idle = 0
        self._counting = threading.Lock()

    async def addresses(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """What the resolver says; raises OutageError if that is nothing, or takes longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
                found = await self._asked(host, port)
        except TimeoutError:
            raise OutageError("the name was not resolved in time", where=host) from None
        if isinstance(found, Exception):
            raise OutageError(f"the name cannot be resolved ({found})", where=host)
        return found

    def _asked(self, host: str, port: int) -> asyncio.Future[tuple[str, ...] | Exception]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[str, ...] | Exception] = loop.create_future()

        def ask() -> None:
            found: tuple[str, ...] | Exception
            try:
                found = self._resolver(host, port)
            except (OSError, UnicodeError) as error:
                found = error
            with suppress(RuntimeError):  # the loop may have ended while the resolver hung
                loop.call_soon_threadsafe(told, found)

        def told(found: tuple[str, ...] | Exception) -> None:
            # The place is free only now: a thread that was left is a thread all the same.
            self._free.release()
            if not answer.done():
                answer.set_result(found)

        try:
            self._hand_on(ask)
        except RuntimeError as error:
            self._free.release()
            raise OutageError(f"the name cannot be resolved ({error})", where=host) from None
        return answer

    def _hand_on(self, job: _Job) -> None:
        """Give the job to a thread that waits for one, else to a new one: starting one for each holds up the loop."""
        with self._counting:
            waits = self._idle > 0
            if waits:
                self._idle -= 1
                self._jobs.put(job)
        if not waits:
            threading.Thread(target=self._work, args=(job,), daemon=True, name="resolve").start()

    def _work(self, job: _Job) -> None:
        while True:
            job()
            with self._counting:
                self._idle += 1
            next_job = self._next()
            if next_job is None:
                return
            job = next_job

    def _next(self) -> _Job | None:
        """The next job; None where there was none for a while, and none was handed over in the last moment."""
        while True:
            try:
                return self._jobs.get(timeout=IDLE)
            except queue.Empty:
                with self._counting:
                    if self._idle > 0 and self._jobs.empty():
                        self._idle -= 1
                        return None
