"""The sharpest change of an irregular series: exact statements, no p-value, and a stated rule for the window."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import msgspec

from tallywire.find.fresh import counted
from tallywire.series import AsOf, Observation, Series, months_between
from tallywire.statement import Holdings
from tallywire.statement.evaluation.extreme import ENOUGH

REACH_MONTHS = 24
"""The longest window that is looked at on an irregular series."""


class Uneven(msgspec.Struct, frozen=True):
    """The window that was chosen, and how its pace stands to the sharpest earlier one between neighbours.

    paces: how many earlier neighbouring windows there are.
    """

    start: Observation
    end: Observation
    falling: bool
    times: float
    paces: int
    compared: int


def uneven(series: Series, holdings: Holdings, as_of: AsOf) -> Uneven | None:
    """Of the windows that end with the newest count, the one with the greatest change over the root of its length.

    A sum of unconnected changes spreads with the square root of time, so this is the window that a series
    without memory would show least easily. It must be faster than every earlier pace between neighbours, of
    which there are at least 7, so that with it at least 8 are compared.
    """
    observations = counted(series, holdings, as_of)
    if len(observations) < ENOUGH:
        return None
    end = observations[-1]
    best: tuple[float, int] | None = None
    for i, start in enumerate(observations[:-1]):
        months = _months(start, end)
        if months is None or months > REACH_MONTHS:
            continue
        size = abs(_value(end) - _value(start))
        strength = float(size) / float(months) ** 0.5
        if size >= series.minimum / series.factor and size > 0 and (best is None or strength > best[0]):
            best = (strength, i)
    if best is None:
        return None
    start = observations[best[1]]
    months = _months(start, end)
    assert months is not None
    change = _value(end) - _value(start)
    sign = -1 if change < 0 else 1
    earlier = [
        sign * (_value(b) - _value(a)) / m
        for a, b in pairwise(observations[: best[1] + 1])
        if (m := _months(a, b)) is not None
    ]
    if len(earlier) + 1 < ENOUGH or not (sharpest := max(earlier)) < abs(change) / months:
        return None
    faster = float(abs(change) / months / sharpest) if sharpest > 0 else float("inf")
    return Uneven(start, end, change < 0, round(min(faster, 99.0), 2), len(earlier), len(observations))


def _value(observation: Observation) -> Fraction:
    assert observation.value is not None
    return Fraction(observation.value)


def _months(start: Observation, end: Observation) -> Fraction | None:
    """From the first day on which the earlier may stand to the last of the later's start; None if they touch."""
    months = months_between(start.period.start, end.period.start)
    return months if months > 0 else None
