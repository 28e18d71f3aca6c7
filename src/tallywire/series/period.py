"""Periods: half-open intervals of dates with a granularity, and lengths of time between them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

import msgspec

from tallywire.errors import TableError

Granularity = Literal["day", "week", "month", "quarter", "half", "year", "span"]

_FORMS = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?|-?Q(?P<q>[1-4])|-?W(?P<w>\d{2})|-?[HS](?P<h>[12]))?\Z"
)


class Period(msgspec.Struct, frozen=True, order=True, gc=False):
    """The dates from `start` up to, not including, `end`."""

    start: date
    end: date
    granularity: Granularity

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day + timedelta(days=1), "day")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        first = date(year, month, 1)
        return cls(first, add_months(first, 1), "month")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        first = date(year, 3 * quarter - 2, 1)
        return cls(first, add_months(first, 3), "quarter")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year + 1, 1, 1), "year")

    @classmethod
    def span(cls, start: date, end: date) -> Period:
        return cls(start, end, "span")

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def __str__(self) -> str:
        """ISO-like and parsed back by `parse_period`; spans are written start/last day."""
        y, m = self.start.year, self.start.month
        match self.granularity:
            case "day":
                return self.start.isoformat()
            case "month":
                return f"{y:04d}-{m:02d}"
            case "quarter":
                return f"{y:04d}-Q{(m + 2) // 3}"
            case "half":
                return f"{y:04d}-H{1 if m < 7 else 2}"
            case "year":
                return f"{y:04d}"
            case "week":
                iso = self.start.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}"
            case _:
                return f"{self.start.isoformat()}/{self.last_day.isoformat()}"


def parse_period(text: str) -> Period:
    """Read `2022-11-01`, `2022-11`, `2022`, `2022-Q3`, `2022-H1`, `2022-W05`, or `start/last day`.

    Raises TableError for anything else; no date is guessed.
    """
    text = text.strip()
    try:
        if "/" in text:
            first, last = text.split("/")
            return Period.span(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))
        found = _FORMS.match(text)
        if found is None:
            raise ValueError
        year = int(found["y"])
        if found["d"]:
            return Period.day(date(year, int(found["m"]), int(found["d"])))
        if found["m"]:
            return Period.month(year, int(found["m"]))
        if found["q"]:
            return Period.quarter(year, int(found["q"]))
        if found["w"]:
            first_day = date.fromisocalendar(year, int(found["w"]), 1)
            return Period(first_day, first_day + timedelta(days=7), "week")
        if found["h"]:
            first_day = date(year, 1 if found["h"] == "1" else 7, 1)
            return Period(first_day, add_months(first_day, 6), "half")
        return Period.year(year)
    except (ValueError, OverflowError):
        raise TableError(
            f"{text[:60]!r} is not a period", hint="Expected e.g. 2022-11-01, 2022-11, 2022-Q3 or 2022"
        ) from None


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the month's last day where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> Fraction:
    """Calendar months from `start` to `end`, the last broken month as days over that month's own length.

    1 September to 1 November is exactly 2; raises ValueError if `end` is before `start`.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    whole = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    reached = add_months(start, whole)
    following = add_months(start, whole + 1)
    return whole + Fraction((end - reached).days, (following - reached).days)


class Length(msgspec.Struct, frozen=True):
    """A length of time in whole months and days, as words give it: two months, eight weeks."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or self.months + self.days == 0:
            raise ValueError(f"a length of time is positive: {self.months} months {self.days} days")

    def before(self, day: date) -> date:
        return add_months(day, -self.months) - timedelta(days=self.days)

    def after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)

    @property
    def approximate_days(self) -> Fraction:
        """Days, a month counted as 30.436875 (the Gregorian mean)."""
        return self.months * Fraction(30436875, 1000000) + self.days
