"""Periods as words give them, and what they come to once a day is known from which they are said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from tallywire.series import Length, Period, add_months

Form = Literal["date", "month", "quarter", "half", "year", "years", "weekday", "relative", "day", "ago", "unreadable"]


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A period before it is resolved.

    part: early (days 1-10), mid (11-20) or late (21-end) of a month or, early and late only, of a year. number:
    quarter, half, weekday or a relative step (-1 last, 0 this, 1 next). unit: of a relative step. length: how
    long ago. until: last year of a range of years. carried: "previous", from the period before, not from today.
    """

    form: Form
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Literal["", "early", "mid", "late"] = ""
    number: int = 0
    unit: str = ""
    length: Length | None = None
    until: int = 0
    carried: bool = False

    @property
    def dated(self) -> bool:
        """Whether it says its own year."""
        return self.year is not None


def resolve(when: When, said: date, *, future: bool = False, before: Period | None = None) -> Period | None:
    """The dates that `when` means, said on the day `said`; None where there is no such day or it is not guessed.

    Without a year it is the latest such period that begins no later than `said`, or with `future` the next that
    ends after it. before: the period that "the previous month" counts back from.
    """
    try:
        return _resolve(when, said, future, before)
    except (ValueError, OverflowError):
        return None


def day_after(length: Length, said: date) -> Period | None:
    """The day that lies `length` after `said`; None beyond the calendar."""
    try:
        return Period.day(length.after(said))
    except (ValueError, OverflowError):
        return None


def _resolve(when: When, said: date, future: bool, before: Period | None) -> Period | None:
    match when.form:
        case "year":
            assert when.year is not None
            return _part(Period.year(when.year), when.part)
        case "years":
            assert when.year is not None
            return Period.span(date(when.year, 1, 1), date(when.until + 1, 1, 1))
        case "date" | "month" | "quarter" | "half":
            return _dated(when, said, future)
        case "weekday":
            back = (said.weekday() - when.number) % 7
            if future:
                return Period.day(said + timedelta(days=(when.number - said.weekday()) % 7))
            return Period.day(said - timedelta(days=back + (7 if when.unit == "last" and back == 0 else 0)))
        case "day":
            return Period.day(said + timedelta(days=when.number))
        case "relative":
            return _relative(when, before.start if before is not None and when.carried else said)
        case "ago":
            return _ago(when, said)
        case _:
            return None


def _dated(when: When, said: date, future: bool) -> Period | None:
    if when.year is not None:
        return _in_year(when, when.year)
    candidates = [found for year in range(said.year - 4, said.year + 5) if (found := _in_year(when, year))]
    if future:
        return next((period for period in candidates if period.end > said), None)
    return next((period for period in reversed(candidates) if period.start <= said), None)


def _in_year(when: When, year: int) -> Period | None:
    try:
        if when.form == "quarter":
            return Period.quarter(year, when.number)
        if when.form == "half":
            first = date(year, 1 if when.number == 1 else 7, 1)
            return Period(first, add_months(first, 6), "half")
        assert when.month is not None
        if when.form == "date":
            assert when.day is not None
            return Period.day(date(year, when.month, when.day))
        return _part(Period.month(year, when.month), when.part)
    except ValueError:
        return None


def _part(period: Period, part: str) -> Period | None:
    if not part:
        return period
    if period.granularity == "year":
        if part == "mid":
            return None
        period = Period.month(period.start.year, 1 if part == "early" else 12)
    first = {"early": 0, "mid": 10, "late": 20}[part]
    start = period.start + timedelta(days=first)
    return Period.span(start, period.end if part == "late" else start + timedelta(days=10))


def _relative(when: When, anchor: date) -> Period | None:
    step = when.number
    match when.unit:
        case "week":
            monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=step)
            return Period(monday, monday + timedelta(days=7), "week")
        case "month":
            month = add_months(anchor.replace(day=1), step)
            return Period.month(month.year, month.month)
        case "quarter":
            first = add_months(anchor.replace(day=1, month=3 * ((anchor.month + 2) // 3) - 2), 3 * step)
            return Period.quarter(first.year, (first.month + 2) // 3)
        case "year":
            return Period.year(anchor.year + step)
        case _:
            return None


def _ago(when: When, said: date) -> Period | None:
    assert when.length is not None
    day = when.length.before(said)
    if when.length.days:
        return Period.day(day)
    return (
        Period.year(day.year) if when.length.months % 12 == 0 and not when.unit else Period.month(day.year, day.month)
    )


def pair(first: When, second: When, said: date, *, future: bool = False) -> tuple[Period | None, Period | None]:
    """The two ends of "between A and B": a missing year is taken from the other end, the first before the second."""
    start, end = resolve(first, said, future=future), resolve(second, said, future=future)
    if start is None or end is None:
        return start, end
    if first.dated and not second.dated:
        end = next(
            (
                p
                for year in (start.start.year, start.start.year + 1)
                if (p := _with(second, year, said)) and p.start > start.start
            ),
            None,
        )
    elif not first.dated:
        start = next(
            (
                p
                for year in (end.start.year, end.start.year - 1)
                if (p := _with(first, year, said)) and p.start < end.start
            ),
            None,
        )
    return (start, end) if start is not None and end is not None and start.start < end.start else (None, None)


def _with(when: When, year: int, said: date) -> Period | None:
    if when.form not in {"date", "month", "quarter", "half"}:
        return resolve(when, said)
    return _in_year(when, year)
