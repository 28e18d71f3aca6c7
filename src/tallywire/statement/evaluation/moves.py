"""A move between two observations, measured: its size, what rounding leaves open, and the arithmetic in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec

from tallywire.series import Interval, Observation, plain
from tallywire.statement.change import Measure
from tallywire.statement.evaluation.figures import Counts, months_apart
from tallywire.statement.evaluation.judge import exact
from tallywire.statement.evaluation.words import figure_shown


class Move(msgspec.Struct, frozen=True):
    """`value` is signed, in base units, %, points, a factor or base units a month; `rounding` what it may be.

    `bounded`: an end has bounds of its own, so only `rounding` counts.
    """

    start: Observation
    end: Observation
    value: Decimal
    rounding: Interval
    unit: str
    bounded: bool
    working: tuple[str, ...]


def move(counts: Counts, start: Observation, end: Observation, measure: Measure) -> Move | None:
    """The change from `start` to `end`; None where the measure has no meaning (a percentage of zero or less)."""
    a, b = counts.value(start), counts.value(end)
    low, high = counts.rounding(start), counts.rounding(end)
    bounded = start.bounds is not None or end.bounds is not None
    unit = "pp" if counts.series.unit == "%" else counts.series.unit
    steps = [f"{figure_shown(b)} - {figure_shown(a)} = {figure_shown(b - a)} {unit}"]
    if measure in ("amount", "points"):
        return Move(start, end, b - a, high - low, unit, bounded, tuple(steps))
    if measure == "per_month":
        least, most = months_apart(counts, start, end)
        if least <= 0:
            return None
        value = exact(Fraction(b - a) / ((least + most) / 2))
        difference = high - low
        rounding = Interval(_least(difference.low, least, most), _most(difference.high, least, most), False, False)
        span = _months(least) if least == most else f"{_months(least)} to {_months(most)}"
        steps.append(f"{figure_shown(b - a)} / {span} months = {figure_shown(value)} a month")
        return Move(start, end, value, rounding, unit, bounded or least != most, tuple(steps))
    if low.low is None or low.high is None or low.low <= 0 or high.low is None or high.high is None:
        return None
    ratio = Interval(
        exact(Fraction(high.low) / Fraction(low.high)),
        exact(Fraction(high.high) / Fraction(low.low)),
        high.low_open or low.high_open,
        high.high_open or low.low_open,
    )
    if measure == "factor":
        value = exact(Fraction(b) / Fraction(a))
        divided = f"{figure_shown(b)} / {figure_shown(a)} = {figure_shown(value)}"
        return Move(start, end, value, ratio, "times", bounded, (divided,))
    value = exact((Fraction(b) - Fraction(a)) * 100 / Fraction(a))
    hundred = (ratio - Interval.point(Decimal(1))).scaled(Decimal(100))
    steps.append(f"{figure_shown(b - a)} / {figure_shown(a)} x 100 = {figure_shown(value)}%")
    return Move(start, end, value, hundred, "%", bounded, tuple(steps))


def _least(value: Decimal | None, least: Fraction, most: Fraction) -> Decimal | None:
    return None if value is None else exact(Fraction(value) / (least if value < 0 else most))


def _most(value: Decimal | None, least: Fraction, most: Fraction) -> Decimal | None:
    return None if value is None else exact(Fraction(value) / (most if value < 0 else least))


def _months(months: Fraction) -> str:
    return plain(Decimal(round(months * 100)) / 100)
