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

    def stamp(self) -> tuple[datetime, datetime]:
        """Both at one instant, for an archive entry: without a clock of its own a newsroom has one time, not two."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def real(self) -> datetime:
        return datetime.now(UTC)

    def stamp(self) -> tuple[datetime, datetime]:
        now = self.now()
        return now, now


class SetClock:
    """Stands where it was set; only a newsroom declared simulated may use one."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def now(self) -> datetime:
        return self.time

    def real(self) -> datetime:
        return datetime.now(UTC)

    def stamp(self) -> tuple[datetime, datetime]:
        return self.now(), self.real()
