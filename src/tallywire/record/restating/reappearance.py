"""Reappearance: a figure that was gone and is there again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tallywire.record.restating.case import Case
from tallywire.record.restating.words import count, moved, span
from tallywire.series import Class, Classified, Observation, Period

KIND: Class = "reappearance"


def reappearance(case: Case) -> Sequence[Classified]:
    """back: it had been gone from the table. refilled: its cell had been blanked out. With it what it changed."""
    found = []
    for id, told in case.restating():
        back = {each.period for each in told.back}
        standing = case.past[id].standing
        pairs = [
            each
            for each in told.restatements
            if each.after.value is not None and (each.after.period in back or _blank(standing, each.after.period))
        ]
        periods = back | {each.period for each in told.refilled} | {each.after.period for each in pairs}
        if not periods:
            continue
        changed = (
            f"; 1 of them changed, {moved(pairs[0])}"
            if len(pairs) == 1
            else f"; {len(pairs):,} of them changed"
            if pairs
            else ", unchanged"
        )
        be = "is" if len(periods) == 1 else "are"
        why = f"{count(len(periods), 'figure')} {span(periods)} {be} in the table again{changed}."
        rule = "back" if back else "refilled"
        found.append(
            case.found(KIND, id, rule, why, restatements=pairs, absences=told.back, observations=told.refilled)
        )
    return found


def _blank(standing: Mapping[Period, Observation], period: Period) -> bool:
    return period in standing and standing[period].value is None
