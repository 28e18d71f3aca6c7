"""Dates, periods and lengths of time as the language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tallywire.language.pack import Pack
from tallywire.language.write_number import write_number
from tallywire.series import Length, Period


def write_date(pack: Pack, day: date) -> str:
    """A day: "1 November 2022"."""
    return write_period(pack, Period.day(day))


def write_period(pack: Pack, period: Period) -> str:
    """A period by its granularity: "1 November 2022", "November 2022", "the second quarter of 2022", "2015"."""
    form = next(writing.form for writing in pack.dates.writing if writing.granularity == period.granularity)
    start, last = period.start, period.last_day
    index = (start.month + 2) // 3 if period.granularity == "quarter" else (1 if start.month < 7 else 2)
    ordinal = next(word for word, number in pack.numbers.ordinals.items() if number == index)
    return form.format(
        day=start.day,
        month=pack.dates.month_name(start.month),
        year=start.year,
        ordinal=ordinal,
        last_day=last.day,
        last_month=pack.dates.month_name(last.month),
        last_year=last.year,
    )


def write_length(pack: Pack, length: Length) -> str:
    """A length of time: "two months", "one year", "eight weeks", "45 days"; mixed ones in days are refused.

    Raises ValueError where a length has both months and days.
    """
    if length.months and length.days:
        raise ValueError(f"{length} has no name in words")
    if length.months:
        years = length.months % 12 == 0
        count, unit = (length.months // 12, "year") if years else (length.months, "month")
    else:
        weeks = length.days % 7 == 0
        count, unit = (length.days // 7, "week") if weeks else (length.days, "day")
    names = [word for word, known in pack.dates.lengths.items() if known == unit]
    small = {number: word for word, number in pack.numbers.cardinals.items() if number <= 12}
    number = small.get(count) or write_number(pack, Decimal(count))
    return f"{number} {names[0] if count == 1 else names[-1]}"
