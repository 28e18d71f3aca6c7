"""Whether a series bears the figure that a claim gives."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.series import AsOf, Interval
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Direction,
    Evidence,
    Extreme,
    Holdings,
    Level,
    Statement,
    Sum,
    evaluate,
)

LEVEL_WIDTH = Decimal("0.02")
"""A level says which series it is of only where its words leave no more than this share of it open."""

CHANGE_WIDTH = Decimal("0.05")
"""The same for a change."""


def figure_of(statement: Statement) -> Level | Change | None:
    """The part of a statement whose amount is telling enough to know a series by; None where there is none.

    Telling: bounded on both sides, narrow for its size, and no share, percentage or factor, which kindred
    series have in common.
    """
    match statement:
        case Level():
            return statement if _telling(statement.amount, LEVEL_WIDTH) else None
        case Change():
            plain = statement.measure in ("amount", "per_month")
            return statement if plain and _telling(statement.amount, CHANGE_WIDTH) else None
        case Extreme() if statement.amount is not None:
            if statement.of == "level":
                return figure_of(Level(statement.series, statement.window.end, statement.amount))
            direction: Direction = "up" if statement.sense == "high" else "down"
            return figure_of(Change(statement.series, statement.window, direction, statement.amount))
        case Sum():
            return figure_of(statement.total)
        case Comparison():
            return figure_of(statement.left)
        case Coincidence():
            return figure_of(statement.change)
        case _:
            return None


def bears(figure: Level | Change, holdings: Holdings, as_of: AsOf) -> Evidence | None:
    """The evidence that the series `figure` names bears its amount: true, or left open by rounding alone."""
    evidence = evaluate(figure, holdings, as_of)
    if evidence.outcome == "true":
        return evidence
    if evidence.outcome == "false" or evidence.lacks or evidence.actual is None or figure.amount is None:
        return None
    several = len(evidence.used) > (1 if isinstance(figure, Level) else 2) and not _is_total(figure, evidence)
    if several or not _near(evidence.actual.interval, figure.amount.interval):
        return None
    return evidence


def _is_total(figure: Level | Change, evidence: Evidence) -> bool:
    """A flow over a period is the total of its parts, and shows its working."""
    return isinstance(figure, Level) and bool(evidence.working)


def _telling(amount: Amount | None, width: Decimal) -> bool:
    if amount is None or amount.unit in ("%", "pp", "times"):
        return False
    low, high = amount.interval.low, amount.interval.high
    if low is None or high is None:
        return False
    size = max(abs(low), abs(high))
    return size > 0 and high - low <= size * width


def _near(actual: Interval, allowed: Interval) -> bool:
    """Whether the published figure is no further off than the wording is wide: coarse rounding tells nothing."""
    if allowed.low is None or allowed.high is None or actual.low is None or actual.high is None:
        return False
    width = allowed.high - allowed.low
    sizes = (abs(actual.low), abs(actual.high))
    return min(sizes) <= allowed.high + width and max(sizes) >= allowed.low - width


def at(figure: Level | Change, series: str) -> Level | Change:
    return msgspec.structs.replace(figure, series=series)
