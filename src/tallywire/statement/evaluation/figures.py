"""Picking the observations that a period or window means, and reading them in base units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from tallywire.errors import StatementError
from tallywire.series import AsOf, Interval, Length, Observation, Period, Series, months_between
from tallywire.statement.holdings import Holdings
from tallywire.statement.subject import Subject
from tallywire.statement.window import Window

TOLERANCE = Fraction(1, 10)
"""On an irregular series, windows within this share of a length count as the same length."""

STEP_MONTHS = {"M": 1, "Q": 3, "S": 6, "A": 12}
STEP_DAYS = {"D": 1, "W": 7}


class Counts(msgspec.Struct, frozen=True):
    """A series with its counted (not missing) observations as of a moment, sorted by period."""

    series: Series
    observations: tuple[Observation, ...]
    gaps: tuple[Period, ...]

    def value(self, observation: Observation) -> Decimal:
        """In base units."""
        assert observation.value is not None
        return observation.value * self.series.factor

    def rounding(self, observation: Observation) -> Interval:
        """What the true value may be, in base units."""
        return observation.rounding.scaled(self.series.factor)

    @property
    def regular(self) -> bool:
        return self.series.frequency != "_O"


def counts_of(subject: Subject, holdings: Holdings, as_of: AsOf) -> Counts | None:
    """None where the record has no such series; raises StatementError for a description not yet linked."""
    if not isinstance(subject, str):
        raise StatementError(f"the series is not resolved: {subject.text!r}", hint="Link the statement first")
    series = holdings.series(subject)
    if series is None:
        return None
    counted = tuple(o for o in holdings.observations(subject, as_of=as_of) if o.value is not None)
    coverage = holdings.coverage(subject, as_of=as_of)
    return Counts(series, counted, coverage.gaps if coverage is not None else ())


def matching(counts: Counts, when: Period | None) -> tuple[Observation, ...]:
    """The observations that `when` means: those whose period lies in it; None means the latest."""
    if when is None:
        return counts.observations[-1:]
    return tuple(o for o in counts.observations if when.covers(o.period))


def pairs(counts: Counts, window: Window) -> tuple[tuple[Observation, Observation], ...]:
    """All (start, end) pairs of observations that `window` can mean, see Window."""
    ends: tuple[Observation, ...]
    if window.end is None and window.start is not None and window.length is not None:
        return tuple(
            (start, end)
            for start in matching(counts, window.start)
            for end in nearest(counts, window.length.after(start.period.start), start, window.length)
        )
    ends = matching(counts, window.end)
    if window.start is not None:
        starts = matching(counts, window.start)
        return tuple((s, e) for s in starts for e in ends if s.period.start < e.period.start)
    if window.length is not None:
        length = window.length
        return tuple(
            (start, end) for end in ends for start in nearest(counts, length.before(end.period.start), end, length)
        )
    found = []
    for end in ends:
        earlier = [o for o in counts.observations if o.period < end.period]
        if earlier:
            found.append((earlier[-1], end))
    return tuple(found)


def nearest(counts: Counts, target: date, anchor: Observation, length: Length) -> tuple[Observation, ...]:
    """The observation at `target`: exactly on a regular series, within the tolerance on an irregular one."""
    others = [o for o in counts.observations if o.period != anchor.period]
    if counts.regular:
        return tuple(o for o in others if o.period.start == target)
    slack = length.approximate_days * TOLERANCE
    near = [o for o in others if abs((o.period.start - target).days) <= slack]
    near.sort(key=lambda o: (abs((o.period.start - target).days), o.period))
    return tuple(near[:1])


def same_length(
    counts: Counts, start: Observation, end: Observation, *, later: bool = False
) -> tuple[tuple[Observation, Observation], ...]:
    """All pairs as far apart as `start` and `end`, themselves included, in order of their end.

    Those that end later than `end` are left out unless `later` is true.

    On a regular series: the same number of periods. On an irregular one: within 10% of the length in days.
    """
    frequency = counts.series.frequency
    known = [o for o in counts.observations if later or o.period <= end.period]
    if counts.regular:
        if frequency in STEP_MONTHS:
            months = months_between(start.period.start, end.period.start)
            by_start = {o.period.start: o for o in known}
            if months.denominator != 1:
                return ((start, end),)
            length = Length(months=int(months))
            return tuple((by_start[s], o) for o in known if (s := length.before(o.period.start)) in by_start)
        days = (end.period.start - start.period.start).days
        by_start = {o.period.start: o for o in known}
        length = Length(days=days)
        return tuple((by_start[s], o) for o in known if (s := length.before(o.period.start)) in by_start)
    days = (end.period.start - start.period.start).days
    found = []
    for j, last in enumerate(known):
        for first in known[:j]:
            if abs((last.period.start - first.period.start).days - days) <= days * TOLERANCE:
                found.append((first, last))
    return tuple(found)


def months_apart(counts: Counts, start: Observation, end: Observation) -> tuple[Fraction, Fraction]:
    """Least and greatest number of months between two observations.

    On an irregular series a stock dated by a month only is an instant somewhere in that month.
    """
    if counts.regular or counts.series.kind != "stock":
        months = months_between(start.period.start, end.period.start)
        return months, months
    least = months_between(start.period.last_day, max(end.period.start, start.period.last_day))
    return least, months_between(start.period.start, end.period.last_day)
