"""What a chart shows, before any drawing: points, runs without a gap, the marked stretch, labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

import msgspec

from tallywire.series import Observation, Period, Series

MOST_POINTS = 120
TICKS = 4


class Point(msgspec.Struct, frozen=True):
    """A count: `value` in base units; `run` numbers the stretch without a gap that it belongs to."""

    period: Period
    value: Decimal
    run: int
    hollow: bool
    marked: bool

    @property
    def day(self) -> date:
        return self.period.start


class Plot(msgspec.Struct, frozen=True):
    """Points by date; the marked ones are the headline's stretch. rival: ends of the stretch compared with.

    events: dated happenings, by name. replaced: the figure that a restated point had before; earlier: those of all
    points that were restated with it.
    """

    series: Series
    points: tuple[Point, ...]
    events: tuple[tuple[date, str], ...] = ()
    rival: tuple[Period, ...] = ()
    replaced: Decimal | None = None
    earlier: Mapping[Period, Decimal] = {}

    @property
    def marked(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.marked)

    @property
    def dashed(self) -> bool:
        """Irregular counts are joined by a thin dashed line: nothing is known in between."""
        return self.series.frequency == "_O"

    @property
    def broken(self) -> bool:
        return self.points[0].run != self.points[-1].run

    def axis(self) -> tuple[Decimal, Decimal, Decimal]:
        """Lowest and highest value of the vertical axis, and the step of its ticks; round numbers."""
        values = [p.value for p in self.points]
        values += self.earlier.values()
        if self.replaced is not None:
            values.append(self.replaced)
        low, high = min(values), max(values)
        if Decimal(0) <= low <= high / 4:
            low = Decimal(0)
        step = round_step(high - low if high > low else max(abs(high), Decimal(1)), TICKS)
        bottom, top = (low / step).__floor__() * step, (high / step).__ceil__() * step
        if bottom == top:
            bottom, top = bottom - step, top + step
        return bottom, top, step


def round_step(span: Decimal, ticks: int) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten of which `ticks` cover `span`."""
    rough = span / ticks
    power = Decimal(1).scaleb(rough.adjusted())
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough)


def plot(
    series: Series,
    counts: tuple[Observation, ...],
    gaps: tuple[Period, ...],
    *,
    start: Period,
    end: Period,
    after: bool = False,
    events: tuple[tuple[date, str], ...] = (),
    rival: tuple[Period, ...] = (),
    replaced: Decimal | None = None,
    earlier: Mapping[Period, Decimal] | None = None,
) -> Plot | None:
    """The latest counts up to `end` (`after`: to the last one), those from `start` to `end` marked.

    None for fewer than two. Where a gap lies between two counts a new run begins.
    """
    shown = [o for o in counts if o.value is not None and (after or o.period <= end)][-MOST_POINTS:]
    if len(shown) < 2:
        return None
    runs = [0]
    for a, b in pairwise(shown):
        apart = any(gap.start < b.period.start and a.period.end < gap.end for gap in gaps)
        runs.append(runs[-1] + apart)
    points = tuple(
        Point(o.period, o.value * series.factor, run, o.status == "provisional", start <= o.period <= end)
        for o, run in zip(shown, runs, strict=True)
        if o.value is not None
    )
    since = points[0].day
    return Plot(
        series,
        points,
        tuple((day, name) for day, name in events if since <= day <= points[-1].day),
        rival if rival and rival[0].start >= since else (),
        replaced,
        {period: value for period, value in (earlier or {}).items() if since <= period.start <= points[-1].day},
    )
