"""A cell's text to a period, strictly: no order of day and month is guessed, no year is completed."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Period, parse_period

Order = Literal["", "dmy", "mdy", "ymd"]
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MAX = 80
_DAY_FIRST = re.compile(
    r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<m>[^\W\d_]+)\.?,?\s+(?P<y>[0-9]{4})\Z", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"(?P<m>[^\W\d_]+)\.?\s+(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>[0-9]{4})\Z", re.IGNORECASE
)
_MONTH = re.compile(r"(?P<m>[^\W\d_]+)\.?,?\s+(?P<y>[0-9]{4})\Z")
_YEAR_MONTH = re.compile(r"(?P<y>[0-9]{4}),?\s+(?P<m>[^\W\d_]+)\.?\Z")
_QUARTER = re.compile(
    r"(?:Q(?P<q>[1-4])[ ,/-]*(?P<y>[0-9]{4})|(?P<y2>[0-9]{4})[ ,/-]*Q(?P<q2>[1-4]))\Z", re.IGNORECASE
)
_NUMERIC = re.compile(r"(?P<a>[0-9]{1,4})(?P<s>[./-])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{1,4})\Z")
_DATETIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}"
    r"(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?\Z"
)
_STANDS_FOR = {"day": {"month", "quarter", "year"}, "month": {"quarter", "year"}}


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a source writes its periods.

    column: header text or number of the period column. granularity: what each row stands for (2006-01-01 in a
    monthly file is January 2006); auto: as written. order: of day, month and year in all-number dates such as
    01/09/2022, which are refused without it. months: the page's own month names, twelve or
    a multiple (nominative, genitive, short), beside the English ones.
    """

    column: str | int = 0
    granularity: Literal["auto", "day", "month", "quarter", "year"] = "auto"
    order: Order = ""
    months: tuple[str, ...] = ()


def read_period(text: str, dates: Dates) -> Period:
    """The period that `text` writes, at the source's granularity; raises TableError for what is none."""
    bare = " ".join(text.split())
    if not bare or len(bare) > _MAX:
        raise TableError(f"{bare[:60]!r} is not a period")
    try:
        return _at(_written(bare, dates), dates.granularity)
    except (ValueError, OverflowError):
        raise TableError(
            f"{bare[:60]!r} is not a period",
            hint="Expected e.g. 2022-09-01, 1 September 2022, September 2022 or Q3 2022",
        ) from None


def read_day(text: str, dates: Dates) -> date:
    """The day that `text` writes; raises TableError for anything less exact."""
    period = read_period(text, msgspec.structs.replace(dates, granularity="day"))
    return period.start


def month_number(name: str, months: tuple[str, ...] = ()) -> int:
    """1 to 12 for an English month name, long or short, or one of `months`; raises ValueError for another word."""
    word = name.casefold()
    for index, own in enumerate(months):
        if word == own.casefold():
            return index % 12 + 1
    if word in MONTHS:
        return MONTHS.index(word) + 1
    if word in _SHORT:
        return _SHORT[word]
    raise ValueError(f"{name!r} is no month")


def _written(bare: str, dates: Dates) -> Period:
    for form in (_DAY_FIRST, _MONTH_FIRST):
        if found := form.match(bare):
            return Period.day(date(int(found["y"]), month_number(found["m"], dates.months), int(found["d"])))
    if found := _QUARTER.match(bare):
        return Period.quarter(int(found["y"] or found["y2"]), int(found["q"] or found["q2"]))
    for form in (_MONTH, _YEAR_MONTH):
        if found := form.match(bare):
            return Period.month(int(found["y"]), month_number(found["m"], dates.months))
    if found := _DATETIME.match(bare):
        return Period.day(date.fromisoformat(found["day"]))
    if (found := _NUMERIC.match(bare)) and not re.match(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]\Z", bare):
        return Period.day(_ordered((found["a"], found["b"], found["c"]), dates.order))
    return parse_period(bare)


def _ordered(parts: tuple[str, str, str], order: Order) -> date:
    if not order:
        raise TableError(
            f"{'/'.join(parts)!r} does not say which is the day and which the month",
            hint='Set period.order to "dmy", "mdy" or "ymd"',
        )
    named = dict(zip(order, parts, strict=True))
    if len(named["y"]) != 4 or len(named["m"]) > 2 or len(named["d"]) > 2:
        raise ValueError("a year has four digits")
    return date(int(named["y"]), int(named["m"]), int(named["d"]))


def _at(period: Period, granularity: str) -> Period:
    if granularity == "auto" or granularity == period.granularity:
        return period
    if granularity not in _STANDS_FOR.get(period.granularity, ()):
        raise TableError(f"{period} is a {period.granularity}, and the source says each row is a {granularity}")
    first = period.start
    match granularity:
        case "month":
            return Period.month(first.year, first.month)
        case "quarter":
            return Period.quarter(first.year, (first.month + 2) // 3)
        case _:
            return Period.year(first.year)
