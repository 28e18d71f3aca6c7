"""Deletion: a figure that is gone from its source's table, or a cell that was blanked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from tallywire.record.restating.case import Case
from tallywire.record.restating.words import count, said, span
from tallywire.series import Class, Classified, Period

KIND: Class = "deletion"


def deletion(case: Case) -> Sequence[Classified]:
    """blanked: the cell is there and empty. whole_series: nothing of it is left in the table. gone: the rest."""
    return [*_blanked(case), *_gone(case)]


def _blanked(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        pairs = [each for each in told.restatements if each.after.value is None]
        if pairs:
            periods = [each.after.period for each in pairs]
            one = len(pairs) == 1
            was = f"It was {said(pairs[0].before.value)}." if one else "Their cells are still in the table."
            why = f"{count(len(pairs), 'figure')} {span(periods)} {'is' if one else 'are'} blanked out. {was}"
            yield case.found(KIND, id, "blanked", why, restatements=pairs)


def _gone(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        if not told.gone:
            continue
        periods = {each.period for each in told.gone}
        past = case.past[id]
        left = past.counted - periods
        number = len(periods)
        be = "is" if number == 1 else "are"
        if not left and not told.arrived:
            all_ = "The only figure" if number == 1 else f"All {count(number, 'figure')}"
            why = f"{all_} of the series, {span(periods)}, {be} gone from the table, which still has others."
            yield case.found(KIND, id, "whole_series", why, absences=told.gone)
            continue
        standing = past.standing.get(min(periods))
        was = f"; it was {said(standing.value)}" if number == 1 and standing is not None else ""
        where = _where(periods, left)
        why = f"{count(number, 'figure')} {span(periods)} {be} gone from {where} of the table{was}."
        yield case.found(KIND, id, "gone", why, absences=told.gone)


def _where(periods: Set[Period], left: Set[Period]) -> str:
    if left and min(periods) > max(left):
        return "the end"
    return "the beginning" if left and max(periods) < min(left) else "the middle"
