"""Named, dated happenings that changes are set beside, never as a cause."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from tallywire.series.observation import Cell


class EventCount(msgspec.Struct, frozen=True):
    """A count that belongs to an event, a gross flow between two days: releases under an amnesty.

    `value` and `quantum` in `unit`; release, cell and literal say where it stands in the archive.
    """

    label: str
    series: str
    start: date
    end: date
    value: Decimal
    quantum: Decimal
    unit: str
    release: str
    cell: Cell
    literal: str


class Event(msgspec.Struct, frozen=True):
    """A dated event of a class (`amnesty`, `mobilisation`), with its own source and place in the archive.

    series: id of a series of counts that belong to the event, a gross flow: releases under an amnesty.
    """

    id: str
    kind: str
    name: str
    start: date
    end: date | None
    source: str
    known_at: datetime
    published_at: datetime | None
    release: str
    cell: Cell
    literal: str
    counts: tuple[EventCount, ...] = ()
    series: str = ""
