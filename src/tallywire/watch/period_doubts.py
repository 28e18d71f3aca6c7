"""Periods that can be read and still are in doubt, seen from those beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tallywire.watch.dates import Dates, in_numbers, plain_text
from tallywire.watch.fiscal import like_a_month, split_years


def doubts(texts: Iterable[str], dates: Dates) -> dict[str, str]:
    """Texts of one period column that may mean something else than they read as, with the reason.

    2010-11 is a month, and not beside 2012-13 nor where every text is a pair of years; 01/09/2022 is in the order
    that the source says, and not beside 09/28/2022, which can only be in the other one.
    """
    plain = {text: plain_text(text, dates) for text in texts if text.strip()}
    return _years(plain, dates) | _swapped(plain, dates)


def _years(plain: dict[str, str], dates: Dates) -> dict[str, str]:
    if dates.fiscal or dates.granularity == "month":
        return {}
    pairs = {text for text, bare in plain.items() if split_years(bare)}
    doubtful = {text for text in pairs if like_a_month(plain[text])}
    alone = len(pairs) > 1 and len(pairs) == len(plain)
    if not doubtful or not (alone or pairs - doubtful):
        return {}
    why = "may be a fiscal year, as others in its column; set period.fiscal, or period.granularity"
    return {text: f"{text.strip()[:60]!r} {why}" for text in doubtful}


def _swapped(plain: dict[str, str], dates: Dates) -> dict[str, str]:
    if dates.order not in {"dmy", "mdy"}:
        return {}
    parts = {text: found for text, bare in plain.items() if (found := in_numbers(bare))}
    other = next(
        (text for text, (a, b, year) in parts.items() if not _is(dates, a, b, year) and _is(dates, b, a, year)), ""
    )
    if not other:
        return {}
    why = f"may have its day and month the other way round, as {other.strip()[:60]!r} in its column"
    return {
        text: f"{text.strip()[:60]!r} {why}"
        for text, (a, b, year) in parts.items()
        if a != b and _is(dates, a, b, year) and _is(dates, b, a, year)
    }


def _is(dates: Dates, a: int, b: int, year: int) -> bool:
    """Whether two numbers are a day and a month of a year in the source's order."""
    day, month = (a, b) if dates.order == "dmy" else (b, a)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
