"""Clocks that tests turn: nothing waits for real."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta

START = datetime(2022, 11, 1, 9, tzinfo=UTC)


class QuickClock:
    """Whoever sleeps on it wakes at once, and so much later it is then. `slept` are the waits, in their order."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class OrderedClock:
    """Moves on to the next sleeper's time once every task waits, so that many tasks wake in their true order."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, id(future), future))
        await future

    async def run(self, *work: Coroutine[None, None, None]) -> None:
        """Runs these to their end."""
        tasks = [asyncio.ensure_future(each) for each in work]
        while not all(task.done() for task in tasks):
            for _ in range(20):  # enough rounds of the loop for every task to come to its next wait
                await asyncio.sleep(0)
            if self._sleepers:
                when, _, future = heapq.heappop(self._sleepers)
                self.seconds = max(self.seconds, when)
                if not future.done():
                    future.set_result(None)
        for task in tasks:
            task.result()
