"""What the record is made of: releases, the cells in them, and the observations read from those cells."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from tallywire.series.interval import Interval
from tallywire.series.period import Period

Status = Literal["final", "provisional", "derived", "missing"]
Basis = Literal["proven", "asserted"]


class Cell(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in a release's body: table (from 0), row and column in its grid (from 0, headers counted).

    A CSV file is table 0; cells that span several places stand in the first.
    """

    table: int
    row: int
    column: int


class Release(msgspec.Struct, frozen=True):
    """One fetch of one address. `id` is the hash of address, time and body hash.

    `kind`: fetched over the network, imported by hand (then `note` says from where), or a past version that a
    Memento archive holds (then `note` has the address there, and `published_at` is its asserted time). `revisit`
    names the earlier release with the same body, whose archived bytes stand for this one too.
    """

    id: str
    source: str
    address: str
    fetched_at: datetime
    status: int
    media_type: str
    body_hash: str
    size: int
    kind: Literal["fetched", "imported", "memento"] = "fetched"
    revisit: str = ""
    published_at: datetime | None = None
    note: str = ""


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One published figure. `value` and `quantum` are in the unit as published (see Series.multiplier).

    `quantum` is the rounding step of the source (0: exact); `bounds` overrides it ("almost 349 thousand").
    `published_at` is what the source asserts, `known_at` when it was archived here.
    """

    series: str
    period: Period
    value: Decimal | None
    quantum: Decimal
    bounds: Interval | None
    status: Status
    release: str
    cell: Cell
    literal: str
    published_at: datetime | None
    known_at: datetime
    seq: int

    @property
    def rounding(self) -> Interval:
        """What the true value may be: the bounds where there are any, else half a quantum to each side."""
        if self.bounds is not None:
            return self.bounds
        assert self.value is not None, "a missing observation has no value"
        return Interval.around(self.value, self.quantum)

    @property
    def ref(self) -> ObservationRef:
        return ObservationRef(
            series=self.series,
            period=self.period,
            value=self.value,
            release=self.release,
            cell=self.cell,
            literal=self.literal,
            seq=self.seq,
        )


class ObservationRef(msgspec.Struct, frozen=True, gc=False):
    """Enough of an observation to show it and to find its archived cell."""

    series: str
    period: Period
    value: Decimal | None
    release: str
    cell: Cell
    literal: str
    seq: int


class AsOf(msgspec.Struct, frozen=True):
    """A moment to read the record at, and by which clock: proven (`known_at`) or asserted (`published_at`)."""

    time: datetime
    basis: Basis = "proven"

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError("an as-of time needs a time zone")

    def key(self, observation: Observation) -> datetime:
        """When `observation` counts as known on this basis; on the asserted basis an empty date is `known_at`."""
        if self.basis == "asserted" and observation.published_at is not None:
            return observation.published_at
        return observation.known_at

    def knows(self, observation: Observation) -> bool:
        return self.key(observation) <= self.time


class Coverage(msgspec.Struct, frozen=True):
    """How far a series reaches at some moment: its first and last counted period, how many, and its gaps.

    A gap is the stretch between two neighbouring counted periods that lie further apart than the series'
    frequency; for an irregular series every stretch between neighbours over a year is one.
    """

    first: Period
    last: Period
    count: int
    gaps: tuple[Period, ...]
