"""Correction: isolated figures put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tallywire.record.restating.case import Case, valued
from tallywire.record.restating.past import Past, size
from tallywire.record.restating.routine import habit
from tallywire.record.restating.words import count, moved, said, span
from tallywire.series import Class, Classified, Observation, Restatement

KIND: Class = "correction"


def correction(case: Case) -> Sequence[Classified]:
    """carried_forward, running_total, isolated: the weakest class, for everything that no other rule took.

    carried_forward: neighbouring figures were all changed by one difference, as a running total is when one of its
    steps was wrong. running_total: a series declared cumulative has a new figure below the one before it, and the
    two still stand so; where one of them is put right, that is the correction.
    """
    return [*_restated(case), *_running_total(case)]


def _restated(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        pairs = list(told.restatements)
        if not pairs:
            continue
        difference = _one_difference(pairs)
        past = case.past[id]
        if difference is not None and len(pairs) > 1 and _neighbours(pairs, past):
            way = "raised" if difference > 0 else "lowered"
            periods = [each.after.period for each in pairs]
            why = f"{len(pairs):,} neighbouring figures {span(periods)} were all {way} by {said(abs(difference))}."
            yield case.found(KIND, id, "carried_forward", why, restatements=pairs)
            continue
        yield case.found(KIND, id, "isolated", f"{_what(pairs)}. {_seldom(past)}.", restatements=pairs)


def _what(pairs: Sequence[Restatement]) -> str:
    if len(pairs) == 1:
        return f"1 figure, of {pairs[0].after.period}, was changed {moved(pairs[0])}"
    changed = valued(pairs)
    most = f" by at most {said(max(map(size, changed)))}" if changed else ""
    return f"{count(len(pairs), 'figure')} {span([each.after.period for each in pairs])} were changed{most}"


def _seldom(past: Past) -> str:
    revising = sum(each.restated > 0 for each in past.habits)
    looked = len(past.habits)
    if not looked:
        return "No release before it had news of this series"
    if looked == 1:
        return f"The release before it {'revised' if revising else 'did not revise'} this series"
    if not revising:
        return f"None of the {looked} releases before it revised this series"
    number = f"{revising} of the {looked} releases before it revised this series"
    return f"{number}, but by less, or less far back" if habit(past) else f"{number}, too few to be a habit"


def _one_difference(pairs: Sequence[Restatement]) -> Decimal | None:
    changed = valued(pairs)
    found = {each.after.value - each.before.value for each in changed}  # type: ignore[operator]
    return found.pop() if len(found) == 1 and len(changed) == len(pairs) else None


def _neighbours(pairs: Sequence[Restatement], past: Past) -> bool:
    """Whether no figure that was left alone lies between those that were changed."""
    periods = {each.after.period for each in pairs}
    return sum(min(periods) <= period <= max(periods) for period in past.counted) == len(periods)


def _running_total(case: Case) -> Iterator[Classified]:
    stands = case.stands
    for id, told in case.left.items():
        series = case.series.get(id)
        if series is None or not series.cumulative:
            continue
        past = case.past[id]
        newest = past.newest
        last = None if newest is None else past.standing[newest]
        for each in sorted(told.arrived, key=lambda observation: observation.period):
            if last is None or each.period > last.period:
                if last is not None and _fell(last, each) and _fell(stands[id, last.period], stands[id, each.period]):
                    fell = f"from {said(last.value)} for {last.period} to {said(each.value)} for {each.period}"
                    why = f"The running total fell {fell}, which it does only where figures are put right."
                    yield case.found(KIND, id, "running_total", why, observations=(each,))
                last = each


def _fell(one: Observation, other: Observation) -> bool:
    return one.value is not None and other.value is not None and other.value < one.value
