"""What the API takes and gives, as values: OpenAPI's schemas are made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tallywire.check import Alternative, VerdictName
from tallywire.series import Basis, Cell, Coverage, Notice, Restatement, Series
from tallywire.statement import Amount, Attribution, Evidence, Statement
from tallywire.statement.lead import Restated, Role
from tallywire.web.limits import LIMITS

Text = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LIMITS.text_bytes,
        pattern=r"\S",
        description="The text, at most 1 MiB in UTF-8. It is not kept.",
        examples=["The prison population fell by 23,000 in two months."],
    ),
]
Published = Annotated[
    date, Meta(description="The day the text was published; its dates are reckoned from it.", examples=["2022-11-30"])
]
Moment = Annotated[
    str,
    Meta(
        description="The record as it stood at the end of this day (UTC), or at this time; else as it stands.",
        extra_json_schema={"anyOf": [{"format": "date"}, {"format": "date-time"}], "examples": ["2022-11-30"]},
    ),
]
BasisField = Annotated[
    Basis,
    Meta(
        description="proven: what was archived by then. asserted: what its source says was published by then.",
    ),
]
FirstDay = Annotated[date, Meta(description="Only periods that do not end before this day.", examples=["2010-01-01"])]
LastDay = Annotated[date, Meta(description="Only periods that do not begin after this day.", examples=["2022-12-31"])]
SeriesId = Annotated[str, Meta(min_length=1, max_length=300, examples=["fsin/colonies"])]
TimeWord = Literal["proven", "asserted", "simulated time"]
"""A basis as it is said: of a simulated newsroom nothing is called proven."""


class CheckRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text to be checked. `address`: where it stands, to tell when it is its own only support; not fetched."""

    text: Text
    published: Published
    as_of: Moment | UnsetType = UNSET
    basis: BasisField = "proven"
    address: Annotated[str, Meta(max_length=4096, description="Where the text stands; it is not fetched.")] = ""


class ReadRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text to be read, without any record."""

    text: Text
    published: Published


class LeadsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    as_of: Moment | UnsetType = UNSET
    days: Annotated[int, Meta(ge=1, le=3660, description="What became known in so many days before is new.")] = 31
    limit: Annotated[int, Meta(ge=1, le=100, description="At most so many leads.")] = 20


class SeriesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    q: Annotated[str, Meta(max_length=200, description="Words that its names hold, all of them.")] = ""
    source: Annotated[str, Meta(max_length=200, description="Only of this source.")] = ""
    limit: Annotated[int, Meta(ge=1, le=200, description="At most so many series.")] = 50
    cursor: Annotated[str, Meta(max_length=300, description="`next` of the answer before.")] = ""


class OneSeriesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    as_of: Moment | UnsetType = UNSET
    basis: BasisField = "proven"


class ObservationsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    series: SeriesId
    as_of: Moment | UnsetType = UNSET
    basis: BasisField = "proven"
    from_: FirstDay | UnsetType = msgspec.field(default=UNSET, name="from")
    to: LastDay | UnsetType = UNSET


class CheckedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim with its verdict. `span`: code points of the text, [start, end)."""

    id: str
    span: tuple[int, int]
    statement: Statement
    nature: Literal["fact", "cause", "opinion", "forecast"]
    attribution: tuple[Attribution, ...]
    hedge: str
    said: date | None
    verdict: VerdictName
    reason: str
    basis: TimeWord
    series: tuple[str, ...]
    right: Amount | None
    evidence: tuple[Evidence, ...]
    alternatives: tuple[Alternative, ...]
    notes: tuple[str, ...]


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """tallywire.check/1, the same as `tallywire check --json` gives."""

    schema: Literal["tallywire.check/1"]
    published: date
    as_of: datetime
    basis: TimeWord
    claims: tuple[CheckedClaim, ...]


class AsOfSaid(msgspec.Struct, frozen=True, kw_only=True):
    time: datetime
    basis: TimeWord


class FindingItem(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of a lead that the evaluator confirmed, and the part it plays in the story."""

    role: Role
    statement: Statement
    evidence: Evidence
    as_of: AsOfSaid


class LeadItem(msgspec.Struct, frozen=True, kw_only=True):
    """One lead, the same as `tallywire find --json` gives."""

    id: str
    story: Literal["fall", "rise", "low", "high", "revision", "return", "takedown"]
    series: tuple[str, ...]
    statement: Statement | None
    evidence: Evidence | None
    findings: tuple[FindingItem, ...]
    restatement: Restatement | None
    restated: Restated | None
    notice: Notice | None
    why: str
    score: float
    as_of: AsOfSaid


class LeadList(msgspec.Struct, frozen=True, kw_only=True):
    schema: Literal["tallywire.leads/1"] = "tallywire.leads/1"
    as_of: datetime
    basis: TimeWord
    leads: tuple[LeadItem, ...]


class SeriesItem(msgspec.Struct, frozen=True, kw_only=True):
    """A series and the name of its source."""

    series: Series
    source_name: str


class SeriesList(msgspec.Struct, frozen=True, kw_only=True):
    """next: the cursor of the next page, null on the last one."""

    schema: Literal["tallywire.series/1"] = "tallywire.series/1"
    series: tuple[SeriesItem, ...]
    next: str | None


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One published figure: its period [start, end), and the cell it was read from."""

    period: str
    start: date
    end: date
    value: str | None
    literal: str
    quantum: str
    status: Literal["final", "provisional", "derived", "missing"]
    published_at: datetime | None
    known_at: datetime
    release: str
    cell: Cell


class OneSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series, how far it reaches, and its latest figure."""

    schema: Literal["tallywire.series/1"] = "tallywire.series/1"
    as_of: datetime
    basis: TimeWord
    series: Series
    source_name: str
    coverage: Coverage | None
    latest: Point | None


class ObservationList(msgspec.Struct, frozen=True, kw_only=True):
    """One figure a period, by period. next: the `from` that goes on where this answer stops, null at the end."""

    schema: Literal["tallywire.observations/1"] = "tallywire.observations/1"
    series: str
    unit: str
    multiplier: int
    as_of: datetime
    basis: TimeWord
    observations: tuple[Point, ...]
    next: date | None
