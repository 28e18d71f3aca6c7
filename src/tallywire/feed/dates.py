"""Dates, times and periods as a reader of English writes them; times are given in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tallywire.series import Period

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def utc(moment: datetime) -> datetime:
    """`moment` in UTC; raises ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a published time needs a time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, for `datetime=` and for feeds."""
    return utc(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def day_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def day_line(day: date) -> str:
    return f"{_DAYS[day.weekday()]}, {day_words(day)}"


def hour_words(moment: datetime) -> str:
    return f"{utc(moment):%H:%M} UTC"


def moment_words(moment: datetime) -> str:
    return f"{day_words(utc(moment).date())}, {hour_words(moment)}"


def period_words(period: Period) -> str:
    start = period.start
    match period.granularity:
        case "day":
            return day_words(start)
        case "month":
            return f"{_MONTHS[start.month - 1]} {start.year}"
        case "year":
            return str(start.year)
        case "quarter":
            return f"{('first', 'second', 'third', 'fourth')[(start.month - 1) // 3]} quarter of {start.year}"
        case "half":
            return f"{'first' if start.month < 7 else 'second'} half of {start.year}"
        case "week":
            return f"week of {day_words(start)}"
        case _:
            return f"{day_words(start)} to {day_words(period.last_day)}"
