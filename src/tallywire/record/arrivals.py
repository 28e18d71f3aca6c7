"""What a release brought that was not known before."""

from __future__ import annotations

import msgspec

from tallywire.series import Absence, Observation, Restatement


class Arrivals(msgspec.Struct, frozen=True, kw_only=True):
    """The news of one release.

    observations: everything recorded, by seq. arrived: first values of their period, among them those that fill a
    cell that had always been empty. late: those of `arrived` for a period before the latest one held when the
    release came. restatements: see `history.restated`. reworded: same value, another literal or quantum.
    backfilled: figures of an old version of the page, imported after a newer one; they are neither news nor
    restatements by this release. absences: figures that are gone from the table, or back in it.
    """

    release: str
    observations: tuple[Observation, ...] = ()
    arrived: tuple[Observation, ...] = ()
    late: tuple[Observation, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    reworded: tuple[Observation, ...] = ()
    backfilled: tuple[Observation, ...] = ()
    absences: tuple[Absence, ...] = ()
