"""Figures of the record in words, for reasons and notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from tallywire.language import Pack, write_amount, write_date, write_period
from tallywire.series import Interval, Period, plain
from tallywire.statement import Amount, Change, Coincidence, Comparison, Extreme, Pledge, Statement, Sum

PLACES = Decimal("0.001")


def figure_words(amount: Amount, pack: Pack, *, change: bool = False) -> str:
    """A figure, or the two ends of it where rounding leaves an interval; of a change, with its direction."""
    interval, unit = amount.interval, amount.unit
    if change and unit == "times":
        change = False
    low, high = interval.low, interval.high
    if low is None or high is None:
        return "no figure" if low is None and high is None else _one(low if low is not None else high, unit, pack)
    if not change:
        return _one(low, unit, pack) if low == high else f"{_number(low, pack)} to {_one(high, unit, pack)}"
    if low == high:
        if low == 0:
            return "no change"
        return f"a {'fall' if low < 0 else 'rise'} of {_one(abs(low), unit, pack)}"
    if high <= 0:
        return f"a fall of {_number(-high, pack)} to {_one(-low, unit, pack)}"
    if low >= 0:
        return f"a rise of {_number(low, pack)} to {_one(high, unit, pack)}"
    return f"between a fall of {_one(-low, unit, pack)} and a rise of {_one(high, unit, pack)}"


def moves(statement: Statement | None) -> bool:
    """Whether a statement's actual figure is a change, signed."""
    match statement:
        case Change():
            return statement.measure != "factor"
        case Extreme():
            return statement.of == "change"
        case Sum():
            return moves(statement.total)
        case Comparison():
            return moves(statement.left)
        case Coincidence():
            return moves(statement.change)
        case Pledge():
            return moves(statement.outcome)
        case _:
            return False


def worded(actual: Amount, statement: Statement | None, pack: Pack) -> Amount:
    """`actual` with its wording."""
    return msgspec.structs.replace(actual, wording=figure_words(actual, pack, change=moves(statement)))


def day_words(day: date, pack: Pack) -> str:
    return write_date(pack, day)


def period_words(period: Period, pack: Pack) -> str:
    return write_period(pack, period)


def interval_words(interval: Interval, pack: Pack) -> str:
    return figure_words(Amount(interval, "", ""), pack)


def _one(value: Decimal | None, unit: str, pack: Pack) -> str:
    assert value is not None
    return write_amount(pack, _shown(value), unit) + (" times" if unit == "times" else "")


def _number(value: Decimal, pack: Pack) -> str:
    return write_amount(pack, _shown(value), "")


def _shown(value: Decimal) -> Decimal:
    """At most three decimals, and none that are zeros at the end."""
    if value != value.to_integral_value() and abs(value) < Decimal(10) ** 20:
        value = value.quantize(PLACES)
    return Decimal(plain(value))
