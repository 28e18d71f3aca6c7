"""Evaluating a Coincidence: dates only, never a cause."""

from __future__ import annotations

from datetime import date

from tallywire.series import AsOf, Event
from tallywire.statement.coincidence import Coincidence, EventMention
from tallywire.statement.evaluation.change import evaluate_change
from tallywire.statement.evaluation.judge import all_of
from tallywire.statement.evaluation.words import day_shown, shown
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.holdings import Holdings


def evaluate_coincidence(statement: Coincidence, holdings: Holdings, as_of: AsOf) -> Evidence:
    change = evaluate_change(statement.change, holdings, as_of)
    if change.lacks:
        return change
    found = [e for e in holdings.events("", as_of=as_of) if _is(e, statement.event)]
    if len(found) != 1:
        what = "no event" if not found else f"{len(found)} events"
        return Evidence(
            outcome="undetermined",
            actual=change.actual,
            basis=as_of.basis,
            used=change.used,
            lacks="event",
            reason=f"the record holds {what} named {statement.event.name!r}",
        )
    event = found[0]
    start, end = change.used[0].period.start, change.used[-1].period.start
    dated = _dated(statement.relation, event, start, end)
    when: Outcome = "true"
    if statement.event.when is not None:
        if statement.event.when.covers(event.began):
            when = "true"
        else:
            when = "undetermined" if statement.event.when.overlaps(event.began) else "false"
    outcome = all_of((change.outcome, dated, when))
    reason = change.reason if outcome != "true" else ""
    if outcome == "false" and not reason:
        reason = f"{event.name} began in {shown(event.began)}"
    return Evidence(
        outcome=outcome,
        actual=change.actual,
        basis=as_of.basis,
        used=change.used,
        compared=1,
        rivals=(event.ref,),
        reason=reason,
        working=(f"{event.name}: {shown(event.began)}; change: {day_shown(start)} to {day_shown(end)}",),
    )


def _dated(relation: str, event: Event, start: date, end: date) -> Outcome:
    last = event.end if event.end is not None else event.start
    match relation:
        case "after":
            holds = event.start <= start
        case "before":
            holds = end <= event.start
        case _:
            holds = event.start <= end and start <= last
    return "true" if holds else "false"


def _is(event: Event, mention: EventMention) -> bool:
    if mention.id:
        return event.id == mention.id
    if mention.kind and event.kind != mention.kind:
        return False
    # An event may be listed with its article, which a text's sentence does not always keep.
    return event.name.casefold().removeprefix("the ") == mention.name.casefold().removeprefix("the ")
