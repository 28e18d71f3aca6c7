"""Proofs, the charts beside them, and the excerpts of the archive that they end at."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from tallywire.series import Cell, Period
from tallywire.statement import Evidence, Statement


class Proof(msgspec.Struct, frozen=True, gc=False):
    """What one or more numbers of a brief rest on: the statement, in words, and its evidence."""

    id: str
    wording: str
    statement: Statement | None
    evidence: Evidence


class Row(msgspec.Struct, frozen=True, gc=False):
    """A row of the table beside a chart; figures as published, bound to a proof where there is one."""

    label: str
    figure: str
    change: str = ""
    proof: str = ""


ACCENT = "#2b7cb8"
"""The colour of the marked stretch in charts; a page may put its own accent in its place."""


class Chart(msgspec.Struct, frozen=True, gc=False):
    """A Vega-Lite spec (JSON text), its SVG rendered beforehand, and the same said as sentence and table."""

    title: str
    spec: str
    svg: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Line(msgspec.Struct, frozen=True, gc=False):
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
    kind: Literal["fetched", "imported", "memento"]
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
