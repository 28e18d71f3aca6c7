"""What was known of a series before a release: the figures that stood, and how its source used to restate them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Set
from datetime import date
from decimal import Decimal

import msgspec

from tallywire.record.restating.change import Told
from tallywire.series import Observation, Period, Restatement

LOOKED_BACK = 12
"""So many earlier releases with news of a series make its source's habit."""


class Habit(msgspec.Struct, frozen=True):
    """How one release restated a series: how many figures, how far back, by how much at most.

    oldest: where the oldest restated figure's period begins; reach: how many days that is before the newest.
    """

    restated: int
    oldest: date | None
    reach: int
    size: Decimal


class Past:
    """One series up to a release, brought forward release by release."""

    def __init__(self) -> None:
        self.standing: dict[Period, Observation] = {}
        self.habits: deque[Habit] = deque(maxlen=LOOKED_BACK)
        self._gone: set[Period] = set()
        self._counted: set[Period] = set()
        self._newest: Period | None = None

    @property
    def newest(self) -> Period | None:
        """The newest period that has a figure."""
        if self._newest not in self._counted:
            self._newest = max(self._counted, default=None)
        return self._newest

    @property
    def counted(self) -> Set[Period]:
        """The periods with a figure in the table."""
        return self._counted

    def advance(self, told: Told, habitual: Iterable[Restatement]) -> None:
        """Take a release in. habitual: those of its restatements that count as the source's way of revising."""
        counted = [each for each in habitual if each.before.value is not None and each.after.value is not None]
        if told.arrived or told.restatements:
            newest = self.newest
            self.habits.append(
                Habit(
                    len(counted),
                    min((each.after.period.start for each in counted), default=None),
                    max((reach(each.after.period, newest) for each in counted), default=0),
                    max((size(each) for each in counted), default=Decimal(0)),
                )
            )
        for each in (*told.arrived, *(pair.after for pair in told.restatements), *told.refilled):
            self.standing[each.period] = each
            self._gone.discard(each.period)
            self._count(each.period)
        for absence in told.gone:
            self._gone.add(absence.period)
            self._count(absence.period)
        for absence in told.back:
            self._gone.discard(absence.period)
            self._count(absence.period)

    def _count(self, period: Period) -> None:
        held = self.standing.get(period)
        if held is None or held.value is None or period in self._gone:
            self._counted.discard(period)
            return
        self._counted.add(period)
        if self._newest is not None and self._newest < period:
            self._newest = period


def reach(period: Period, newest: Period | None) -> int:
    """How many days a period begins before the newest one; 0 where it is the newest."""
    return 0 if newest is None else max(0, (newest.start - period.start).days)


def size(pair: Restatement) -> Decimal:
    """By how much a figure was changed."""
    assert pair.before.value is not None and pair.after.value is not None
    return abs(pair.after.value - pair.before.value)
