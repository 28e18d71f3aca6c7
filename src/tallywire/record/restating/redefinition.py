"""Redefinition: a past that was shifted, rebased, merged, renamed or made anew as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from tallywire.record.restating.case import Case, valued
from tallywire.record.restating.change import Told
from tallywire.record.restating.words import count, said, span
from tallywire.series import Class, Classified, Observation, Period, Restatement

KIND: Class = "redefinition"

LEAST = 8
"""Fewer figures are no past."""

ALIKE = 3
"""So many figures of two series agree, or sum up, not by chance."""


def redefinition(case: Case) -> Sequence[Classified]:
    """renamed, regrained, merged, rebased, shifted, whole_past, in that order.

    renamed: all figures of a series, three or more, are gone and a series that was not there gives the same.
    regrained: all are gone and others came for periods of another length. merged: what three or more figures gained
    is exactly what another series of the source gives for the same periods. Of the other three the past is eight or
    more figures, at least half of those that stood: all changed by one factor or by one difference, as far as their
    rounding lets one say, or each by its own.
    """
    found = [*_renamed(case), *_regrained(case)]
    case = case.without(found)
    found += _merged(case)
    return [*found, *_whole_past(case.without(found))]


def _all_gone(case: Case, id: str, told: Told) -> bool:
    return bool(told.gone) and not case.past[id].counted - {each.period for each in told.gone}


def _renamed(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        if len(told.gone) < ALIKE or not _all_gone(case, id, told):
            continue
        standing = case.past[id].standing
        old = {(each.period, standing[each.period].value) for each in told.gone}
        for other, came in case.change.told.items():
            if other != id and old <= {(each.period, each.value) for each in came.arrived}:
                number = count(len(old), "figure")
                why = (
                    f"The {number} of the series are gone, and {other}, in which none of them stood, gives the same."
                )
                yield case.found(KIND, id, "renamed", why, absences=told.gone)
                break


def _regrained(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        came = case.change.told[id].arrived
        if len(told.gone) < ALIKE or not came or not _all_gone(case, id, told):
            continue
        before, after = told.gone[0].period.granularity, came[0].period.granularity
        old, new = ({each.period.granularity for each in held} for held in (told.gone, came))
        if before != after and old == {before} and new == {after}:
            why = f"All {len(told.gone):,} figures, by the {before}, gave way to {len(came):,} by the {after}."
            yield case.found(KIND, id, "regrained", why, absences=told.gone)


def _merged(case: Case) -> Iterator[Classified]:
    given: dict[Period, dict[Decimal | None, list[str]]] = {}
    for id, told in case.restating():
        pairs = valued(told.restatements)
        if len(pairs) < ALIKE or (len(pairs) < LEAST and 2 * len(pairs) < len(case.past[id].counted)):
            continue
        for other in _giving(case, pairs[0], given):
            if other != id and all(_gained(pair, case.past[other].standing) for pair in pairs):
                periods = [pair.after.period for pair in pairs]
                why = f"{count(len(pairs), 'figure')} {span(periods)} grew by exactly what {other} gave for each."
                yield case.found(KIND, id, "merged", why, restatements=pairs)
                break


def _giving(case: Case, pair: Restatement, given: dict[Period, dict[Decimal | None, list[str]]]) -> Sequence[str]:
    """The series that give, for the period of a figure, what it gained. given: for a period, who gives what."""
    period = pair.after.period
    if period not in given:
        by_value = given[period] = {}
        for id, past in case.past.items():
            if period in past.standing:
                by_value.setdefault(past.standing[period].value, []).append(id)
    assert pair.before.value is not None and pair.after.value is not None
    return given[period].get(pair.after.value - pair.before.value, ())


def _gained(pair: Restatement, other: dict[Period, Observation]) -> bool:
    held = other.get(pair.after.period)
    assert pair.before.value is not None and pair.after.value is not None
    return held is not None and held.value is not None and pair.after.value - pair.before.value == held.value != 0


def _whole_past(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        pairs = valued(told.restatements)
        stood = len(case.past[id].counted)
        if len(pairs) < LEAST or 2 * len(pairs) < stood:
            continue
        whole = len(pairs) == stood
        number = (
            f"All {stood:,} figures that stood" if whole else f"{len(pairs):,} of the {stood:,} figures that stood"
        )
        were = "were" if whole else "were all"
        difference = _difference(pairs)
        if difference is not None:
            way = "raised" if difference > 0 else "lowered"
            rule, how = "shifted", f"{were} {way} by {said(abs(difference))}"
        elif _one_factor(pairs):
            rule, how = "rebased", f"{were} changed by the same factor, such as {_moved(pairs[-1])}"
        else:
            rule, how = "whole_past", f"were changed, {span([each.after.period for each in pairs])}"
        yield case.found(KIND, id, rule, f"{number} {how}.", restatements=pairs)


def _moved(pair: Restatement) -> str:
    return f"{said(pair.before.value)} to {said(pair.after.value)} for {pair.after.period}"


def _difference(pairs: Sequence[Restatement]) -> Decimal | None:
    """By how much all figures moved; None where they moved by different amounts."""
    found: set[Decimal] = set()
    for pair in pairs:
        assert pair.before.value is not None and pair.after.value is not None
        found.add(pair.after.value - pair.before.value)
        if len(found) > 1:
            return None
    return found.pop()


def _one_factor(pairs: Sequence[Restatement]) -> bool:
    """Whether one factor, other than 1, takes every figure to the new one as far as both are rounded."""
    least, most = Fraction(0), None
    for pair in pairs:
        before, after = pair.before.rounding, pair.after.rounding
        if before.low is None or before.high is None or after.low is None or after.high is None:
            return False
        if before.low <= 0 or after.low <= 0:
            return False
        low, high = Fraction(after.low) / Fraction(before.high), Fraction(after.high) / Fraction(before.low)
        least, most = max(least, low), high if most is None else min(most, high)
    return most is not None and least <= most and not least <= 1 <= most
