"""The newsroom's clock: the real one, or in a simulated newsroom one that is set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The newsroom's time, with a zone."""
        ...

    def real(self) -> datetime:
        """The real time, which the archive keeps beside it."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def real(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """Stands where it was set; only a newsroom declared simulated may use one."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def now(self) -> datetime:
        return self.time

    def real(self) -> datetime:
        return datetime.now(UTC)
