"""Work that takes longer than a moment, in threads: bounded in number and in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from tallywire.web.refusals import BusyNow

T = TypeVar("T")


class Workers:
    """`threads` at work, at most `waiting` asked for; raises BusyNow past that, and after `seconds`.

    What runs past its time is left to end by itself: every piece of work is bounded by the size of what it is
    handed.
    """

    def __init__(self, name: str, *, threads: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=f"tallywire-{name}")
        self._room = BoundedSemaphore(waiting)
        self._seconds = seconds

    async def run(self, work: Callable[[], T]) -> T:
        if not self._room.acquire(blocking=False):
            raise BusyNow("the server has too much to do just now")
        future = self._pool.submit(work)
        future.add_done_callback(lambda done: self._room.release())
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), self._seconds)
        except TimeoutError:
            raise BusyNow("this took too long and was given up") from None
