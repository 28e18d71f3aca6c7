"""A stretch of a series' history, in whole periods, bounded in steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tallywire.series import Period, Revision

Steps = tuple[Period, Sequence[Revision]]
"""A period, and the steps of its figure, the newest first."""


class Stretch(msgspec.Struct, frozen=True):
    """Periods, the newest first. older: the day that those left out do not begin after, None where there are none."""

    periods: tuple[Steps, ...]
    older: date | None


def stretch(found: Sequence[Steps], *, most: int, first: date | None = None, last: date | None = None) -> Stretch:
    """The newest of `found` with at most `most` steps: none that ends before `first` or begins after `last`.

    found: the newest period first. Periods that begin on one day are not parted, nor are the steps of a period, so
    that a stretch may be longer than `most` where one such group is.
    """
    chosen: list[Steps] = []
    held = 0
    for period, steps in found:
        if (last is not None and period.start > last) or (first is not None and period.end <= first):
            continue
        if chosen and held + len(steps) > most and period.start != chosen[-1][0].start:
            return Stretch(tuple(chosen), period.start)
        chosen.append((period, steps))
        held += len(steps)
    return Stretch(tuple(chosen), None)
