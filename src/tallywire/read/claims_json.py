"""Claims as plain JSON, before any series is linked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from tallywire.series import Length, Period, plain
from tallywire.statement import (
    Amount,
    Attribution,
    Change,
    Claim,
    Coincidence,
    Comparison,
    Description,
    EventClass,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Subject,
    Sum,
    Window,
)

SCHEMA = "tallywire.read/1"


class AmountJson(msgspec.Struct, frozen=True):
    """An amount; decimals as plain strings, None where unbounded."""

    low: str | None
    high: str | None
    low_open: bool
    high_open: bool
    unit: str
    wording: str


class SubjectJson(msgspec.Struct, frozen=True):
    """What is counted: words before linking, or a series id."""

    text: str
    leans_on: str = ""
    place: str = ""
    id: str = ""


class RightJson(msgspec.Struct, frozen=True):
    """The right side of a comparison: another period, earlier neighbouring counts, or a class of events."""

    kind: str
    start: tuple[str, str] | None
    period: tuple[str, str] | None
    event: str


class ClaimJson(msgspec.Struct, frozen=True):
    """One claim, flat: `of` and `sense` say what an extreme is of; `by` and `what` belong to a pledge."""

    id: str
    kind: str
    span: tuple[int, int]
    text: str
    series: SubjectJson | None
    amount: AmountJson | None
    value: str | None
    relation: str
    direction: str | None
    measure: str | None
    period: tuple[str, str] | None
    since: tuple[str, str] | None
    since_vague: bool
    start: tuple[str, str] | None
    length: str | None
    sense: str | None
    of: str | None
    rank: int | None
    counts: int | None
    event: str | None
    right: RightJson | None
    parts: tuple[AmountJson, ...]
    what: str | None
    attribution: tuple[Attribution, ...]
    hedge: str
    nature: str
    said: str | None


class ClaimsJson(msgspec.Struct, frozen=True):
    """The whole answer of `tallywire read --json`."""

    schema: str
    published: str
    claims: tuple[ClaimJson, ...]


def claims_json(claims: Sequence[Claim], *, text: str, published: str) -> bytes:
    """The claims as JSON (UTF-8): periods as [start, end), decimals as plain strings; see ClaimJson."""
    body = ClaimsJson(SCHEMA, published, tuple(flat(claim, text) for claim in claims))
    return msgspec.json.encode(body)


def flat(claim: Claim, text: str) -> ClaimJson:
    """One claim with its statement laid flat."""
    statement = claim.statement
    inner = _inner(statement)
    window = _window(inner)
    extreme = statement if isinstance(statement, Extreme) else None
    return ClaimJson(
        id=claim.id,
        kind=_kind(statement),
        span=claim.span,
        text=text[claim.span[0] : claim.span[1]],
        series=_subject(inner),
        amount=_amount(statement, inner),
        value=None if claim.value is None else plain(claim.value),
        relation=claim.relation,
        direction=_direction(statement, inner),
        measure=inner.measure if isinstance(inner, Change) else None,
        period=_dates(statement.by if isinstance(statement, Pledge) else window.end),
        since=None if extreme is None else _dates(extreme.since),
        since_vague=extreme is not None and extreme.since_vague,
        start=_dates(window.start),
        length=_length(window.length),
        sense=None if extreme is None else extreme.sense,
        of=None if extreme is None else extreme.of,
        rank=None if extreme is None else extreme.rank,
        counts=None if extreme is None else extreme.counts,
        event=statement.event.name if isinstance(statement, Coincidence) else None,
        right=_right(statement.right) if isinstance(statement, Comparison) else None,
        parts=_parts(statement),
        what=statement.what if isinstance(statement, Pledge) else None,
        attribution=claim.attribution,
        hedge=claim.hedge,
        nature=claim.nature,
        said=None if claim.said is None else claim.said.isoformat(),
    )


def _kind(statement: Statement) -> str:
    return type(statement).__name__.lower()


def _inner(statement: Statement) -> Level | Change | Extreme | None:
    match statement:
        case Comparison(left=left):
            return left
        case Coincidence(change=change):
            return change
        case Sum(total=total):
            return total
        case Pledge(outcome=outcome):
            return outcome
        case _:
            return statement


def _window(inner: Level | Change | Extreme | None) -> Window:
    match inner:
        case Level(when=when):
            return Window(end=when)
        case Change(window=window) | Extreme(window=window):
            return window
        case _:
            return Window()


def _subject(inner: Level | Change | Extreme | None) -> SubjectJson | None:
    if inner is None:
        return None
    subject: Subject = inner.series
    if isinstance(subject, Description):
        return SubjectJson(subject.text, subject.leans_on, subject.place)
    return SubjectJson("", id=subject)


def _amount(statement: Statement, inner: Level | Change | Extreme | None) -> AmountJson | None:
    amount: Amount | None = None if inner is None else inner.amount
    if isinstance(statement, Comparison) and isinstance(statement.right, Neighbours):
        amount = statement.right.amount
    return None if amount is None else _ends(amount)


def _ends(amount: Amount) -> AmountJson:
    interval = amount.interval
    return AmountJson(
        _plain(interval.low),
        _plain(interval.high),
        interval.low_open,
        interval.high_open,
        amount.unit,
        amount.wording,
    )


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _direction(statement: Statement, inner: Level | Change | Extreme | None) -> str | None:
    if isinstance(statement, Extreme):
        return {"high": "up", "low": "down"}[statement.sense] if statement.of == "change" else None
    return inner.direction if isinstance(inner, Change) else None


def _dates(period: Period | None) -> tuple[str, str] | None:
    return None if period is None else (period.start.isoformat(), period.end.isoformat())


def _length(length: Length | None) -> str | None:
    """ISO 8601: P2M, P56D."""
    if length is None:
        return None
    months = f"{length.months}M" if length.months else ""
    days = f"{length.days}D" if length.days else ""
    return f"P{months}{days}"


def _right(right: Level | Change | Neighbours | EventClass) -> RightJson:
    match right:
        case Level(when=when):
            return RightJson("level", None, _dates(when), "")
        case Change(window=window):
            return RightJson("change", _dates(window.start), _dates(window.end), "")
        case Neighbours(before=before):
            return RightJson("neighbours", None, _dates(before), "")
        case EventClass(event_kind=event):
            return RightJson("events", None, None, event)


def _parts(statement: Statement) -> tuple[AmountJson, ...]:
    if not isinstance(statement, Sum):
        return ()
    return tuple(_ends(part.amount) for part in statement.parts if part.amount is not None)
