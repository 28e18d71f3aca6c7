"""Routine revision: what a source does to its figures as a matter of course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallywire.record.restating.case import Case, valued
from tallywire.record.restating.past import Past, reach, size
from tallywire.record.restating.words import count, moved, said, span
from tallywire.series import Class, Classified, Restatement

KIND: Class = "routine"

LEAST = 3
"""So many earlier releases must have revised the series, and no fewer than half of those looked at."""


TWO_MONTHS, TWO_YEARS = 62, 730
"""In days: what is longer is told in months, or in years."""


def routine(case: Case) -> Sequence[Classified]:
    """marked: only the mark of a figure changed. provisional: it had been marked as provisional. habit: see below.

    habit: at least three of the last twelve releases with news of the series, and at least half of them, restated
    some of its figures; the figure is no older than the oldest that they restated, or lies no further behind the
    newest; and it is changed by no more than twice the largest change they made. What was classed as a redefinition,
    a deletion, a mistyped period or a reappearance makes no habit.
    """
    found = list(_marked(case))
    case = case.without(found)
    return [*found, *_habit(case)]


def _marked(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        marks = [each for each in told.restatements if _only_mark(each)]
        if marks:
            before, after = marks[0].before.status, marks[0].after.status
            how = f"from {before} to {after}" if before != after else "and not the figure"
            number = count(len(marks), "figure")
            why = f"Only the mark of {number} {span([m.after.period for m in marks])} changed, {how}."
            yield case.found(KIND, id, "marked", why, restatements=marks)
        revised = [each for each in valued(told.restatements) if each.before.status == "provisional"]
        if revised:
            number = count(len(revised), "figure")
            first = f" ({moved(revised[0])})" if len(revised) == 1 else ""
            why = f"{number} {span([e.after.period for e in revised])}{first} had been marked as provisional."
            yield case.found(KIND, id, "provisional", why, restatements=revised)


def _only_mark(pair: Restatement) -> bool:
    return pair.before.value == pair.after.value and pair.after.value is not None


def _habit(case: Case) -> Iterator[Classified]:
    for id, told in case.restating():
        past = case.past[id]
        revising = habit(past)
        if not revising:
            continue
        furthest = max(each.reach for each in past.habits)
        oldest = min(each.oldest for each in past.habits if each.oldest is not None)
        largest = max(each.size for each in past.habits)
        newest = past.newest
        within = [
            each
            for each in valued(told.restatements)
            if (each.after.period.start >= oldest or reach(each.after.period, newest) <= furthest)
            and size(each) <= 2 * largest
        ]
        if within:
            number = count(len(within), "figure")
            be = "was" if len(within) == 1 else "were"
            most = said(max(size(each) for each in within))
            why = (
                f"{number} {span([each.after.period for each in within])} {be} revised by at most {most}; "
                f"{revising} of the {len(past.habits)} releases before it revised this series, by at most "
                f"{said(largest)}, {_how_far(furthest)}."
            )
            yield case.found(KIND, id, "habit", why, restatements=within)


def _how_far(days: int) -> str:
    if not days:
        return "and only the newest figure"
    if days <= TWO_MONTHS:
        return f"figures up to {count(days, 'day')} older than the newest"
    if days <= TWO_YEARS:
        return f"figures less than {count(days // 30 + 1, 'month')} older than the newest"
    return f"figures less than {count(days // 365 + 1, 'year')} older than the newest"


def habit(past: Past) -> int:
    """How many of the last releases revised the series, where that is a habit; else 0."""
    revising = sum(each.restated > 0 for each in past.habits)
    return revising if revising >= LEAST and 2 * revising >= len(past.habits) else 0
