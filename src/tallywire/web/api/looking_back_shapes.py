"""What the API takes and gives of the past: every step of every figure, and how two moments differ."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tallywire.series import Cell, Class, Series, Status
from tallywire.web.api.shapes import FirstDay, LastDay, Moment, SeriesId, TimeWord

MOST_STEPS = 20_000
"""Steps, or figures that differ, in one answer."""

PeriodText = Annotated[
    str,
    Meta(
        pattern=(r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?|-Q[1-4]|-H[12]|-W[0-9]{2})?$"),
        max_length=21,
        description="Only this period: a day, month, quarter, half, week or year, or its first/last day.",
        examples=["2022-11"],
    ),
]
Point = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        description=(
            "A day (its end in UTC), a time with its zone, the id of a release of the source (its first 6 digits or "
            "more will do), first or latest. Of the two moments either may be the earlier."
        ),
        extra_json_schema={
            "anyOf": [
                {"format": "date"},
                {"format": "date-time"},
                {"enum": ["first", "latest"]},
                {"pattern": "^[0-9a-f]{6,20}$"},
            ],
            "examples": ["2022-11-30"],
        },
    ),
]
Change = Literal["restated", "gone", "back", "new", "reworded"]
Cursor = Annotated[int, Meta(ge=0, le=1_000_000_000, description="`next` of the answer before.")]


class HistoryQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    series: SeriesId
    period: PeriodText | UnsetType = UNSET
    as_of: Moment | UnsetType = UNSET
    from_: FirstDay | UnsetType = msgspec.field(default=UNSET, name="from")
    to: LastDay | UnsetType = UNSET


class DiffQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    source: Annotated[str, Meta(min_length=1, max_length=200, description="A source's id.", examples=["fsin"])]
    series: Annotated[SeriesId, Meta(description="Only this series of it.")] | UnsetType = UNSET
    a: Point
    b: Point
    cursor: Cursor = 0


class HistoryStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a figure: given, given otherwise, written otherwise, gone from its table, or back in it.

    cell: where it stands in `release`; null where it left the table, or came back as it had been. class, rule, why:
    of which class the step is, by which rule and why; null where it restates nothing.
    """

    series: str
    period: str
    start: date
    end: date
    known_at: datetime
    published_at: datetime | None
    release: str
    value: str | None
    literal: str | None
    quantum: str | None
    status: Status | None
    cell: Cell | None
    presence: Literal["gone", "back"] | None
    class_: Class | None = msgspec.field(name="class")
    rule: str | None
    why: str | None


class HistoryList(msgspec.Struct, frozen=True, kw_only=True):
    """The newest period first, and of each the newest step. next: the `to` that goes on, null at the end."""

    schema: Literal["tallywire.history/1"] = "tallywire.history/1"
    series: Series
    as_of: datetime
    basis: TimeWord
    steps: tuple[HistoryStep, ...]
    next: date | None


class MomentSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One of two moments; release: the one that names it, "" for a day or a time."""

    at: datetime
    release: str
    source: str


class FigureSeen(msgspec.Struct, frozen=True, kw_only=True):
    value: str | None
    literal: str
    status: Status
    release: str
    known_at: datetime
    cell: Cell


class DifferingFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that differs: what it was and what it is. class, rule, why: of the last step between."""

    series: str
    change: Change
    period: str
    start: date
    end: date
    before: FigureSeen | None
    after: FigureSeen | None
    class_: Class | None = msgspec.field(name="class")
    rule: str | None
    why: str | None


class DiffList(msgspec.Struct, frozen=True, kw_only=True):
    """How figures differ from the earlier moment `a` to the later `b`. next: the `cursor` that goes on, or null."""

    schema: Literal["tallywire.diff/1"] = "tallywire.diff/1"
    source: str
    a: MomentSaid
    b: MomentSaid
    basis: TimeWord
    figures: tuple[DifferingFigure, ...]
    next: int | None
