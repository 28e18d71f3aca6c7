"""An interval of decimals, each end open, closed or absent."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Interval(msgspec.Struct, frozen=True, gc=False):
    """All decimals between `low` and `high`; `None` is unbounded, `*_open` leaves the end itself out."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        for end in (self.low, self.high):
            if end is not None and not end.is_finite():
                raise ValueError(f"an interval's end must be finite, not {end}")
        if self.low is not None and self.high is not None:
            empty = self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))
            if empty:
                raise ValueError(f"empty interval: {self}")

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        return cls(value, value)

    @classmethod
    def around(cls, value: Decimal, quantum: Decimal) -> Interval:
        """The values that round to `value` at `quantum`: half a quantum to each side, upper end open.

        A quantum of 0 means exact. Away from zero, a half rounds up in size, so for a negative value the
        lower end is the open one.
        """
        if quantum == 0:
            return cls(value, value)
        half = quantum / 2
        if value < 0:
            return cls(value - half, value + half, low_open=True)
        return cls(value - half, value + half, high_open=True)

    def contains(self, value: Decimal) -> bool:
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.high_open and value == self.high)))

    def covers(self, other: Interval) -> bool:
        """Whether every value of `other` lies in this interval."""
        if self.low is not None:
            if other.low is None or other.low < self.low:
                return False
            if other.low == self.low and self.low_open and not other.low_open:
                return False
        if self.high is not None:
            if other.high is None or other.high > self.high:
                return False
            if other.high == self.high and self.high_open and not other.high_open:
                return False
        return True

    def wholly_below(self, other: Interval) -> bool:
        """Whether every value here is smaller than every value of `other`."""
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def disjoint(self, other: Interval) -> bool:
        return self.wholly_below(other) or other.wholly_below(self)

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def scaled(self, factor: Decimal) -> Interval:
        """Every value times `factor`, which must be positive."""
        if factor <= 0:
            raise ValueError(f"an interval is scaled by a positive factor, not {factor}")
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_open,
            self.high_open,
        )
