"""Figures and periods in the words of reasons and of the arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tallywire.series import Period, plain

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def shown(period: Period) -> str:
    """'1 November 2022', 'November 2022', '2015', '2 October 2006 to 31 December 2012'; else as ISO has it."""
    match period.granularity:
        case "day":
            return day_shown(period.start)
        case "month":
            return f"{MONTHS[period.start.month - 1]} {period.start.year}"
        case "span":
            return f"{day_shown(period.start)} to {day_shown(period.last_day)}"
        case _:
            return str(period)


def day_shown(day: date) -> str:
    """'1 November 2022'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def figure_shown(value: Decimal) -> str:
    """With thousands separators, at most three decimals."""
    text = plain(value.quantize(Decimal("0.001")) if value != value.to_integral_value() else value)
    whole, dot, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{dot}{rest}"
