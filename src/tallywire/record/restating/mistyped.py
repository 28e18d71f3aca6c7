"""Mistyped period: figures that stood under another date than theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tallywire.record.restating.case import Case, valued
from tallywire.record.restating.past import Past
from tallywire.record.restating.swaps import JOINT
from tallywire.record.restating.words import count
from tallywire.series import Absence, Class, Classified, Period, Restatement, add_months, months_between

KIND: Class = "mistyped_period"

PAST = 8
"""So many figures make a past; more than half of one is not mistyped."""

MOST_STEPS = 8
"""So many distances are tried."""


def mistyped(case: Case) -> Sequence[Classified]:
    """Figures of one date overwritten by another's and put back; moved to their dates; or another date's, put right.

    put_back: see `swaps`. moved: what stood for a period, in every series of which the release restates or drops
    that period, is given for another one, so many days or months away for all of them; and that one is new and older
    than the newest, or the wrong one is gone. another_date: in three or more series the figures that are put right
    were those of one other period. The last two are no more than half of the figures of a series of eight or more.
    """
    found = list(_put_back(case))
    case = case.without(found)
    found += _moved(case)
    case = case.without(found)
    return [*found, *_another_date(case)]


def _put_back(case: Case) -> Iterator[Classified]:
    for swap in case.swaps:
        for id in sorted(swap.series):
            told = case.left.get(id)
            pairs = [each for each in told.restatements if each.after.period == swap.period] if told else []
            if pairs:
                why = (
                    f"The figures of {swap.meant} were given for {swap.period} in {_series(len(swap.series))} and "
                    "put back later; those they overwrote stand again."
                )
                yield case.found(KIND, id, "put_back", why, restatements=pairs)


def _series(number: int) -> str:
    return count(number, "series", "series")


class _Moves:
    """What a release takes away from each period and gives to each, by series."""

    def __init__(self, case: Case) -> None:
        self._past = case.past
        self.old: dict[Period, dict[str, Decimal]] = {}
        self.new: dict[str, dict[Period, Decimal]] = {}
        self.late: set[tuple[str, Period]] = set()
        self.gone: set[tuple[str, Period]] = set()
        self.at: dict[tuple[str, date], Period] = {}
        for id, told in case.left.items():
            for pair in valued(told.restatements):
                assert pair.before.value is not None and pair.after.value is not None
                self.old.setdefault(pair.after.period, {})[id] = pair.before.value
                self.new.setdefault(id, {})[pair.after.period] = pair.after.value
            newest = case.past[id].newest
            for each in told.arrived:
                if each.value is not None:
                    self.new.setdefault(id, {})[each.period] = each.value
                    if newest is not None and each.period < newest:
                        self.late.add((id, each.period))
            for absence in told.gone:
                held = case.past[id].standing.get(absence.period)
                if held is not None and held.value is not None:
                    self.old.setdefault(absence.period, {})[id] = held.value
                    self.gone.add((id, absence.period))
        for given in self.new.values():
            self.at.update(((period.granularity, period.start), period) for period in given)

    def telling(self, id: str, period: Period, target: Period) -> bool:
        """Whether a move tells more than that two figures are equal: where it leads is new and late, or where it
        comes from is gone."""
        return (id, target) in self.late or (id, period) in self.gone

    def given(self, id: str, period: Period) -> Decimal | None:
        """What a series says of a period now."""
        if period in self.new.get(id, {}):
            return self.new[id][period]
        held = self._past[id].standing.get(period)
        return None if held is None or (id, period) in self.gone else held.value


def _moved(case: Case) -> Iterator[Classified]:
    moves = _Moves(case)
    for step in _steps(moves):
        targets = {period: _target(moves, period, step) for period in moves.old}
        taken = {period: target for period, target in targets.items() if target is not None}
        if not any(moves.telling(id, period, target) for period, target in taken.items() for id in moves.old[period]):
            continue
        found = list(_taken(case, taken))
        if found:
            yield from found
            return


def _steps(moves: _Moves) -> list[tuple[str, int]]:
    """The distances that figures may have been moved by, those of most figures first."""
    places: dict[tuple[str, Decimal], list[Period]] = {}
    for id, given in moves.new.items():
        for period, value in given.items():
            places.setdefault((id, value), []).append(period)
    steps: Counter[tuple[str, int]] = Counter()
    for period, lost in moves.old.items():
        for id, value in lost.items():
            for target in places.get((id, value), ()):
                same = target.granularity == period.granularity and target != period
                if same and moves.telling(id, period, target):
                    steps[_step(period, target)] += 1
    return [step for step, _ in sorted(steps.items(), key=lambda item: (-item[1], item[0]))[:MOST_STEPS]]


def _step(period: Period, target: Period) -> tuple[str, int]:
    """How far a period lies from another: in days, or in months where periods are months or longer."""
    if period.granularity in ("day", "week", "span"):
        return "day", (target.start - period.start).days
    first, last = sorted((period.start, target.start))
    months = int(months_between(first, last))
    return "month", months if target.start > period.start else -months


def _target(moves: _Moves, period: Period, step: tuple[str, int]) -> Period | None:
    """Where all that a period lost is given, the step away; None where some of it is not."""
    target = moves.at.get((period.granularity, _place(period, step)))
    if target is None or any(moves.given(id, target) != value for id, value in moves.old[period].items()):
        return None
    return target


def _place(period: Period, step: tuple[str, int]) -> date:
    """Where a period so far away begins."""
    unit, number = step
    if unit == "day":
        return period.start + timedelta(days=number)
    return add_months(period.start, number)


def _taken(case: Case, taken: Mapping[Period, Period]) -> Iterator[Classified]:
    for id, told in case.restating():
        pairs = [each for each in valued(told.restatements) if each.after.period in taken]
        gone = [each for each in told.gone if each.period in taken]
        number = len(pairs) + len(gone)
        if not number or _too_many(case, id, number):
            continue
        period, target = next((p, t) for p, t in sorted(taken.items()) if p in _periods(pairs, gone))
        more = f", and so with {count(number - 1, 'other date')}" if number > 1 else ""
        why = f"What was given for {period} is now given for {target}{more}: the figures had stood under wrong dates."
        yield case.found(KIND, id, "moved", why, restatements=pairs, absences=gone)


def _too_many(case: Case, id: str, number: int) -> bool:
    """Whether so many figures are no slip, but most of a past."""
    held = len(case.past[id].counted)
    return held >= PAST and 2 * number > held


def _periods(pairs: Sequence[Restatement], gone: Sequence[Absence]) -> set[Period]:
    return {each.after.period for each in pairs} | {each.period for each in gone}


def _another_date(case: Case) -> Iterator[Classified]:
    rows: dict[Period, dict[str, Restatement]] = {}
    for id, told in case.restating():
        back = {each.period for each in told.back}
        changed = [each for each in valued(told.restatements) if each.after.period not in back]
        if _too_many(case, id, len(changed)):
            continue
        for pair in changed:
            rows.setdefault(pair.after.period, {})[id] = pair
    joint = {period: pairs for period, pairs in rows.items() if len(pairs) >= JOINT}
    for period, pairs in sorted(joint.items()):
        meant = _meant(case.past, period, pairs)
        if not meant:
            continue
        other = min(meant, key=lambda p: (_days(p.start, period.start), p))
        why = (
            f"The {count(len(pairs), 'figure')} given for {period} before were those of {other}; they are put right."
        )
        for id, pair in sorted(pairs.items()):
            yield case.found(KIND, id, "another_date", why, restatements=(pair,))


def _meant(past: Mapping[str, Past], period: Period, pairs: Mapping[str, Restatement]) -> Sequence[Period]:
    """The other periods of which every series said what it had said of this one."""
    (first, pair), *others = pairs.items()
    meant = [p for p, each in past[first].standing.items() if each.value == pair.before.value and p != period]
    for id, each in others:
        standing = past[id].standing
        meant = [p for p in meant if p in standing and standing[p].value == each.before.value]
    return meant


def _days(one: date, other: date) -> int:
    return abs((one - other).days)
