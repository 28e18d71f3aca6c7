"""How much the rounding of published figures leaves open of a change."""

from __future__ import annotations

from decimal import Decimal, localcontext

import msgspec

from tallywire.series import Interval, ObservationRef
from tallywire.statement import Amount, Change
from tallywire.tell.scene import Scene

PLAIN = Decimal("0.01")
"""Where rounding leaves less than this share of a change open to either side, it is told as a plain number."""


def left_open(change: Change, used: tuple[ObservationRef, ...], scene: Scene) -> Interval | None:
    """The sizes that the change between the first and last of `used` may have, in base units.

    None where the figures are not at hand, where things were counted to the last one, or where rounding leaves
    less than a hundredth open.
    """
    held = scene.held((used[0], used[-1]), scene.as_of) if used else ()
    if len(held) < 2 or held[0] is None or held[1] is None:
        return None
    start, end = held[0], held[1]
    if start.value is None or end.value is None:
        return None
    series = scene.voice.of(change.series)
    factor = series.factor
    if scene.voice.counts_things(series) and all(o.bounds is None and o.quantum * factor <= 1 for o in (start, end)):
        return None
    with localcontext() as context:
        context.prec = 60
        moved = (end.rounding - start.rounding).scaled(factor)
        interval = -moved if change.direction == "down" else moved
        if interval.low is None or interval.high is None or interval.low <= 0:
            return None
        open_share = (interval.high - interval.low) / (interval.high + interval.low)
    return interval if open_share > PLAIN else None


def softened(change: Change, used: tuple[ObservationRef, ...], scene: Scene) -> Change:
    """The change with what rounding leaves open instead of a point, so that it is told with "about".

    A change in percent or as a factor stays as it is: it is told beside the amount that says "about" for both.
    """
    if change.amount is None or change.measure in {"percent", "factor"}:
        return change
    exact = change.amount.interval
    interval = left_open(change, used, scene)
    if interval is None or exact.low is None or exact.low != exact.high or exact.low <= 0:
        return change
    if change.measure == "per_month":
        assert interval.low is not None and interval.high is not None
        with localcontext() as context:
            context.prec = 30
            middle = (interval.low + interval.high) / 2
            low, high = exact.low * interval.low / middle, exact.low * interval.high / middle
            interval = Interval(low, high)
    if not interval.contains(exact.low):
        return change
    return msgspec.structs.replace(change, amount=Amount(interval, change.amount.unit, ""))
