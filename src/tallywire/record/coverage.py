"""How far a series reaches, and where nothing was counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tallywire.series import Coverage, Frequency, Observation, Period

# One and a half steps: months differ in length, and a weekly count may move by a holiday, but a left-out step shows.
_FURTHEST: dict[Frequency, int] = {"D": 1, "W": 10, "M": 45, "Q": 137, "S": 274, "A": 548}
_IRREGULAR = 366


def coverage(observations: Sequence[Observation], frequency: Frequency) -> Coverage | None:
    """First and last counted period, their number, and the gaps; None where nothing is counted.

    `observations`: one a period, sorted by period. A missing value counts as nothing. On a regular series a gap is
    more than one and a half steps from start to start; on an irregular one more than 366 days from the end of one
    period to the start of the next. A gap reaches from the end of the earlier to the start of the later.
    """
    counted = [each.period for each in observations if each.value is not None]
    if not counted:
        return None
    gaps = tuple(Period.span(one.end, other.start) for one, other in pairwise(counted) if _gap(one, other, frequency))
    return Coverage(first=counted[0], last=counted[-1], count=len(counted), gaps=gaps)


def _gap(one: Period, other: Period, frequency: Frequency) -> bool:
    stretch = (other.start - one.end).days
    if stretch <= 0:
        return False
    if frequency == "_O":
        return stretch > _IRREGULAR
    return (other.start - one.start).days > _FURTHEST[frequency]
