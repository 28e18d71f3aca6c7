"""Evaluating a Change."""

from __future__ import annotations

from tallywire.series import AsOf, Interval
from tallywire.statement.amount import Amount
from tallywire.statement.change import Change, Direction
from tallywire.statement.evaluation.figures import Counts, counts_of, pairs
from tallywire.statement.evaluation.judge import agree, fits, order, sized
from tallywire.statement.evaluation.lacking import no_period, no_series
from tallywire.statement.evaluation.moves import Move, move
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.holdings import Holdings


def evaluate_change(statement: Change, holdings: Holdings, as_of: AsOf) -> Evidence:
    counts = counts_of(statement.series, holdings, as_of)
    if counts is None:
        return no_series(statement.series, as_of)
    moves = moves_of(statement, counts)
    if not moves:
        return no_window(statement, counts, as_of)
    outcome = agree(judge_move(m, counts, statement) for m in moves)
    shown = moves[-1]
    reason = ""
    if outcome == "undetermined":
        reason = (
            "the words leave several windows to choose from, and they differ"
            if len(moves) > 1
            else "rounding of the published figures leaves it open"
        )
    used = dict.fromkeys(o.ref for m in moves for o in (m.start, m.end))
    return Evidence(
        outcome=outcome,
        actual=Amount(shown.rounding if shown.bounded else Interval.point(shown.value), shown.unit, ""),
        basis=as_of.basis,
        used=tuple(used),
        reason=reason,
        working=shown.working,
    )


def moves_of(statement: Change, counts: Counts) -> tuple[Move, ...]:
    """The moves that the statement's window can mean, in its measure."""
    found = (move(counts, start, end, statement.measure) for start, end in pairs(counts, statement.window))
    return tuple(m for m in found if m is not None)


def judge_move(found: Move, counts: Counts, statement: Change) -> Outcome:
    direction, factor = statement.direction, statement.measure == "factor"
    if statement.amount is None:
        return _judge_direction(found, counts, direction)
    allowed = statement.amount.interval
    if factor:
        return fits(found.value, found.rounding, found.bounded, allowed)
    allowed = sized(allowed, directed=direction is not None)
    if direction == "down":
        return fits(-found.value, -found.rounding, found.bounded, allowed)
    if direction == "up":
        return fits(found.value, found.rounding, found.bounded, allowed)
    outcomes = {
        fits(found.value, found.rounding, found.bounded, allowed),
        fits(-found.value, -found.rounding, found.bounded, allowed),
    }
    if "true" in outcomes:
        return "true"
    return "undetermined" if "undetermined" in outcomes else "false"


def _judge_direction(found: Move, counts: Counts, direction: Direction | None) -> Outcome:
    start, end = found.start, found.end
    bounded = start.bounds is not None or end.bounds is not None
    how = order(counts.value(end), counts.rounding(end), counts.value(start), counts.rounding(start), bounded=bounded)
    if how in ("equal", "open"):
        exact = start.quantum == 0 and end.quantum == 0
        return "false" if how == "equal" and exact else "undetermined"
    if direction is None:
        return "true"
    return "true" if (how == "above") == (direction == "up") else "false"


def no_window(statement: Change, counts: Counts, as_of: AsOf) -> Evidence:
    """Which end of the window the record lacks."""
    window = statement.window
    for when in (window.end, window.start):
        if when is not None and not any(when.covers(o.period) for o in counts.observations):
            return no_period(counts, when, as_of)
    held = counts.observations
    if held and pairs(counts, window):
        return Evidence(
            outcome="undetermined",
            basis=as_of.basis,
            lacks="measure",
            reason=f"the change cannot be expressed as {statement.measure} from the published figures",
        )
    return Evidence(
        outcome="undetermined",
        basis=as_of.basis,
        lacks="period",
        gaps=counts.gaps,
        reason=f"the record of {counts.series.title} has no two figures that far apart",
    )
