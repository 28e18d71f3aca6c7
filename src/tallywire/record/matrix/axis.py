"""The regular axes of periods, and which place on which axis a period has."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from tallywire.series import Frequency, Granularity, Period, add_months

Ints = npt.NDArray[np.int32]

GRANULARITIES: tuple[Granularity, ...] = ("day", "week", "month", "quarter", "half", "year", "span")
FREQUENCIES: tuple[Frequency, ...] = ("_O", "D", "W", "M", "Q", "S", "A")

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "M": 1, "Q": 3, "S": 6, "A": 12}
_CODES = {"week": "W", "month": "M", "quarter": "Q", "half": "S", "year": "A"}
_DAY, _WEEK = GRANULARITIES.index("day"), GRANULARITIES.index("week")
_EPOCH = date(1970, 1, 1)

IRREGULAR = -1


class Axis(msgspec.Struct, frozen=True):
    """Periods at equal steps: `step` months, or `step` days where `months` is false; `anchor` is where they begin.

    `granularity`: of the periods. Periods of one day may lie months apart, on the `day` of each month, its last
    one for 0. Numbers count from 1970; they say the same period whatever else an axis holds.
    """

    granularity: Granularity
    months: bool
    step: int
    anchor: int
    day: int = 1

    @property
    def name(self) -> str:
        """A frequency code; "+" and where the periods begin, if not with the year or week; "@" and the day."""
        step = {True: {1: "M", 3: "Q", 6: "S", 12: "A"}, False: {1: "D", 7: "W"}}[self.months][self.step]
        # 1970 began on a Thursday; weeks begin on Mondays.
        begins = self.anchor if self.months or self.step == 1 else (self.anchor + 3) % 7
        shifted = f"+{begins}" if begins else ""
        if self.granularity != "day" or step == "D":
            return step + shifted
        return f"{step}{shifted}@{('last' if self.day == 0 else str(self.day)) if self.months else 'day'}"

    def at(self, day: date) -> int:
        """The place of the period that a day lies in, or of the one before it."""
        if self.months:
            return (12 * (day.year - 1970) + day.month - 1 - self.anchor) // self.step
        return ((day - _EPOCH).days - self.anchor) // self.step

    def period(self, number: int) -> Period:
        """The period at a place on the axis."""
        if not self.months:
            start = _EPOCH + timedelta(days=number * self.step + self.anchor)
            return Period(
                start, start + timedelta(days=1 if self.granularity == "day" else self.step), self.granularity
            )
        first = add_months(_EPOCH, number * self.step + self.anchor)
        if self.granularity != "day":
            return Period(first, add_months(first, self.step), self.granularity)
        day = add_months(first, 1) - timedelta(days=1) if self.day == 0 else first.replace(day=self.day)
        return Period.day(day)


def axis_of(key: int) -> Axis:
    """The axis of a key that `places` gave."""
    granularity = GRANULARITIES[key % 8]
    frequency = FREQUENCIES[key // 8 % 8]
    anchor, day = key // 64 % 16, key // 1024
    if granularity != "day":
        months = _MONTHS.get(granularity)
        return Axis(granularity, months is not None, months or 7, anchor)
    months = _MONTHS.get(frequency)
    if months is None:
        return Axis(granularity, False, 7 if frequency == "W" else 1, anchor)
    return Axis(granularity, True, months, anchor, day)


def places(
    start: Ints, end: Ints, granularity: npt.NDArray[np.uint8], frequency: npt.NDArray[np.uint8]
) -> tuple[Ints, Ints]:
    """For each period the key of its axis and its place there; key `IRREGULAR` for one that fits no axis.

    start, end: days since 1970. granularity, frequency: as numbers in `GRANULARITIES` and `FREQUENCIES`; what a
    series' frequency is decides only where periods of one day are put.
    """
    keys: Ints = np.full(len(start), IRREGULAR, dtype=np.int32)
    numbers: Ints = np.zeros(len(start), dtype=np.int32)
    if not len(start):
        return keys, numbers
    low, high = int(start.min()), int(end.max())
    calendar = np.arange(low, high + 2, dtype=np.int64).astype("datetime64[D]")
    month = calendar.astype("datetime64[M]")
    day = (calendar - month.astype("datetime64[D]")).astype(np.int32) + 1
    months = month.astype(np.int32)
    for code in np.flatnonzero(np.bincount(granularity)):
        chosen = slice(None) if granularity[0] == code and (granularity == code).all() else granularity == code
        began, ended = start[chosen], end[chosen]
        if code == _DAY:
            keys[chosen], numbers[chosen] = _days(began, ended, frequency[chosen], low, months, day)
        elif code == _WEEK:
            fits = ended - began == 7
            keys[chosen] = np.where(fits, code + 64 * (began % 7), IRREGULAR)
            numbers[chosen] = began // 7
        elif GRANULARITIES[code] in _MONTHS:
            step = _MONTHS[GRANULARITIES[code]]
            first = months[began - low]
            fits = (day[began - low] == 1) & (day[ended - low] == 1) & (months[ended - low] - first == step)
            keys[chosen] = np.where(fits, code + 64 * (first % step), IRREGULAR)
            numbers[chosen] = first // step
    return keys, numbers


def _days(
    start: Ints, end: Ints, frequency: npt.NDArray[np.uint8], low: int, months: Ints, day: Ints
) -> tuple[Ints, Ints]:
    keys: Ints = np.full(len(start), IRREGULAR, dtype=np.int32)
    numbers: Ints = np.zeros(len(start), dtype=np.int32)
    for code in np.flatnonzero(np.bincount(frequency)):
        name = FREQUENCIES[code]
        here = (frequency == code) & (end - start == 1)
        at = start[here]
        if name == "D":
            keys[here], numbers[here] = _DAY + 8 * code, at
        elif name == "W":
            keys[here], numbers[here] = _DAY + 8 * code + 64 * (at % 7), at // 7
        elif name in _MONTHS:
            step, first = _MONTHS[name], months[at - low]
            on = np.where(day[at + 1 - low] == 1, 0, day[at - low])
            keys[here] = _DAY + 8 * code + 64 * (first % step) + 1024 * on
            numbers[here] = first // step
    return keys, numbers
