"""What stands beside a change: dated events, whole classes of them, gross flows, series that moved with it."""

from __future__ import annotations

import msgspec

from tallywire.brief import Proof
from tallywire.series import Event, Period
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    EventClass,
    Finding,
)
from tallywire.statement.evaluation.comparison import REACH_MONTHS
from tallywire.tell.openness import softened
from tallywire.tell.phrase import Phrase, fill, listed
from tallywire.tell.scene import Remark, Scene, told
from tallywire.tell.sentence import event_noun
from tallywire.tell.title import name
from tallywire.tell.worded import length_of

MOST_NAMES = 2
MOST_SIBLINGS = 500


def event_remarks(scene: Scene) -> tuple[Remark, ...]:
    """The change came after a dated event; never because of it."""
    remarks = []
    for finding in scene.findings("event")[:1]:
        statement = finding.statement
        if not isinstance(statement, Coincidence):
            continue
        event = _event(scene, statement.event.id)
        when = statement.event.when if event is None else event.began
        if when is None:
            continue
        slots: dict[str, Phrase | str] = {
            "noun": scene.voice.moved(statement.change.direction).noun,
            "relation": statement.relation,
            "event": name(statement.event.name),
            "when": scene.voice.when(when, "event"),
        }
        change = softened(statement.change, finding.evidence.used, scene)
        proof = scene.prove("event", Coincidence(change, statement.event, statement.relation))
        if event is not None and event.ref not in proof.evidence.used:
            used = (*proof.evidence.used, event.ref)
            proof = msgspec.structs.replace(proof, evidence=msgspec.structs.replace(proof.evidence, used=used))
        remarks.append(Remark("body", 84, told(scene.voice.words.brief.event, slots), (proof,), paragraph=4))
    return tuple(remarks)


def _event(scene: Scene, id: str) -> Event | None:
    return next((e for e in scene.holdings.events("", as_of=scene.as_of) if id and e.id == id), None)


def class_remarks(scene: Scene) -> tuple[Remark, ...]:
    """Against a class of events: what can be compared, or why it can't be."""
    remarks = []
    for place, finding in enumerate(scene.findings("class"), 1):
        comparison = finding.statement
        if isinstance(comparison, Comparison) and isinstance(comparison.right, EventClass):
            remark = _class(scene, comparison, comparison.right, finding, f"class-{place}")
            if remark is not None:
                remarks.append(remark)
    return tuple(remarks)


def _class(scene: Scene, comparison: Comparison, right: EventClass, finding: Finding, id: str) -> Remark | None:
    voice, forms, evidence = scene.voice, scene.voice.words.brief, finding.evidence
    proof = Proof(id, scene.wording(comparison), comparison, evidence)
    one, many = event_noun(voice, right.event_kind), event_noun(voice, right.event_kind, many=True)
    if evidence.outcome == "true" and evidence.compared:
        slots: dict[str, Phrase | str] = {"counts": voice.number(evidence.compared, id), "events": many}
        return Remark("body", 80, told(forms.class_true, slots), (proof,), paragraph=3)
    if evidence.outcome == "false" and evidence.rival is not None and isinstance(comparison.left, Change):
        series = voice.of(comparison.left.series)
        rival = evidence.rival
        slots = {
            "event": one,
            "noun": voice.moved(comparison.left.direction).noun,
            "amount": voice.amount(series, rival, id, comparison.left.measure),
        }
        return Remark("body", 85, told(forms.class_false, slots), (proof,), paragraph=3)
    starts = {gap.start for gap in evidence.gaps}
    events = [e for e in scene.holdings.events(right.event_kind, as_of=scene.as_of) if e.start in starts]
    if evidence.outcome != "undetermined" or not events:
        return None
    assert isinstance(comparison.left, Change)
    slots = {**voice.named(voice.of(comparison.left.series)), "event": one}
    slots |= {"reach": voice.number(REACH_MONTHS, id), "names": _names(scene, events, id)}
    return Remark("caveat", 80, told(forms.class_open, slots), (proof,))


def _names(scene: Scene, events: list[Event], id: str) -> Phrase:
    """The latest few by name and year, the others by their number."""
    forms, words = scene.voice.words.brief, scene.voice.words.words
    latest = sorted(events, key=lambda e: (e.start, e.id), reverse=True)
    named = MOST_NAMES + 1 if len(latest) == MOST_NAMES + 1 else MOST_NAMES
    shown = []
    for event in latest[:named]:
        year = scene.voice.date(Period.year(event.start.year))
        shown.append(fill(forms.named_event, {"event": name(event.name, longest=60), "year": year}))
    rest = len(latest) - named
    if rest > 0:
        shown.append(fill(forms.others, {"count": scene.voice.number(rest, id)}))
    return listed(tuple(shown), words.comma, words.both)


def gross_remarks(scene: Scene) -> tuple[Remark, ...]:
    """The fastest counted stretch of the counts that belong to an event, labelled as the gross flow it is."""
    made = [_gross(scene, finding, f"gross-{n}") for n, finding in enumerate(scene.findings("gross"), 1)]
    found = [m for m in made if m is not None]
    return (max(found, key=lambda m: m[0])[1],) if found else ()


def _gross(scene: Scene, finding: Finding, id: str) -> tuple[float, Remark] | None:
    """The remark, and how fast the stretch was, per day."""
    change, used = finding.statement, finding.evidence.used
    if not isinstance(change, Change) or change.amount is None or len(used) < 2:
        return None
    length = length_of(used[0].period.start, used[-1].period.start)
    if length is None:
        return None
    series = scene.voice.of(change.series)
    change = softened(change, used, scene)
    assert change.amount is not None
    slots: dict[str, Phrase | str] = {
        "subject": scene.voice.subject(series),
        "moved": scene.voice.moved(change.direction).moved,
        "amount": scene.voice.amount(series, change.amount, id, change.measure),
        "length": scene.voice.length(length, id),
        "end": scene.voice.date(used[-1].period),
    }
    phrase = told(scene.voice.words.brief.gross, slots)
    days = max((used[-1].period.start - used[0].period.start).days, 1)
    pace = float(change.amount.interval.high or 0) / days
    return pace, Remark("body", 82, phrase, (scene.prove(id, change),), paragraph=5)
