"""Figures and amounts as a reader sees them."""

from __future__ import annotations

import re
from decimal import Decimal

from tallywire.series import Interval, plain
from tallywire.statement import Amount

MAX_SIZE = 40
MAX_PLACES = 4

_MINUS = re.compile(r"(?<!\S)-(?=[\d ])")

_UNITS = {"%": "%", "pp": " percentage points", "times": " times", "": ""}


def number_words(value: Decimal) -> str:
    """Grouped by thousands, with a real minus: Decimal('-23000') -> '−23,000'. Long fractions are cut to two places.

    A figure beyond 40 digits is written as it stands.
    """
    if not value.is_finite() or abs(value.adjusted()) > MAX_SIZE:
        return str(value)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > MAX_PLACES and abs(value) >= 1:
        return "about " + number_words(round(value, 2))
    whole, _, places = plain(abs(value)).partition(".")
    sign = "−" if value < 0 and plain(value) != "0" else ""
    return f"{sign}{int(whole):,}{'.' + places if places else ''}"


def interval_words(interval: Interval) -> str:
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        if low == high:
            return number_words(low)
        return f"between {number_words(low)} and {number_words(high)}"
    if low is not None:
        return f"{'more than' if interval.low_open else 'at least'} {number_words(low)}"
    if high is not None:
        return f"{'less than' if interval.high_open else 'at most'} {number_words(high)}"
    return "any amount"


def amount_words(amount: Amount) -> str:
    return interval_words(amount.interval) + _UNITS.get(amount.unit, f" {amount.unit}")


def figure_words(literal: str, value: Decimal | None) -> str:
    """A published figure for a narrow place: the literal where it is short, grouped where it is bare digits."""
    bare = literal.strip()
    if bare.isascii() and bare.isdigit() and len(bare) <= MAX_SIZE:
        return f"{int(bare):,}"
    if 0 < len(bare) <= 12 or value is None:
        return bare[:24]
    return number_words(value)


def typeset(line: str) -> str:
    """A line of arithmetic with real minuses: `1 - 3 = -2` becomes `1 − 3 = −2`; dates keep their hyphens."""
    return _MINUS.sub("−", line)
