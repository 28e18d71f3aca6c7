"""Evaluating a Comparison: with another size, with earlier neighbours, with a class of events."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from tallywire.series import AsOf, Event, Interval, Observation, ObservationRef, Period, add_months
from tallywire.statement.amount import Amount
from tallywire.statement.change import Change
from tallywire.statement.comparison import Comparison, EventClass, Neighbours
from tallywire.statement.evaluation.figures import TOLERANCE, Counts, counts_of
from tallywire.statement.evaluation.judge import agree, all_of, fits, order, sized
from tallywire.statement.evaluation.lacking import no_series
from tallywire.statement.evaluation.moves import Move, move
from tallywire.statement.evaluation.sizes import Size, judged, sizes_of
from tallywire.statement.evaluation.words import figure_shown
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.holdings import Holdings
from tallywire.statement.level import Level

REACH_MONTHS = 12
"""How far from an event a count may lie on either side for the event to be compared."""


def evaluate_comparison(statement: Comparison, holdings: Holdings, as_of: AsOf) -> Evidence:
    left = judged(statement.left, holdings, as_of)
    if left.lacks:
        return left
    if isinstance(statement.left, Level) and isinstance(statement.right, Neighbours | EventClass):
        return Evidence(
            outcome="undetermined",
            basis=as_of.basis,
            lacks="measure",
            reason="a level cannot be compared with changes; compare a change with them",
        )
    sizes = tuple(_directed(statement.left, s) for s in sizes_of(statement.left, holdings, as_of))
    match statement.right:
        case Neighbours():
            return _neighbours(statement, statement.right, left, sizes, holdings, as_of)
        case EventClass():
            return _events(statement, statement.right, left, sizes, holdings, as_of)
        case _:
            return _pair(statement, statement.right, left, sizes, holdings, as_of)


def _directed(piece: Change | Level, size: Size) -> Size:
    """The size of a fall is positive."""
    return size.negated if isinstance(piece, Change) and piece.direction == "down" else size


def _relate(relation: str, a: Size, b: Size) -> Outcome:
    how = order(a.value, a.rounding, b.value, b.rounding, bounded=a.bounded or b.bounded)
    if how == "open":
        return "undetermined"
    if how == "equal":
        return "true" if relation == "=" else "undetermined"
    return "true" if {"above": ">", "below": "<"}[how] == relation else "false"


def _pair(
    statement: Comparison,
    other: Level | Change,
    left: Evidence,
    sizes: tuple[Size, ...],
    holdings: Holdings,
    as_of: AsOf,
) -> Evidence:
    right = judged(other, holdings, as_of)
    if right.lacks:
        return right
    others = tuple(_directed(other, s) for s in sizes_of(other, holdings, as_of))
    related = agree(_relate(statement.relation, a, b) for a in sizes for b in others)
    outcome = all_of((left.outcome, right.outcome, related))
    tied = len(sizes) == len(others) == 1 and sizes[0].value == others[0].value
    reason = "" if outcome == "true" else left.reason or right.reason
    if not reason and outcome != "true":
        reason = f"{figure_shown(sizes[-1].value)} against {figure_shown(others[-1].value)}"
    return Evidence(
        outcome=outcome,
        actual=left.actual,
        tied=tied,
        basis=as_of.basis,
        used=left.used,
        compared=2,
        reason=reason,
        rival=right.actual,
        rivals=right.used,
        working=(*left.working, *right.working),
    )


def _neighbours(
    statement: Comparison,
    right: Neighbours,
    left: Evidence,
    sizes: tuple[Size, ...],
    holdings: Holdings,
    as_of: AsOf,
) -> Evidence:
    """Against the sharpest change per month between any two neighbouring counts before; windows may differ."""
    counts = counts_of(right.series, holdings, as_of)
    if counts is None:
        return no_series(right.series, as_of)
    assert isinstance(statement.left, Change)
    before = right.before.start if right.before is not None else left.used[0].period.start
    moves = [
        m
        for a, b in pairwise(counts.observations)
        if b.period.start <= before and (m := move(counts, a, b, "per_month")) is not None
    ]
    rivals = [(_directed(statement.left, Size(m.value, m.rounding, m.bounded)), m) for m in moves]
    if not rivals:
        return Evidence(
            outcome="undetermined",
            basis=as_of.basis,
            lacks="period",
            reason=f"no earlier neighbouring counts of {counts.series.title} are held",
        )
    rivals.sort(key=lambda pair: _at_most(pair[0]), reverse=True)
    outcomes = [agree(_relate(statement.relation, size, rival) for size in sizes) for rival, _ in rivals]
    if right.amount is not None:
        outcomes.append(_bounded_by(rivals, right.amount.interval))
    outcomes.append(left.outcome)
    strongest, its_move = rivals[0]
    outcome = all_of(outcomes)
    return Evidence(
        outcome=outcome,
        actual=left.actual,
        basis=as_of.basis,
        used=left.used,
        compared=len(rivals) + 1,
        gaps=counts.gaps,
        reason="" if outcome == "true" else left.reason or f"{figure_shown(strongest.value)} a month is not exceeded",
        rival=Amount(Interval.point(_at_most(strongest)), counts.series.unit, ""),
        rivals=(its_move.start.ref, its_move.end.ref),
        since=counts.observations[0].period,
        working=(*left.working, *its_move.working),
    )


def _at_most(size: Size) -> Decimal:
    """The greatest that an uncertain window allows of the published figures."""
    return size.rounding.high if size.bounded and size.rounding.high is not None else size.value


def _bounded_by(rivals: list[tuple[Size, Move]], allowed: Interval) -> Outcome:
    greatest = rivals[0][0]
    interval = sized(allowed, directed=True)
    return fits(_at_most(greatest), greatest.rounding, False, interval)


def _events(
    statement: Comparison,
    right: EventClass,
    left: Evidence,
    sizes: tuple[Size, ...],
    holdings: Holdings,
    as_of: AsOf,
) -> Evidence:
    """Against the net change around each event of a class; what cannot be compared is named."""
    assert isinstance(statement.left, Change)
    counts = counts_of(statement.left.series, holdings, as_of)
    assert counts is not None
    first = None if right.since is None else (right.since.start if right.since_vague else right.since.end)
    end = left.used[-1].period.start
    events = [
        e
        for e in holdings.events(right.event_kind, as_of=as_of)
        if e.start <= end and (first is None or e.start >= first)
    ]
    if not events:
        return Evidence(
            outcome="undetermined",
            actual=left.actual,
            basis=as_of.basis,
            used=left.used,
            lacks="event",
            reason=f"the record holds no event of the class {right.event_kind}",
            working=left.working,
        )
    outcomes: list[Outcome] = [left.outcome]
    uncounted, unequal, rivals = [], [], []
    own = _days(left.used[0], left.used[-1])
    for event in events:
        sides = _around(counts, event)
        found = None if sides is None else move(counts, *sides, statement.left.measure)
        if sides is None or found is None:
            uncounted.append(event)
            outcomes.append("undetermined")
            continue
        rival = _directed(statement.left, Size(found.value, found.rounding, found.bounded))
        related = agree(_relate(statement.relation, size, rival) for size in sizes)
        if related != "undetermined" and not _tells(related, statement.relation, own, _days(*sides)):
            unequal.append(event)
            related = "undetermined"
        rivals.append((rival, found, related))
        outcomes.append(related)
    rivals.sort(key=lambda each: (each[2] == "false", each[0].value), reverse=True)
    outcome = all_of(outcomes)
    reason = left.reason
    if uncounted and outcome == "undetermined":
        names = ", ".join(f"{e.name} ({e.start.year})" for e in uncounted)
        reason = (
            f"no count in {counts.series.title} within {REACH_MONTHS} months on both sides of {names}; "
            "monthly counts of those years would settle it"
        )
    elif unequal and outcome == "undetermined":
        names = ", ".join(f"{e.name} ({e.start.year})" for e in unequal)
        reason = (
            f"the counts around {names} span another length of time than this change; "
            "counts as far apart as those of the change would settle it"
        )
    elif outcome != "true" and rivals:
        reason = f"{figure_shown(rivals[0][0].value)} around an event of the class"
    return Evidence(
        outcome=outcome,
        actual=left.actual,
        basis=as_of.basis,
        used=left.used,
        compared=len(rivals),
        gaps=tuple(Period.span(e.start, add_months(e.start, 1)) for e in uncounted),
        reason=reason,
        rival=Amount(Interval.point(rivals[0][0].value), counts.series.unit, "") if rivals else None,
        rivals=(
            *((rivals[0][1].start.ref, rivals[0][1].end.ref) if rivals else ()),
            *(e.ref for e in uncounted),
        ),
        working=(*left.working, *(line for _, m, _ in rivals for line in m.working)),
    )


def _tells(related: Outcome, relation: str, own: int, around: int) -> bool:
    """Whether a comparison over windows of unequal length still tells something.

    A greater change over a longer window says nothing against this one, a smaller one over a shorter window
    nothing for it; the other way round it tells all the more.
    """
    greater = (related == "false") == (relation == ">")
    if greater:
        return around <= own * (1 + TOLERANCE)
    return around >= own * (1 - TOLERANCE)


def _days(start: Observation | ObservationRef, end: Observation | ObservationRef) -> int:
    return (end.period.start - start.period.start).days


def _around(counts: Counts, event: Event) -> tuple[Observation, Observation] | None:
    """The last count before and the first after an event, each within reach; None where one is lacking."""
    last = event.end if event.end is not None else event.start
    before = [o for o in counts.observations if o.period.end <= event.start]
    after = [o for o in counts.observations if o.period.start > last]
    if not before or not after:
        return None
    near = before[-1].period.start >= add_months(event.start, -REACH_MONTHS)
    return (before[-1], after[0]) if near and after[0].period.start <= add_months(last, REACH_MONTHS) else None
