"""Edition: everything one publication holds, and what it is handed of the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from tallywire.brief.brief import Brief, Withdrawn
from tallywire.brief.proof import Chart, Excerpt
from tallywire.series import (
    Absence,
    Classified,
    Coverage,
    Event,
    Notice,
    Observation,
    ObservationRef,
    Period,
    Release,
    Restatement,
    Series,
)
from tallywire.statement import Attribution


class Health(msgspec.Struct, frozen=True):
    """How a source is doing, for the feed's second column."""

    source: str
    name: str
    state: str
    since: datetime
    note: str = ""


class SeriesSheet(msgspec.Struct, frozen=True):
    """A series as it stands: one observation a period, what was restated, how far it reaches.

    classes: of which class its restatements are. gone: figures that left their table and are not back.
    """

    series: Series
    source_name: str
    observations: tuple[Observation, ...]
    restatements: tuple[Restatement, ...] = ()
    coverage: Coverage | None = None
    classes: tuple[Classified, ...] = ()
    gone: tuple[Absence, ...] = ()


class Version(msgspec.Struct, frozen=True):
    """A release with a body of its own. entry, chain: its archive entry's number and hash.

    seen: how often the same body was met again, the last time at `last`. restated: figures it changed. also: later
    releases with the same body that figures or events were read from, as after a source file gained a series.
    """

    release: Release
    entry: int
    chain: str
    seen: int = 0
    last: datetime | None = None
    restated: int = 0
    also: tuple[str, ...] = ()


class SourceSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A source with every version that was archived of it, oldest first, and what was told of its health."""

    id: str
    name: str
    address: str
    topic: str = ""
    place: str = ""
    badge: str = ""
    by_hand: bool = False
    series: tuple[str, ...] = ()
    health: Health | None = None
    versions: tuple[Version, ...] = ()
    notices: tuple[Notice, ...] = ()


class LedgerClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a text that the desk checked and put on the ledger.

    attribution: outermost speaker first; where it is empty the text itself says it. text, address, on: the title
    of the text, where it stands, and its day. quote: the words of the claim. about: what it is about, as series
    title or in the text's words. verdict: one of check's names. right: the record's figure, in words. due: the
    day by which a pledge is to be kept. series: the record's, where it was linked. refs: the figures behind it.
    """

    id: str
    kind: str
    attribution: tuple[Attribution, ...]
    hedge: str
    text: str
    address: str
    on: date
    quote: str
    about: str
    figure: str
    period: Period | None
    verdict: str
    reason: str
    right: str = ""
    due: date | None = None
    series: tuple[str, ...] = ()
    refs: tuple[ObservationRef, ...] = ()
    checked: datetime


class Shelf(msgspec.Struct, frozen=True):
    """One table of an archived body, as text rows."""

    rows: tuple[tuple[str, ...], ...]


class Stacks(Protocol):
    """What the feed is handed of the archive and of the drawing room, on demand: an unchanged page asks nothing."""

    @property
    def state(self) -> str:
        """Another word once old releases show otherwise than before, as after a redaction."""
        ...

    def excerpt(self, ref: ObservationRef) -> Excerpt | None:
        """The archived rows around a figure; None where the archive has no such cell."""
        ...

    def tables(self, release: str) -> Sequence[Shelf]:
        """Every table of a release's body; none where it holds no table."""
        ...

    def chart(self, sheet: SeriesSheet) -> Chart | None:
        """The series drawn, with restated figures marked; None where there is too little to draw."""
        ...

    def card(self, svg: str) -> bytes:
        """A PNG picture of an SVG, 1200 by 630."""
        ...


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one publication holds: briefs newest first, what was withdrawn, series, sources, events, ledger.

    head: hash of the archive's last entry, published in every feed. clock: "simulated time" or "". address: the
    site's absolute base, ending in a slash, for feeds. digests: a hash of each brief by its id, where one is known.
    """

    title: str
    desk: str
    contact: str
    about: str
    address: str
    generated: datetime
    head: str
    entries: int
    clock: str
    briefs: tuple[Brief, ...]
    withdrawn: tuple[Withdrawn, ...] = ()
    series: tuple[SeriesSheet, ...] = ()
    sources: tuple[SourceSheet, ...] = ()
    events: tuple[Event, ...] = ()
    ledger: tuple[LedgerClaim, ...] = ()
    digests: Mapping[str, str] = {}


class Make(Protocol):
    def __call__(self) -> bytes: ...


class Leaf(msgspec.Struct, frozen=True):
    """A file of the site to be. key: hash of all it is made from, so that an unchanged one is not made again.

    make: its bytes; asks the stacks only when it is called.
    """

    path: str
    key: str
    make: Make
