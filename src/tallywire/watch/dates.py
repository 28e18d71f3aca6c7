"""A cell's text to a period, strictly: no order of day and month is guessed, no year is completed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Period, add_months, parse_period
from tallywire.watch.fiscal import Named, fiscal_period, fiscal_year, like_a_month, split_years
from tallywire.watch.notes import without_marks, without_notes
from tallywire.watch.worded import WordedDates, undecorated, worded_period

Order = Literal["", "dmy", "mdy", "ymd"]
Column = str | int
"""Header text, or the column's number from 0."""
MAX_PERIOD = 120
MAX_CELL = 1000
"""Characters of a cell that is looked at, spaces and notes counted."""
REMEMBERED = 1 << 15
"""Texts, of all sources together, whose periods are known: most stand in the next release too."""
_PLAINER = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
)
_ISO = re.compile(
    r"(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?|-?Q[1-4]|-?W[0-9]{2}|-?[HS][12])?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2})\Z"
)
_DATETIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{2}:[0-9]{2}"
    r"(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?\Z"
)
_NUMERIC = re.compile(r"(?P<a>[0-9]{1,4})(?P<s>[./-]|(?<=[0-9]) )(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{1,4})\Z")
_TWO_DAYS = re.compile(
    r"(?P<first>[0-9]{1,4}([./])[0-9]{1,2}\2[0-9]{1,4}) ?- ?(?P<last>[0-9]{1,4}\2[0-9]{1,2}\2[0-9]{1,4})\Z"
)
_DAY_UNDIVIDED = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})\Z")
_MONTH_UNDIVIDED = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})\Z")
_MONTH_YEAR = re.compile(r"(?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})\Z")
_YEAR_PART = re.compile(r"(?P<y>[0-9]{4}) (?P<n>[0-9]{1,2})\Z")
_OF_WEEK = re.compile(
    r"(?:week|w)[ /-]?(?:(?P<last>ending|ended|e)|(?P<first>beginning|commencing|starting|b|c))(?: on)?:? "
    r"(?P<day>.+)\Z"
)
_STANDS_FOR = {"day": {"month", "quarter", "half", "year"}, "month": {"quarter", "half", "year"}}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a source writes its periods.

    column: header text or number of the period column; several are joined by a space (a year beside a month).
    caption: a pattern with the group `period`, matched against the table's caption and the rows above its header,
    where one period is given for the whole table. granularity: what each row stands for (2006-01-01 in a monthly
    file is January 2006); auto: as written. week: which day of its week a written day is, for the granularity week.
    order: of day, month and year in all-number dates such as 01/09/2022, which are refused without it. century:
    the first of the hundred years in which years of two digits lie; they are refused without it. fiscal: the month
    in which fiscal years begin; 2022/23 is refused without it. fiscal_named: which of its two calendar years a
    fiscal year is named after where it is written with one. months: the page's own month names, twelve or a
    multiple (nominative, genitive, short), beside the English, Russian and Ukrainian ones. strip: footnote marks
    that may stand after a period and change nothing. year_above: whether a year stands in a row of its own above
    the months, quarters or half-years without one.
    """

    column: Column | tuple[Column, ...] = 0
    caption: str = ""
    granularity: Literal["auto", "day", "week", "month", "quarter", "half", "year"] = "auto"
    week: Literal["", "first", "last"] = ""
    order: Order = ""
    century: int = 0
    fiscal: int = 0
    fiscal_named: Named = ""
    months: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    year_above: bool = False


def read_period(text: str, dates: Dates) -> Period:
    """The period that `text` writes, at the source's granularity; raises TableError for what is none."""
    bare = plain_text(text, dates)
    if not bare or len(bare) > MAX_PERIOD:
        raise TableError(f"{text.strip()[:60]!r} is not a period")
    try:
        return _at(_written(bare, dates), dates)
    except (ValueError, OverflowError):
        raise TableError(
            f"{text.strip()[:60]!r} is not a period",
            hint="Expected e.g. 2022-09-01, 1 September 2022, September 2022 or Q3 2022",
        ) from None


def remembered_period(text: str, dates: Dates) -> Period:
    """`read_period`, but a text that was read with equal settings lately is not read again."""
    return _remembered(text, dates) if len(text) <= MAX_CELL else read_period(text, dates)


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str, dates: Dates) -> Period:
    return read_period(text, dates)


def read_day(text: str, dates: Dates) -> date:
    """The day that `text` writes; raises TableError for anything less exact."""
    period = read_period(text, msgspec.structs.replace(dates, granularity="day"))
    return period.start


def plain_text(text: str, dates: Dates) -> str:
    """A cell's text without notes and listed marks, its spaces collapsed, its dashes and apostrophes plain.

    A text too long for a period comes as it is.
    """
    if len(text) > MAX_CELL:
        return text
    bare = without_notes(" ".join((text if text.isascii() else text.translate(_PLAINER)).split()))
    if not dates.strip:
        return bare
    return without_marks(bare, tuple(mark.translate(_PLAINER) for mark in dates.strip))


def in_numbers(bare: str) -> tuple[int, int, int] | None:
    """The three numbers of a day in numbers that ends with its year of four digits; None for another text."""
    found = _NUMERIC.match(undecorated(bare.casefold()))
    if found is None or len(found["c"]) != 4 or len(found["a"]) > 2:
        return None
    return int(found["a"]), int(found["b"]), int(found["c"])


def _written(bare: str, dates: Dates) -> Period:
    if _ISO.match(bare) and not dates.fiscal:
        return parse_period(bare)
    small = bare.casefold()
    fiscal = _fiscal(small, dates)
    if fiscal is not None:
        return fiscal
    if like_a_month(small) or ("/" in small and _ISO.match(bare)):
        return parse_period(bare)
    if found := _OF_WEEK.match(small):
        wanted: Literal["first", "last"] = "last" if found["last"] else "first"
        if dates.granularity != "week" or dates.week != wanted:
            raise TableError(
                f"{bare[:60]!r} is a day of a week, and stands for all of it",
                hint=f'Set period.granularity = "week" and period.week = "{wanted}"',
            )
        return _written(found["day"], dates)
    plain = undecorated(small)
    if found := _DATETIME.match(plain):
        return Period.day(date.fromisoformat(found["day"]))
    if found := _TWO_DAYS.match(plain):
        return Period.span(
            _numeric_day(found["first"], dates), _numeric_day(found["last"], dates) + timedelta(days=1)
        )
    if _NUMERIC.match(plain):
        return Period.day(_numeric_day(plain, dates))
    if (found := _DAY_UNDIVIDED.match(plain)) and dates.granularity in {"day", "week", "month"}:
        # No other order of day, month and year fits: its fifth and sixth digits would begin a year.
        return Period.day(date(int(found["y"]), int(found["m"]), int(found["d"])))
    if (found := _MONTH_UNDIVIDED.match(plain)) and dates.granularity == "month":
        return Period.month(int(found["y"]), int(found["m"]))
    if found := _MONTH_YEAR.match(plain):
        return Period.month(int(found["y"]), int(found["m"]))
    if (found := _YEAR_PART.match(plain)) and dates.granularity in {"month", "quarter"}:
        whole = Period.month if dates.granularity == "month" else Period.quarter
        return whole(int(found["y"]), int(found["n"]))
    worded = worded_period(small, WordedDates(dates.months, dates.century, dates.order == "dmy"))
    if worded is None:
        raise ValueError(f"no form fits {bare!r}")
    if dates.fiscal > 1 and worded.granularity == "year":
        return fiscal_year(worded.start.year, bare, dates.fiscal, dates.fiscal_named)
    if dates.fiscal > 1 and worded.granularity in {"quarter", "half"}:
        raise TableError(
            f"{bare[:60]!r} does not say whether it is of the calendar year or of the fiscal year",
            hint="A fiscal quarter is read where it is written as 2022/23 Q1",
        )
    return worded


def _fiscal(small: str, dates: Dates) -> Period | None:
    """A fiscal year; a text that may also be a month is one only where the source's granularity says so."""
    if like_a_month(small):
        if not split_years(small) or not dates.fiscal or dates.granularity == "month":
            return None
        if dates.granularity != "year":
            raise TableError(
                f"{small!r} may be a month or a fiscal year", hint='Set period.granularity to "month" or "year"'
            )
    return fiscal_period(small, dates.fiscal, dates.fiscal_named, dates.century)


def _numeric_day(text: str, dates: Dates) -> date:
    found = _NUMERIC.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no day")
    parts = (found["a"], found["b"], found["c"])
    if len(found["a"]) == 4 and len(found["b"]) == 2 and len(found["c"]) == 2 and found["s"] == "-":
        return date.fromisoformat(text)
    if not dates.order:
        raise TableError(
            f"{text!r} does not say which is the day and which the month",
            hint='Set period.order to "dmy", "mdy" or "ymd"',
        )
    named = dict(zip(dates.order, parts, strict=True))
    year = int(named["y"])
    if len(named["y"]) == 2 and dates.century:
        year = dates.century + (year - dates.century) % 100
    elif len(named["y"]) != 4:
        raise ValueError("a year has four digits")
    if len(named["m"]) > 2 or len(named["d"]) > 2:
        raise ValueError("a month and a day have at most two")
    return date(year, int(named["m"]), int(named["d"]))


def _at(period: Period, dates: Dates) -> Period:
    wanted = dates.granularity
    if wanted in {"auto", period.granularity}:
        return period
    if period.granularity == "span":
        return _whole(period, dates)
    if period.granularity == "day" and wanted == "week":
        return _week(period.start, dates)
    if wanted not in _STANDS_FOR.get(period.granularity, ()):
        raise _other(period, dates)
    return _around(period.start, dates)


def _around(day: date, dates: Dates) -> Period:
    """The month, quarter, half-year or year around a day."""
    match dates.granularity:
        case "month":
            return Period.month(day.year, day.month)
        case "quarter":
            return Period.quarter(day.year, (day.month + 2) // 3)
        case "half":
            first = date(day.year, 1 if day.month < 7 else 7, 1)
            return Period(first, add_months(first, 6), "half")
        case _:
            return Period.year(day.year)


def _whole(span: Period, dates: Dates) -> Period:
    """A range of days that is just as long as what each row stands for; one of the calendar is named as such."""
    if dates.granularity == "week" and (span.end - span.start).days == 7:
        return Period(span.start, span.end, "week") if span.start.weekday() == 0 else span
    months = _MONTHS.get(dates.granularity, 0)
    if months and span.start.day == 1 and add_months(span.start, months) == span.end:
        around = _around(span.start, dates)
        return around if (around.start, around.end) == (span.start, span.end) else span
    raise _other(span, dates)


def _week(day: date, dates: Dates) -> Period:
    """The week that a day begins or ends; one that does not run from Monday to Sunday is a span of seven days."""
    if not dates.week:
        raise TableError(
            f"{day} does not say which day of its week it is", hint='Set period.week to "first" or "last"'
        )
    first = day if dates.week == "first" else day - timedelta(days=6)
    return Period(first, first + timedelta(days=7), "week" if first.weekday() == 0 else "span")


def _other(period: Period, dates: Dates) -> TableError:
    return TableError(f"{period} is a {period.granularity}, and the source says each row is a {dates.granularity}")
