"""What is wrong with the part of a source file that says how periods are written."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.errors import SourceError
from tallywire.watch.sentence import groups
from tallywire.watch.source import Source

_MARKS = 40
_CALENDAR = {"auto", "month", "quarter", "half"}


def period_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    """Mistakes as key, what is wrong, what to do."""
    dates = source.period
    if dates.column == ():
        yield "period.column", "no column", "Name the column of periods, or several in a list"
    if dates.caption:
        yield from _caption_mistakes(source)
    if dates.week and dates.granularity != "week":
        yield "period.week", "only for weeks", 'Set period.granularity = "week"'
    if dates.century and not 1 <= dates.century <= 9900:
        yield "period.century", f"{dates.century} is no year", "Give the first of a hundred years, such as 1950"
    if not 0 <= dates.fiscal <= 12:
        yield "period.fiscal", f"{dates.fiscal} is no month", "Give the month in which fiscal years begin, 1 to 12"
    if dates.fiscal_named and not dates.fiscal:
        yield "period.fiscal_named", "the month in which fiscal years begin is not said", "Set period.fiscal"
    if dates.year_above and (source.table.layout in {"across", "calendar"} or dates.caption or dates.fiscal):
        yield "period.year_above", "only for rows whose period column has years and parts of them", "Leave it out"
    if len(dates.months) % 12:
        yield "period.months", f"{len(dates.months)} names", "Give twelve, January first, or a multiple"
    for mark in dates.strip:
        if len(mark) > _MARKS or mark != mark.strip() or not mark or mark.isdecimal():
            yield "period.strip", f"{mark[:_MARKS]!r} is no footnote mark", 'Such as "*" or "(p)"'
    if source.table.layout == "calendar" and dates.granularity not in _CALENDAR:
        yield "period.granularity", f"the calendar layout has no {dates.granularity}s", "Leave it out"
    if source.table.layout in {"across", "calendar"} and dates.caption:
        yield "period.caption", f"the layout {source.table.layout} has its periods in the header", "Leave it out"


def _caption_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    try:
        names = groups(source.period.caption)
    except SourceError as error:
        yield "period.caption", f"is no RE2 pattern: {error.what}", "RE2 has no look-around and no back-references"
        return
    if names != ("period",):
        yield "period.caption", "needs one named group, period", "Such as 'As of (?P<period>.+)'"
