"""Years that stand in rows of their own, above the months or quarters without one: each part with its year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tallywire.errors import TableError
from tallywire.series import Granularity, Period
from tallywire.watch.dates import Dates, plain_text, remembered_period

IS_YEAR = "the year of the rows below it, whose own figures are not read"
NO_YEAR = "has no year above it that is surely its own"
_ANY_YEAR = 2000


class Under(msgspec.Struct, frozen=True):
    """What a row's period is with the year above it.

    text: the period with its year; the row's own text where it needs none. refused: why the row gives no figure, ""
    where it may.
    """

    text: str
    refused: str = ""


def under_years(texts: Sequence[str], headings: Sequence[bool], dates: Dates) -> list[Under]:
    """Each row's text with the year above it, from the top.

    headings: which rows have no number beside their text. A heading that is no year begins a part of the table of its
    own, and so does a month that goes back within its year, as where the next year's heading is not read: from there
    to the next year no month has one.
    """
    plain = msgspec.structs.replace(dates, granularity="auto", fiscal=0)
    found: list[Under] = []
    year = 0
    seen: dict[Granularity, list[tuple[date, date]]] = {}
    for text, heading in zip(texts, headings, strict=True):
        if not text.strip():
            found.append(Under(text))
            continue
        own = _read(text, plain)
        if own is not None and own.granularity == "year":
            year, seen = own.start.year, {}
            found.append(Under(text, f"{text.strip()[:60]!r} is {IS_YEAR}"))
            continue
        part = _read(f"{year or _ANY_YEAR} {plain_text(text, dates)}", plain) if own is None else None
        if part is None or part.granularity in {"year", "day", "week"} or not _within(part, year or _ANY_YEAR):
            year = 0 if heading and own is None else year
            found.append(Under(text))
            continue
        if year and not _goes_on(seen.setdefault(part.granularity, []), part):
            year = 0
        if year:
            found.append(Under(f"{year} {text}"))
        else:
            found.append(Under(text, f"{text.strip()[:60]!r} {NO_YEAR}"))
    return found


def _within(part: Period, year: int) -> bool:
    return part.start.year == year and date.fromordinal(part.end.toordinal() - 1).year == year


def _goes_on(seen: list[tuple[date, date]], part: Period) -> bool:
    """Whether a part follows those of its size before it, all later or all earlier; then it is one of them."""
    at = (part.end, part.start)
    if seen:
        later = seen[-1] < at
        if at in seen or (len(seen) > 1 and later != (seen[0] < seen[1])):
            return False
    seen.append(at)
    return True


def _read(text: str, dates: Dates) -> Period | None:
    try:
        return remembered_period(text, dates)
    except TableError:
        return None
