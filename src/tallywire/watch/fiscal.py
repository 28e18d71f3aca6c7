"""Fiscal years: told apart from calendar years and months, and read only where the source says when they begin."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from tallywire.errors import TableError
from tallywire.series import Period, add_months

Named = Literal["", "first", "last"]
_SPLIT = re.compile(
    r"(?:(?:fy|fiscal year|financial year) ?)?(?P<a>[0-9]{4}) ?[/-] ?(?P<b>[0-9]{4}|[0-9]{2})"
    r"(?:,? ?q(?P<q>[1-4]))?\Z"
)
_NAMED = re.compile(r"(?:fy|fiscal year|financial year) ?(?P<a>[0-9]{4}|[0-9]{2})\Z")
_LIKE_A_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])\Z")


def split_years(text: str) -> tuple[int, int | None] | None:
    """The first year and the quarter of a text like 2022/23, 2022-2023 or FY2022/23 Q1; None for another text.

    A text like 2011-12, which may be a month, is one too.
    """
    found = _SPLIT.match(text)
    if found is None:
        return None
    first, second = int(found["a"]), int(found["b"])
    if (first + 1) % (10_000 if len(found["b"]) == 4 else 100) != second:
        return None
    return first, int(found["q"]) if found["q"] else None


def like_a_month(text: str) -> bool:
    """Whether a text has the form of a month in numbers, whatever else it may be."""
    return _LIKE_A_MONTH.match(text) is not None


def fiscal_period(text: str, begins: int, named: Named, century: int) -> Period | None:
    """The fiscal year or quarter that `text` (small letters, plain dashes) writes; None for another text.

    begins: the first month of the fiscal year, 0 where the source does not say. named: which of its two calendar
    years a single year names. Raises TableError where that is needed and not said.
    """
    split = split_years(text)
    if split is not None:
        if not begins:
            raise _not_said(text)
        return _part(split[0], begins, split[1])
    found = _NAMED.match(text)
    if found is None:
        return None
    if not begins:
        raise _not_said(text)
    year = int(found["a"])
    if len(found["a"]) == 2:
        if not century:
            raise TableError(f"{text[:60]!r} has a year of two digits", hint="Set period.century")
        year = century + (year - century) % 100
    return fiscal_year(year, text, begins, named)


def fiscal_year(year: int, text: str, begins: int, named: Named) -> Period:
    """The fiscal year that a single year names; raises TableError where the source does not say which."""
    if begins > 1 and not named:
        raise TableError(
            f"{text[:60]!r} does not say whether the fiscal year begins or ends in {year}",
            hint='Set period.fiscal_named to "first" or "last"',
        )
    return _part(year - 1 if begins > 1 and named == "last" else year, begins, None)


def _part(year: int, begins: int, quarter: int | None) -> Period:
    first = date(year, begins, 1)
    if quarter is None:
        return Period.year(year) if begins == 1 else Period.span(first, add_months(first, 12))
    first = add_months(first, 3 * quarter - 3)
    last = add_months(first, 3)
    return Period(first, last, "quarter") if first.month % 3 == 1 else Period.span(first, last)


def _not_said(text: str) -> TableError:
    return TableError(f"{text[:60]!r} is a fiscal year", hint="Set period.fiscal to the month it begins in, 1 to 12")
