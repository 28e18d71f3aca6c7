"""An event loop for callers that do not await."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import wait
from contextlib import ExitStack
from types import TracebackType
from typing import Self, TypeVar

from anyio.from_thread import start_blocking_portal

from tallywire.errors import OutageError

T = TypeVar("T")

LOOK_UP = 0.1
"""Seconds after which a wait looks whether it was interrupted.

Polars' handler of signals keeps a wait for a lock going, and Ctrl-C would be felt only at its end.
"""


class OwnLoop:
    """An event loop in a thread of its own, within `with`; so it serves a notebook too, which runs one itself.

    Raises OutageError if the thread cannot be started. What still runs at the end of the block is cancelled where
    the block ends with an exception.
    """

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        try:
            self._portal = self._stack.enter_context(start_blocking_portal())
        except RuntimeError as error:
            raise OutageError(str(error), hint="Let this process have more threads, or more memory") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def run(self, function: Callable[[], Awaitable[T]]) -> T:
        """What the coroutine function gives, or raises."""
        answer = self._portal.start_task_soon(function)
        while not wait((answer,), LOOK_UP).done:
            pass
        return answer.result()
