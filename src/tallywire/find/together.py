"""Several figures that one release restated in one series: one story, told by the largest change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from tallywire.find.held import figure, held_level
from tallywire.find.rank import restatement_score, share_of
from tallywire.language import pack, write_period
from tallywire.series import AsOf, Classified, ObservationRef, Period, Restatement, Series
from tallywire.statement import Holdings, Lead
from tallywire.statement.lead import Classing, How, Restated

MOST_FIGURES = 120
"""Figures that a lead names one by one."""

MOST_REASONS = 2
"""Sentences of the record's rules that a lead's own account takes over."""


class Told(msgspec.Struct, frozen=True):
    """Restatements of one series by one release; standing: those that no later release restated again."""

    standing: Sequence[Restatement]
    every: Sequence[Restatement]


def together(
    series: Series,
    told: Told,
    classes: Mapping[int, Classified],
    holdings: Holdings,
    as_of: AsOf,
    *,
    returned: bool,
) -> Lead:
    """The lead of several restatements. classes: by the number of the new observation, as far as they are known.

    The id holds the periods and the least number of all new observations, none of which changes later.
    """
    shown = max(told.standing, key=_size)
    every = sorted(told.every, key=lambda pair: pair.after.seq)
    restated = _restated(shown, every, classes, returned=returned)
    before, after = shown.before, shown.after
    findings = (
        held_level("main", series, after, holdings, as_of),
        held_level("step", series, before, holdings, AsOf(before.known_at, "proven")),
    )
    story = "return" if returned else "revision"
    stretch = f"{restated.first}-to-{restated.last}".replace("/", "-").lower()
    return Lead(
        id=f"{series.id.replace('/', '-')}-{story}-{stretch}-{restated.numbers[0]}",
        story="return" if returned else "revision",
        series=(series.id,),
        findings=tuple(found for found in findings if found is not None),
        why=" ".join((_why(shown, restated), *_reasons(every, classes))),
        score=restatement_score(before.value, after.value, returned=returned),
        as_of=as_of,
        restatement=shown,
        restated=restated,
    )


def _size(pair: Restatement) -> tuple[Decimal, Decimal, Period]:
    """By the share that it changed by, then by the amount; of equal ones the newest period is the largest."""
    old, new = pair.before.value, pair.after.value
    return share_of(old, new), Decimal(0) if old is None or new is None else abs(new - old), pair.after.period


def _restated(
    shown: Restatement, every: Sequence[Restatement], classes: Mapping[int, Classified], *, returned: bool
) -> Restated:
    periods = [pair.after.period for pair in every]
    numbers = tuple(pair.after.seq for pair in every)
    hows = {_how(pair, returned=returned) for pair in every}
    known = Counter((classes[n].kind, classes[n].rule) for n in numbers if n in classes)
    ranked = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    return Restated(
        how=hows.pop() if len(hows) == 1 else "restated",
        count=len(every),
        first=min(periods),
        last=max(periods),
        numbers=numbers,
        figures=_named(shown, every),
        classes=tuple(Classing(kind, rule, count) for (kind, rule), count in ranked),
    )


def _how(pair: Restatement, *, returned: bool) -> How:
    if pair.after.value is None:
        return "withdrawn"
    if (pair.before.value, pair.before.bounds) == (pair.after.value, pair.after.bounds):
        return "remarked"
    return "returned" if returned else "restated"


def _named(shown: Restatement, every: Sequence[Restatement]) -> tuple[ObservationRef, ...]:
    others = sorted((pair for pair in every if pair is not shown), key=_size, reverse=True)[: MOST_FIGURES - 1]
    return (shown.after.ref, *(pair.after.ref for pair in sorted(others, key=lambda pair: pair.after.period)))


def _why(shown: Restatement, restated: Restated) -> str:
    first, last, when = (
        write_period(pack(), period) for period in (restated.first, restated.last, shown.after.period)
    )
    old, new = figure(shown.before), figure(shown.after)
    many = f"{restated.count:,} figures from {first} to {last}"
    if restated.how == "remarked":
        return f"A release marked {many} otherwise than before, on a page already archived."
    if restated.how == "withdrawn":
        return f"A release left the cells of {many} empty; that for {when} had been {old}."
    done = f"put {many} back to what they had been" if restated.how == "returned" else f"restated {many}"
    return f"A release {done}, on a page already archived; most of all that for {when}, from {old} to {new}."


def _reasons(every: Sequence[Restatement], classes: Mapping[int, Classified]) -> Sequence[str]:
    """Why the record classes them so, where that takes few sentences and is known of all."""
    found = [classes[pair.after.seq].why for pair in every if pair.after.seq in classes]
    distinct = tuple(dict.fromkeys(found))
    return distinct if len(found) == len(every) and len(distinct) <= MOST_REASONS else ()
