"""When a claim was said, and the counts it means where it names no period."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TypeVar

import msgspec

from tallywire.check.steps import counted_out, placed, stepped
from tallywire.series import AsOf, Period
from tallywire.statement import (
    Change,
    Claim,
    Coincidence,
    Comparison,
    EventClass,
    Extreme,
    Holdings,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Subject,
    Sum,
)


def said_on(claim: Claim, published: date) -> date:
    """The day a claim was said; no later than the day its text was published."""
    return published if claim.said is None else min(claim.said, published)


def said_at(claim: Claim, published: date, as_of: AsOf) -> AsOf:
    """The record as it stood at the end (UTC) of the day the claim was said, on the same basis."""
    end = datetime.combine(said_on(claim, published), time.max, tzinfo=UTC)
    return AsOf(min(end, as_of.time), as_of.basis)


def names_period(statement: Statement) -> bool:
    """Whether the words say which counts are meant, rather than leaving it to the latest ones."""
    match statement:
        case Level():
            return statement.when is not None
        case Change():
            return placed(statement.window)
        case Extreme():
            return statement.window.end is not None if statement.of == "level" else placed(statement.window)
        case Sum():
            levels = (part for part in statement.parts if isinstance(part, Level))
            return names_period(statement.total) and all(map(names_period, levels))
        case Comparison():
            other = statement.right
            return names_period(statement.left) and (not isinstance(other, Level | Change) or names_period(other))
        case Coincidence():
            return names_period(statement.change)
        case Pledge():
            return statement.outcome is None or names_period(statement.outcome)


def unnamed(statement: Statement | Neighbours | EventClass) -> str:
    """What the text leaves out of a statement that does not name its period, and what is taken instead."""
    match statement:
        case Comparison():
            return unnamed(statement.left if not names_period(statement.left) else statement.right)
        case Coincidence():
            return unnamed(statement.change)
        case Sum():
            return unnamed(statement.total)
        case Pledge() if statement.outcome is not None:
            return unnamed(statement.outcome)
        case Change() if statement.window.end is not None:
            return "the text does not say since when; judged against the count before"
        case _:
            return "the text does not say for when; judged on the latest count when it was said"


def pinned(statement: Statement, holdings: Holdings, then: AsOf, now: AsOf) -> Statement:
    """`statement`, linked, with "the latest count" made the latest one when it was said.

    Where the record held none by then: the last that had begun by that day, as the record stands now.
    """
    match statement:
        case Level() | Change() | Extreme():
            return _pinned(statement, holdings, then, now)
        case Sum():
            total = _pinned(statement.total, holdings, then, now)
            if counted_out(statement):
                return stepped(Sum(total, statement.parts), holdings, now)
            return Sum(total, tuple(_pinned(part, holdings, then, now) for part in statement.parts))
        case Comparison():
            right = statement.right
            if isinstance(right, Level | Change):
                right = _pinned(right, holdings, then, now)
            return Comparison(_pinned(statement.left, holdings, then, now), statement.relation, right)
        case Coincidence():
            return msgspec.structs.replace(statement, change=_pinned(statement.change, holdings, then, now))
        case Pledge():
            return statement


_Piece = TypeVar("_Piece", bound=Level | Change | Extreme)


def _pinned(piece: _Piece, holdings: Holdings, then: AsOf, now: AsOf) -> _Piece:
    if isinstance(piece, Level):
        if piece.when is not None:
            return piece
        return msgspec.structs.replace(piece, when=_latest(piece.series, holdings, then, now))
    window = piece.window
    if window.end is not None or (window.start is not None and window.length is not None):
        return piece
    end = _latest(piece.series, holdings, then, now)
    return msgspec.structs.replace(piece, window=msgspec.structs.replace(window, end=end))


def _latest(subject: Subject, holdings: Holdings, then: AsOf, now: AsOf) -> Period | None:
    if not isinstance(subject, str) or holdings.series(subject) is None:
        return None
    held = [o.period for o in holdings.observations(subject, as_of=then) if o.value is not None]
    if not held:
        day = then.time.date()
        later = holdings.observations(subject, as_of=now)
        held = [o.period for o in later if o.value is not None and o.period.start <= day]
    return held[-1] if held else None
