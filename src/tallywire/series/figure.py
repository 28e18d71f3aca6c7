"""What passes between watching and recording: figures, restatements, notices."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from tallywire.series.interval import Interval
from tallywire.series.observation import Cell, Observation, Status
from tallywire.series.period import Period


class Figure(msgspec.Struct, frozen=True):
    """A figure as a parser read it from one cell of a body, before it is recorded. Fields as in Observation."""

    series: str
    period: Period
    value: Decimal | None
    quantum: Decimal
    bounds: Interval | None
    status: Status
    cell: Cell
    literal: str
    published_at: datetime | None = None


class Restatement(msgspec.Struct, frozen=True):
    """Two observations of one series and period whose value, bounds or status differ; `after` replaced `before`."""

    before: Observation
    after: Observation


State = Literal["ok", "unchanged", "outage", "taken_down", "returned", "moved", "empty", "drifted", "late"]


class Notice(msgspec.Struct, frozen=True):
    """A change in a source's health, told once: from which state to which, when, by which release (or none).

    was and now: the layout of the table before and after, in words, where that is what changed.
    """

    source: str
    address: str
    before: State | None
    after: State
    at: datetime
    release: str = ""
    detail: str = ""
    was: str = ""
    now: str = ""
