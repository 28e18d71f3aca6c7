"""Writing the site after a step that readers see: one at a time, in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Literal

from tallywire.errors import TallywireError

PATIENCE = 20.0
"""Seconds that a request waits for the site; the writing goes on after that."""

Written = Literal["written", "going on", "failed"]

log = logging.getLogger("tallywire.web")


class SiteWriter:
    """`write` makes the site as the desk has it. Steps that come while one write waits its turn share it.

    `failure` is what the last write ended with, "" where it went well; it is shown on the desk until one does.
    """

    def __init__(self, write: Callable[[], None], *, patience: float = PATIENCE) -> None:
        self._write = write
        self._patience = patience
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tallywire-site")
        self._lock = Lock()
        self._waiting: Future[None] | None = None
        self.failure = ""

    async def write(self) -> Written:
        """Have the site written, and wait for it as long as a request may."""
        with self._lock:
            if self._waiting is None:
                self._waiting = self._pool.submit(self._one)
            turn = self._waiting
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(turn)), self._patience)
        except TimeoutError:
            return "going on"
        return "failed" if self.failure else "written"

    def _one(self) -> None:
        with self._lock:
            self._waiting = None  # what is decided from here on needs a write of its own
        try:
            self._write()
        except TallywireError as error:
            log.error("the site was not written: %s", error.message)
            self.failure = error.what
        except Exception as error:  # whatever it was, the desk goes on and says so
            log.error("the site was not written: %s", type(error).__name__, exc_info=error)
            self.failure = "something went wrong, and the server's log says what"
        else:
            self.failure = ""
