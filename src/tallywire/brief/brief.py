"""Brief and Edition: what tell makes and feed takes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from tallywire.series import Cell, Period
from tallywire.statement import Evidence, Statement

Label = Literal["New record", "Revision", "Returned", "Taken down", "Exclusive", "Video"]


class Binding(msgspec.Struct, frozen=True):
    """A number in a text: offsets in code points, and the id of the proof it opens."""

    start: int
    end: int
    proof: str


class Text(msgspec.Struct, frozen=True):
    """A paragraph whose numbers are bound."""

    text: str
    bindings: tuple[Binding, ...] = ()

    def __post_init__(self) -> None:
        reached = 0
        for binding in self.bindings:
            if not reached <= binding.start < binding.end <= len(self.text):
                raise ValueError(f"bindings must be sorted, apart and inside the text: {binding}")
            reached = binding.end


class Proof(msgspec.Struct, frozen=True):
    """What one or more numbers of a brief rest on: the statement, in words, and its evidence."""

    id: str
    wording: str
    statement: Statement | None
    evidence: Evidence


class Row(msgspec.Struct, frozen=True):
    """A row of the table beside a chart; figures as published, bound to a proof where there is one."""

    label: str
    figure: str
    change: str = ""
    proof: str = ""


ACCENT = "#2b7cb8"
"""The colour of the marked stretch in charts; a page may put its own accent in its place."""


class Chart(msgspec.Struct, frozen=True):
    """A Vega-Lite spec (JSON text), its SVG rendered beforehand, and the same said as sentence and table."""

    title: str
    spec: str
    svg: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A one-minute news item.

    id: a stable slug. badge: a standing remark about the source ("reconstructed from reports"). found: how it
    was found. caveats: what is not known. minutes: reading time at 238 words a minute, rounded up. score:
    orders briefs of one moment.
    """

    id: str
    kicker: str
    headline: Text
    lead: Text
    body: tuple[Text, ...]
    caveats: tuple[Text, ...] = ()
    found: Text
    labels: tuple[Label, ...] = ()
    source: str
    source_name: str
    topic: str = ""
    place: str = ""
    series: tuple[str, ...] = ()
    badge: str = ""
    chart: Chart | None = None
    proofs: tuple[Proof, ...] = ()
    score: float = 0.0
    published: datetime
    updated: datetime | None = None
    minutes: int = 1


class Line(msgspec.Struct, frozen=True):
    """One row of an archived table, as text; `number` is its row in the grid."""

    number: int
    cells: tuple[str, ...]


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """The rows around a cell of an archived body, and where the body came from.

    `header` is the table's first row where `lines` do not begin with it. `entry` is the archive entry's number
    and `chain` its hash. `citation`: the address that the row cites as having reported the figure.
    """

    source_name: str
    address: str
    release: str
    fetched_at: datetime
    body_hash: str
    entry: int
    chain: str
    kind: Literal["fetched", "imported"]
    cell: Cell
    literal: str
    period: Period | None
    header: Line | None
    lines: tuple[Line, ...]
    note: str = ""
    citation: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """An evidence page: a proof with the excerpts of every cell it rests on, those of rivals after its own."""

    brief: str
    proof: Proof
    excerpts: tuple[Excerpt, ...]


class Health(msgspec.Struct, frozen=True):
    """How a source is doing, for the feed's second column."""

    source: str
    name: str
    state: str
    since: datetime
    note: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one publication holds: briefs newest first, their evidence, the sources' health.

    head: hash of the archive's last entry, published in every feed. clock: "simulated time" or "". address: the
    site's absolute base, ending in a slash, for feeds.
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
    sheets: tuple[Sheet, ...]
    sources: tuple[Health, ...] = ()
