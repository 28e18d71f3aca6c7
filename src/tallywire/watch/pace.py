"""Turns at a host: how often and how many at a time one host is asked, whatever the others do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from tallywire.errors import UsageError
from tallywire.watch.clock import Clock

MOST_AT_A_HOST = 2
_FEW = 1024


class Pace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How politely hosts are asked. Seconds.

    interval: at least this between the starts of two requests to a host; loopback_interval: the same for a loopback
    host that a source allows, which is the newsroom's own. concurrency: requests to one host at a time, 1 or 2.
    longest_delay: a robots.txt that asks for a longer Crawl-delay gets this. connections: open at a time, over all
    hosts.
    """

    interval: float = 1.0
    loopback_interval: float = 0.0
    concurrency: int = 1
    longest_delay: float = 60.0
    connections: int = 256


DEFAULT_PACE = Pace()


class Turns:
    """Gives each host's requests their turns in the order in which they asked."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        if not 1 <= pace.concurrency <= MOST_AT_A_HOST:
            raise UsageError(
                f"{pace.concurrency} requests to a host at a time", hint=f"Between 1 and {MOST_AT_A_HOST}"
            )
        self._pace = pace
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._many = _FEW
        self._connections = asyncio.Semaphore(pace.connections)

    @asynccontextmanager
    async def turn(self, host: str, interval: float) -> AsyncIterator[None]:
        """Waits until `host` may be asked again; inside, the request is made.

        interval: seconds from this request's start to the next one's. A host that is waited for takes none of the
        connections that the others share.
        """
        queue = self._queue(host)
        queue.waiting += 1
        try:
            async with queue.slots:
                now = self._clock.monotonic()
                start = max(now, queue.next)
                queue.next = start + interval
                if start > now:
                    await self._clock.sleep(start - now)
                async with self._connections:
                    yield
        finally:
            queue.waiting -= 1

    def _queue(self, host: str) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= self._many:
                self._forget()
            self._hosts[host] = _Host(self._pace.concurrency)
        return self._hosts[host]

    def _forget(self) -> None:
        """Drops the hosts that may be asked at once anyway."""
        now = self._clock.monotonic()
        for host in [host for host, queue in self._hosts.items() if not queue.waiting and queue.next <= now]:
            del self._hosts[host]
        self._many = max(_FEW, 2 * len(self._hosts))


class _Host:
    def __init__(self, concurrency: int) -> None:
        self.slots = asyncio.Semaphore(concurrency)
        self.next = float("-inf")
        self.waiting = 0
