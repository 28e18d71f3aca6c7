"""Named, dated happenings that changes are set beside, never as a cause."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from tallywire.series.observation import Cell, ObservationRef
from tallywire.series.period import Period


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A dated event of a class (`amnesty`, `mobilisation`), with its own source and place in the archive.

    began: a day, or the month or year in which it is known to have begun. about: id of the source whose series it
    concerns. series: id of a series of counts that belong to the event, a gross flow: releases under an amnesty.
    citation: the address that reports it. The literal is that of the cell which says when it began.
    """

    id: str
    kind: str
    name: str
    began: Period
    ended: Period | None = None
    about: str = ""
    series: str = ""
    citation: str = ""
    known_at: datetime
    published_at: datetime | None = None
    release: str
    cell: Cell
    literal: str

    @property
    def start(self) -> date:
        """The first day on which it may have begun."""
        return self.began.start

    @property
    def end(self) -> date | None:
        """The last day on which it may have ended; None where it has no end of its own."""
        return None if self.ended is None else self.ended.last_day

    @property
    def ref(self) -> ObservationRef:
        """For evidence: where the archive says when it began."""
        return ObservationRef(
            series=f"event/{self.id}",
            period=self.began,
            value=None,
            release=self.release,
            cell=self.cell,
            literal=self.literal,
            seq=0,
        )
