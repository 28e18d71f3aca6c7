"""Host names to addresses, each in a thread that is left when the time is up."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tallywire.errors import OutageError

Resolver = Callable[[str, int], tuple[str, ...]]
"""Host and port to IP addresses in text, best first; raises OSError where there are none."""
AT_ONCE = 32


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Lookup:
    """Asks a resolver, a bounded number of names at a time. The system's resolver itself knows no time limit."""

    def __init__(self, resolver: Resolver = system_resolver) -> None:
        self._resolver = resolver
        self._free = asyncio.Semaphore(AT_ONCE)

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
            threading.Thread(target=ask, daemon=True, name=f"resolve {host}").start()
        except RuntimeError as error:
            self._free.release()
            raise OutageError(f"the name cannot be resolved ({error})", where=host) from None
        return answer
