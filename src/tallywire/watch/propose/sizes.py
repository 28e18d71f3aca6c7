"""Periods whose size their texts do not say by themselves: numbers of months, days of weeks, months under a year."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.dates import Dates, Order, read_period
from tallywire.watch.year_above import under_years

MAX_TEXT = 120
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
_IN_FIGURES = re.compile(
    r"\s*(?:(?:0?[1-9]|1[0-2])\.(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?)\s*\Z"
)
_NUMBERED = re.compile(r"(?:19|20)[0-9]{2} (?P<part>[0-9]{1,2})\Z")
_TWO_YEARS = 8
"""Quarters of two years."""
_OF_WEEK = re.compile(r"\s*w(?:eek)?[ /-]", re.IGNORECASE)
_WEEKS = (Dates(granularity="week", week="last"), Dates(granularity="week", week="first"))
_SIZED = (Dates(), Dates(granularity="day"), Dates(granularity="month"))


def tried(text: str, dates: Dates) -> Period | None:
    """The period that a text is with these settings; None for none."""
    if len(text) > MAX_TEXT:
        return None
    try:
        return read_period(text, dates)
    except TableError:
        return None


def in_figures(text: str) -> Period | None:
    """The month or day that a plain number is written as: 09.2022, 202209, 20220901; None for another number."""
    if not _IN_FIGURES.match(text):
        return None
    return next((found for dates in _SIZED if (found := tried(text, dates)) is not None), None)


def sized(texts: Sequence[str], fewest: int = _TWO_YEARS) -> tuple[Dates, ...]:
    """The settings with which texts are periods that do not say their size, where they tell it together.

    A year and the number of a part of it is a month where one is over four, and a quarter where years go no further
    in at least `fewest` of them.
    """
    numbered = [found for text in texts if (found := _NUMBERED.match(" ".join(text.split())))]
    if numbered:
        last = max(int(found["part"]) for found in numbered)
        if last > 4:
            return (Dates(granularity="month"),)
        different = len({found[0] for found in numbered})
        return (Dates(granularity="quarter"),) if different >= fewest and (last == 4 or fewest == 1) else ()
    if any(_OF_WEEK.match(text) for text in texts):
        return _weeks()
    return tuple(dates for dates in _SIZED if any(_IN_FIGURES.match(text) and tried(text, dates) for text in texts))


def of_weeks(column: str) -> tuple[Dates, ...]:
    """The settings for days whose column is named week ending, or week commencing."""
    name = " ".join(column.casefold().replace("-", " ").split())
    for word, week in (("ending", "last"), ("ended", "last"), ("commencing", "first"), ("beginning", "first")):
        if f"week {word}" in name:
            return tuple(dates for dates in _weeks() if dates.week == week)
    return ()


def years_above(texts: Sequence[str], dates: Dates) -> list[str]:
    """The texts with the years that stand in rows of their own above them; empty where none has one so."""
    under = under_years(texts, [False] * len(texts), dates)
    if not any(each.text != text for each, text in zip(under, texts, strict=True)):
        return []
    return ["" if each.refused else each.text for each in under]


def _weeks() -> tuple[Dates, ...]:
    """The settings for weeks that are named by a day: week ending 6 November 2022."""
    orders: tuple[Order, ...] = ("", *ORDERS)
    return tuple(msgspec.structs.replace(week, order=order) for week in _WEEKS for order in orders)
