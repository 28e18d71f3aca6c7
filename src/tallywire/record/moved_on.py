"""When a table that shows a moving window has left its oldest figures behind."""

from __future__ import annotations

from collections.abc import Collection, Set

from tallywire.series import Period


def moved_on(absent: Collection[Period], now: Collection[Period], before: Collection[Period]) -> Set[Period]:
    """Those of the absent periods that the window moved past; the others are gone.

    absent: periods that were in the table and are not; now: those that are; before: those that were. A window moves
    past the periods before its first one when newer periods than all before have come, and either no more were left
    behind than came, or all that were left behind are of one calendar year and the table now begins in a later one.
    """
    if not absent or not now:
        return frozenset()
    first, newest = min(now), max(before)
    old = frozenset(period for period in absent if period.end <= first.start)
    came = sum(period > newest for period in now)
    if not old or not came:
        return frozenset()
    years = {period.start.year for period in old}
    one_year = len(years) == 1 and first.start.year > max(years)
    return old if one_year or len(old) <= came else frozenset()
