"""Figures as a release gave them: confirmed on the record, and in words."""

from __future__ import annotations

from tallywire.find.confirm import confirm
from tallywire.series import AsOf, Interval, Observation, Series, plain
from tallywire.statement import Amount, Finding, Holdings, Level
from tallywire.statement.lead import Role


def held_level(role: Role, series: Series, o: Observation, holdings: Holdings, as_of: AsOf) -> Finding | None:
    """The level as it was held at that time, confirmed on the record of that time."""
    if o.value is None:
        return None
    value = o.rounding.scaled(series.factor) if o.bounds is not None else Interval.point(o.value * series.factor)
    return confirm(role, Level(series.id, o.period, Amount(value, series.unit, "")), holdings, as_of)


def figure(observation: Observation) -> str:
    return "an empty cell" if observation.value is None else observation.literal or plain(observation.value)
