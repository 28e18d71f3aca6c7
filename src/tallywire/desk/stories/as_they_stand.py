"""The record of an earlier moment with the figures that stand for it now."""

from __future__ import annotations

from collections.abc import Sequence

from tallywire.series import AsOf, Coverage, Event, Observation, Series
from tallywire.statement import Holdings


class AsTheyStand:
    """Holdings of the periods that were known at a moment, each with its figure as of `now`.

    So a story is judged again by nothing but what was restated: later counts, which may well break the record
    that it told of, are no part of it.
    """

    def __init__(self, holdings: Holdings, now: AsOf) -> None:
        self._holdings = holdings
        self._now = now

    def series(self, id: str) -> Series | None:
        return self._holdings.series(id)

    def observations(self, id: str, *, as_of: AsOf) -> Sequence[Observation]:
        """One per period, sorted by period; missing values included, with value None."""
        now = {each.period: each for each in self._holdings.observations(id, as_of=self._now)}
        return tuple(now.get(each.period, each) for each in self._holdings.observations(id, as_of=as_of))

    def coverage(self, id: str, *, as_of: AsOf) -> Coverage | None:
        return self._holdings.coverage(id, as_of=as_of)

    def events(self, kind: str, *, as_of: AsOf) -> Sequence[Event]:
        return self._holdings.events(kind, as_of=as_of)
