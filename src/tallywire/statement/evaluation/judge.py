"""Three-valued judgement of a published figure against what a wording allows, and of order between figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tallywire.series import Interval
from tallywire.statement.evidence import Outcome

Order = Literal["below", "above", "equal", "open"]

_PLACES = Decimal(10) ** 12


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal: exactly where it ends within 12 places, else rounded there."""
    return Decimal(round(value * int(_PLACES))) / _PLACES


def fits(value: Decimal, rounding: Interval, bounded: bool, allowed: Interval) -> Outcome:
    """True if the figure as published lies within what is allowed (its bounds do, where it has them).

    False if the rounding interval and the allowed one are disjoint; else undetermined.
    """
    if allowed.covers(rounding) if bounded else allowed.contains(value):
        return "true"
    return "false" if rounding.disjoint(allowed) else "undetermined"


def order(a: Decimal, a_rounding: Interval, b: Decimal, b_rounding: Interval, *, bounded: bool) -> Order:
    """How a stands to b: decided by the rounding intervals; equal published figures are a tie."""
    if a_rounding.wholly_below(b_rounding):
        return "below"
    if b_rounding.wholly_below(a_rounding):
        return "above"
    return "equal" if a == b and not bounded else "open"


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """False if any is false, true if all are true, else undetermined."""
    seen = list(outcomes)
    if "false" in seen:
        return "false"
    return "true" if all(o == "true" for o in seen) else "undetermined"


def agree(outcomes: Iterable[Outcome]) -> Outcome:
    """What all readings of an imprecise date say; undetermined where they differ."""
    seen = set(outcomes)
    return seen.pop() if len(seen) == 1 else "undetermined"


def sized(allowed: Interval, *, directed: bool) -> Interval:
    """Where a direction is said, an amount without a lower bound starts above zero."""
    if directed and allowed.low is None and (allowed.high is None or allowed.high > 0):
        return Interval(Decimal(0), allowed.high, True, allowed.high_open)
    return allowed
