"""Level records that change hands: the newest count is the lowest or highest, and an old one had stood long."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from tallywire.find.fresh import counted
from tallywire.series import AsOf, Observation, Series, months_between
from tallywire.statement import Extreme, Holdings, Window
from tallywire.statement.evaluation.extreme import ENOUGH

STOOD_MONTHS = 12
"""A series on its way makes a record each time: only a record that had stood this long is news by itself."""


class Record(msgspec.Struct, frozen=True):
    """The newest count as a record, with the one that held it before."""

    extreme: Extreme
    newest: Observation
    holder: Observation
    stood: Fraction
    compared: int


def level_record(series: Series, holdings: Holdings, as_of: AsOf) -> Record | None:
    """The record that the newest count sets among all counts held, at least 8; None if it sets none."""
    observations = counted(series, holdings, as_of)
    if len(observations) < ENOUGH:
        return None
    newest, others = observations[-1], observations[:-1]
    lowest = min(others, key=lambda o: (o.value or 0, o.period))
    highest = max(others, key=lambda o: (o.value or 0, o.period))
    assert newest.value is not None and lowest.value is not None and highest.value is not None
    if newest.value < lowest.value:
        holder = lowest
    elif newest.value > highest.value:
        holder = highest
    else:
        return None
    extreme = Extreme(
        series=series.id,
        of="level",
        sense="low" if holder is lowest else "high",
        window=Window(end=newest.period),
        over="counts",
        since=observations[0].period,
        counts=len(observations),
    )
    stood = months_between(holder.period.start, newest.period.start)
    return Record(extreme, newest, holder, stood, len(observations))
