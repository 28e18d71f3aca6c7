"""Whether a statement that is false on the record is so beyond the choices that its words leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from tallywire.series import AsOf, ObservationRef, Period, Series
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    EventClass,
    Evidence,
    Extreme,
    Holdings,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    Window,
    evaluate,
)

DAYS = 11
"""A part of a month ("early November") is as good as a date; a whole month is not, for a count on one day of it."""

LOOSE = Decimal("0.2")
"""How far beyond its bounds a factor in words may still be meant."""

RANKS = 20
"""Ranks up to which a better one is looked for."""


def doubt(statement: Statement, evidence: Evidence, holdings: Holdings, as_of: AsOf) -> str:
    """Why a false `statement` may still be right in the sense it was meant; "" where nothing is left open.

    `evidence` is the evaluator's for this statement, with outcome false.
    """
    match statement:
        case Level():
            return _level(statement, evidence.used, evidence, holdings)
        case Change():
            loose = _loose(statement, evidence)
            return loose or _change(statement.series, statement.window, evidence.used, holdings)
        case Extreme():
            return _extreme(statement, evidence, holdings, as_of)
        case Sum():
            return _any_part((statement.total, *statement.parts), "the parts are", holdings, as_of)
        case Comparison():
            return _comparison(statement, evidence, holdings, as_of)
        case Coincidence():
            return _any_part((statement.change,), "the dates are", holdings, as_of)
        case Pledge():
            return "" if statement.outcome is None else doubt(statement.outcome, evidence, holdings, as_of)


def _level(statement: Level, used: Sequence[ObservationRef], evidence: Evidence, holdings: Holdings) -> str:
    if evidence.working:
        return ""  # a flow over exactly the period that is named
    return _dates(_series(statement.series, holdings), (statement.when,), used)


def _change(subject: object, window: Window, used: Sequence[ObservationRef], holdings: Holdings) -> str:
    series = _series(subject, holdings)
    if len(used) != 2:
        return "the words leave several counts to choose from"
    start, end = used
    if window.length is not None and (window.start is None or window.end is None):
        named = window.end if window.end is not None else window.start
        anchor = end if window.end is not None else start
        exact = window.length.after(start.period.start) == end.period.start
        exact = exact or window.length.before(end.period.start) == start.period.start
        if not exact:
            return "the record has no counts exactly that far apart"
        return _dates(series, (named,), (anchor,))
    if window.start is None or window.end is None:
        return "the text does not say from when to when"
    return _dates(series, (window.start, window.end), used)


def _loose(statement: Change, evidence: Evidence) -> str:
    """ "Halved" and "doubled" are said of what comes near it."""
    if statement.measure != "factor" or statement.amount is None or evidence.actual is None:
        return ""
    allowed, actual = statement.amount.interval, evidence.actual.interval
    if allowed.low is None or allowed.high is None or actual.low is None or actual.high is None:
        return ""
    near = actual.high >= allowed.low * (1 - LOOSE) and actual.low <= allowed.high * (1 + LOOSE)
    return "such words are often meant loosely" if near else ""


def _dates(series: Series | None, named: Sequence[Period | None], used: Sequence[ObservationRef]) -> str:
    """A count may have been taken, and meant, on another day of a period wider than its own."""
    if len(used) != len(named):
        return "the words leave several counts to choose from"
    for when, ref in zip(named, used, strict=True):
        if when is None:
            return "the text does not say when"
        own = (ref.period.end - ref.period.start).days
        if series is None or series.frequency == "_O":
            limit = DAYS
        elif series.frequency in ("W", "D"):
            limit = own
        else:
            limit = max(DAYS, own)
        if (when.end - when.start).days > limit:
            return f"that is the one count held in {when}, and the text may mean another day"
    return ""


def _extreme(statement: Extreme, evidence: Evidence, holdings: Holdings, as_of: AsOf) -> str:
    if statement.of == "level":
        dates = _dates(_series(statement.series, holdings), (statement.window.end,), evidence.used)
    else:
        dates = _change(statement.series, statement.window, evidence.used, holdings)
    if dates:
        return dates
    if statement.counts is not None:
        uncounted = msgspec.structs.replace(statement, counts=None)
        if evaluate(uncounted, holdings, as_of).outcome != "false":
            return f"the record holds {evidence.compared} counts, the text speaks of {statement.counts}"
    ranks = range(1, min(statement.rank, RANKS))
    if any(evaluate(msgspec.structs.replace(statement, rank=r), holdings, as_of).outcome != "false" for r in ranks):
        return "it ranks higher among the counts held; counts that are not held may go further"
    irregular = _irregular(statement.series, holdings)
    if statement.of == "change" and irregular and _days(evidence.rivals) > _days(evidence.used):
        return "the window that goes further is a longer one"
    return ""


def _comparison(statement: Comparison, evidence: Evidence, holdings: Holdings, as_of: AsOf) -> str:
    left = evaluate(statement.left, holdings, as_of)
    dates = doubt(statement.left, left, holdings, as_of)
    if dates or left.outcome == "false":
        return dates
    match statement.right:
        case Level() | Change():
            return doubt(statement.right, evaluate(statement.right, holdings, as_of), holdings, as_of)
        case Neighbours():
            bare = Comparison(
                statement.left, statement.relation, msgspec.structs.replace(statement.right, amount=None)
            )
            if evaluate(bare, holdings, as_of).outcome != "false":
                return "the counts held before are not those that the text compares with"
            return ""
        case EventClass():
            return ""


def _any_part(parts: Sequence[Level | Change], others: str, holdings: Holdings, as_of: AsOf) -> str:
    """Beyond doubt only where one part is false beyond doubt."""
    reason = f"each figure by itself stands; how {others} put together is open"
    for part in parts:
        evidence = evaluate(part, holdings, as_of)
        if evidence.outcome == "false":
            reason = doubt(part, evidence, holdings, as_of)
            if not reason:
                return ""
    return reason


def _series(subject: object, holdings: Holdings) -> Series | None:
    return holdings.series(subject) if isinstance(subject, str) else None


def _irregular(subject: object, holdings: Holdings) -> bool:
    series = _series(subject, holdings)
    return series is None or series.frequency == "_O"


def _days(refs: Sequence[ObservationRef]) -> int:
    return (refs[-1].period.start - refs[0].period.start).days if refs else 0
