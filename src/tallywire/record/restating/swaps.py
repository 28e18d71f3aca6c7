"""Figures of one date that overwrote another's, and were put back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.record.restating.change import Change
from tallywire.series import Period, Restatement

JOINT = 3
"""Figures of so many series in one row do not agree with another row's by chance."""


class Swap(msgspec.Struct, frozen=True):
    """For `period` the figures of `meant` were given, by one release, and put back by another.

    series: in which that was seen. out and back: the numbers of the two releases among the changes.
    """

    period: Period
    meant: Period
    series: frozenset[str]
    out: int
    back: int


def swaps(changes: Sequence[Change]) -> tuple[Swap, ...]:
    """Every swap that the changes show; it shows only once the figures are back.

    All figures that a release restated for a period were later put back, by one release, to what they had been; and
    meanwhile, or with it, the figures given wrongly have arrived for another period, one for all of the series. A
    swap seen in fewer than three series counts only where the release that made it brought nothing new to them:
    its new figures went into the wrong row.
    """
    said: dict[tuple[str, Period], list[tuple[int, Restatement]]] = {}
    arrivals: dict[str, dict[Period, tuple[int, object]]] = {}
    for number, change in enumerate(changes):
        for id, told in change.told.items():
            for pair in told.restatements:
                said.setdefault((id, pair.after.period), []).append((number, pair))
            for each in told.arrived:
                arrivals.setdefault(id, {})[each.period] = (number, each.value)
    pairs: dict[tuple[int, int, Period], dict[str, object]] = {}
    for (id, period), chain in said.items():
        for place, (out, first) in enumerate(chain):
            for back, second in chain[place + 1 : place + 2]:
                if first.before.value is not None and second.after.value == first.before.value != first.after.value:
                    pairs.setdefault((out, back, period), {})[id] = first.after.value
    found = []
    for (out, back, period), wrong in sorted(pairs.items()):
        if not _whole(changes[out], period, wrong):
            continue
        if len(wrong) < JOINT and any(changes[out].told[id].arrived for id in wrong):
            continue
        meant = [
            {p for p, (number, value) in arrivals.get(id, {}).items() if out < number <= back and value == figure}
            for id, figure in wrong.items()
        ]
        both = set[Period].intersection(*meant) - {period}
        if both:
            found.append(Swap(period, min(both), frozenset(wrong), out, back))
    return tuple(found)


def _whole(change: Change, period: Period, wrong: dict[str, object]) -> bool:
    """Whether these are all the series of which the release restated this period."""
    return all(
        id in wrong or all(pair.after.period != period for pair in told.restatements)
        for id, told in change.told.items()
    )
