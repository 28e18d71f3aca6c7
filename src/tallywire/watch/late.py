"""Whether a source is late: against its release calendar where it has one, else against its own rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low

LEAST_INTERVALS = 6
"""Fewer intervals are no rhythm."""
LAST_INTERVALS = 24
EARLY = timedelta(days=2)
"""How long before a planned moment new figures count as those that were planned."""
SHORTEST_GRACE = timedelta(days=1)


def late(
    arrivals: Sequence[datetime], planned: Sequence[datetime] | None, *, now: datetime, grace: timedelta | None = None
) -> str:
    """Why a source is late at `now`, in words; "" where it is not, or where nothing says when it should come.

    arrivals: the moments at which something new was met, sorted; the first of them does not count, as it brought
    the past as a whole. planned: the moments of its release calendar, sorted, or None where it has none. grace:
    how long to wait beyond.

    With a calendar: late where the last planned moment lies more than `grace` (a day) back and nothing new has
    come since EARLY before it. Without: late where the time since the last arrival is longer than the longest of
    the last 24 intervals between arrivals by more than `grace` (a quarter of their median, at least a day); there
    must be six of them.
    """
    if planned is not None:
        return _against_calendar(arrivals, planned, now, SHORTEST_GRACE if grace is None else grace)
    return _against_rhythm(arrivals, now, grace)


def _against_calendar(
    arrivals: Sequence[datetime], planned: Sequence[datetime], now: datetime, grace: timedelta
) -> str:
    due = [moment for moment in planned if moment + grace < now]
    if not due or (arrivals and arrivals[-1] >= due[-1] - EARLY):
        return ""
    return f"its calendar planned figures for {_minute(due[-1])}, and nothing new has come {_since(arrivals)}"


def _against_rhythm(arrivals: Sequence[datetime], now: datetime, grace: timedelta | None) -> str:
    intervals = [after - before for before, after in pairwise(arrivals[1:])][-LAST_INTERVALS:]
    if len(intervals) < LEAST_INTERVALS:
        return ""
    usual, longest = timedelta(seconds=median_low(each.total_seconds() for each in intervals)), max(intervals)
    waited = now - arrivals[-1]
    if waited <= longest + (max(usual / 4, SHORTEST_GRACE) if grace is None else grace):
        return ""
    return (
        f"nothing new for {_days(waited)}; something new came every {_days(usual)} as a rule, "
        f"and after {_days(longest)} at the latest, over the last {len(intervals)} times"
    )


def _since(arrivals: Sequence[datetime]) -> str:
    return f"since {_minute(arrivals[-1])}" if arrivals else "yet"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _days(length: timedelta) -> str:
    if length < timedelta(days=2):
        hours = round(length / timedelta(hours=1))
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{round(length / timedelta(days=1))} days"
