"""What was measured, of Tallywire and of its peers."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import msgspec

OWN = "Tallywire"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one contender: what was measured, in which unit, in each run. more: whether more is better.

    peer_of: a figure is set beside Tallywire's of the same part, `what` and unit.
    """

    part: str
    what: str
    who: str
    unit: str
    runs: tuple[float, ...]
    more: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def least(self) -> float:
        return min(self.runs)

    @property
    def most(self) -> float:
        return max(self.runs)


def own_of(one: Measured, all_of: Sequence[Measured]) -> Measured | None:
    """Tallywire's own figure that a peer's is set beside; None for its own."""
    if one.who == OWN:
        return None
    same = (each for each in all_of if (each.part, each.what, each.unit) == (one.part, one.what, one.unit))
    return next((each for each in same if each.who == OWN), None)


def advantage(own: Measured, peer: Measured) -> float:
    """How many times better Tallywire's median is than the peer's: below 1 where the peer is better."""
    ratio = own.median / peer.median
    return ratio if own.more else 1 / ratio
