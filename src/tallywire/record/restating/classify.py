"""All rules, in their order, applied to each release of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import localcontext

from tallywire.record.restating.case import Case
from tallywire.record.restating.change import Change
from tallywire.record.restating.correction import correction
from tallywire.record.restating.deletion import deletion
from tallywire.record.restating.mistyped import mistyped
from tallywire.record.restating.past import Past
from tallywire.record.restating.reappearance import reappearance
from tallywire.record.restating.redefinition import redefinition
from tallywire.record.restating.routine import routine
from tallywire.record.restating.swaps import Swap, swaps
from tallywire.series import Classified, Restatement, Series

RULES: tuple[Callable[[Case], Sequence[Classified]], ...] = (
    mistyped,
    reappearance,
    redefinition,
    deletion,
    routine,
    correction,
)
"""Each takes what it is sure of; what the last one finds left is a correction."""

DIGITS = 100


def classify(changes: Sequence[Change], series: Mapping[str, Series]) -> tuple[Classified, ...]:
    """The class of everything that the releases of one source restated, release by release.

    changes: all that is known by some moment, see `change.changes`; the classes are as of that moment. Only a
    mistyped period and the fall of a running total are judged by what came later: one is certain once the figures
    were put back, the other as long as it stands.
    """
    with localcontext() as context:
        context.prec = DIGITS
        return tuple(_classified(changes, series))


def _classified(changes: Sequence[Change], series: Mapping[str, Series]) -> Iterator[Classified]:
    ids = {id for change in changes for id in change.told}
    past = {id: Past() for id in sorted(ids)}
    seen: dict[int, list[Swap]] = {}
    for swap in swaps(changes):
        seen.setdefault(swap.out, []).append(swap)
        seen.setdefault(swap.back, []).append(swap)
    stands = {
        (id, each.period): each
        for change in changes
        for id, told in change.told.items()
        for each in (*told.arrived, *(pair.after for pair in told.restatements), *told.refilled)
    }
    for number, change in enumerate(changes):
        swapped = seen.get(number, ())
        case = Case(change=change, left=change.told, past=past, series=series, swaps=swapped, stands=stands)
        found = list(_by_rules(case))
        yield from found
        for id, told in change.told.items():
            past[id].advance(told, _habitual(found, id))


def _by_rules(case: Case) -> Iterator[Classified]:
    for rule in RULES:
        taken = rule(case)
        yield from taken
        case = case.without(taken)


def _habitual(found: Sequence[Classified], id: str) -> list[Restatement]:
    kinds = {"routine", "correction"}
    return [pair for each in found if each.series == id and each.kind in kinds for pair in each.restatements]
