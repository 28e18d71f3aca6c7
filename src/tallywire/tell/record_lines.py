"""Records: a level or change that is the highest or lowest of the counts held, and what equals it."""

from __future__ import annotations

import msgspec

from tallywire.statement import Amount, Change, Extreme, Finding, Window
from tallywire.tell.change_lines import level_of
from tallywire.tell.openness import softened
from tallywire.tell.phrase import Phrase
from tallywire.tell.scene import Remark, Scene, told
from tallywire.tell.sentence import ranked
from tallywire.tell.worded import in_months, length_of

MOST_TIES = 2


def record_remarks(scene: Scene) -> tuple[Remark, ...]:
    """One remark for each record, then those that only equal an earlier one."""
    remarks = []
    for place, finding in enumerate(scene.findings("record"), 1):
        extreme = finding.statement
        if isinstance(extreme, Extreme) and extreme.over == "counts":
            make = _level if extreme.of == "level" else _change
            remarks.append(make(scene, complete(extreme, finding), finding, f"record-{place}"))
    for place, finding in enumerate(scene.findings("tie")[:MOST_TIES], 1):
        if isinstance(finding.statement, Extreme) and finding.statement.of == "change":
            tie = _tie(scene, complete(finding.statement, finding), finding, f"tie-{place}")
            if tie is not None:
                remarks.append(tie)
    return tuple(r for r in remarks if r is not None)


def complete(extreme: Extreme, finding: Finding) -> Extreme:
    """The record with the figure, the number of counts and the first of them, as its evidence has them."""
    evidence = finding.evidence
    since = extreme.since if extreme.since is not None else evidence.since
    amount = extreme.amount
    if amount is None and evidence.actual is not None:
        interval = evidence.actual.interval
        falls = extreme.of == "change" and extreme.sense == "low"
        amount = Amount(-interval if falls else interval, evidence.actual.unit, "")
    return msgspec.structs.replace(extreme, counts=evidence.compared, since=since, amount=amount)


def record_slots(scene: Scene, extreme: Extreme, id: str) -> dict[str, Phrase | str]:
    """How many were compared, since when, and the words of the sense."""
    voice, words = scene.voice, scene.voice.ranked(extreme.sense)
    assert extreme.counts is not None and extreme.since is not None
    return {
        **voice.named(voice.of(extreme.series)),
        "superlative": ranked(voice, words.superlative, extreme.rank),
        "noun": words.noun,
        "counts": voice.number(extreme.counts, id),
        "since": voice.date(in_months(extreme.since)),
    }


def _level(scene: Scene, extreme: Extreme, finding: Finding, id: str) -> Remark | None:
    forms = scene.voice.words.brief
    if extreme.since is None or extreme.amount is None:
        return None
    proof = scene.prove(id, extreme)
    slots = record_slots(scene, extreme, id)
    slots["amount"] = scene.voice.amount(scene.voice.of(extreme.series), extreme.amount, id)
    form = forms.record_level_tied if proof.evidence.tied else forms.record_level
    return Remark("body", 95, told(form, slots), (proof,), paragraph=1)


def _change(scene: Scene, extreme: Extreme, finding: Finding, id: str) -> Remark | None:
    forms = scene.voice.words.brief
    used = finding.evidence.used
    length = length_of(used[0].period.start, used[-1].period.start) if len(used) > 1 else None
    if length is None or extreme.since is None:
        return None
    proof = scene.prove(id, msgspec.structs.replace(extreme, amount=_open(scene, extreme, finding)))
    slots = record_slots(scene, extreme, id)
    slots["length"] = scene.voice.length(length, id)
    form = forms.record_change_tied if proof.evidence.tied else forms.record_change
    return Remark("body", 95, told(form, slots), (proof,), paragraph=1)


def _tie(scene: Scene, extreme: Extreme, finding: Finding, id: str) -> Remark | None:
    used, rivals = finding.evidence.used, finding.evidence.rivals
    if len(used) < 2 or len(rivals) < 2 or extreme.since is None or not finding.evidence.tied:
        return None
    length = length_of(used[0].period.start, used[-1].period.start)
    if length is None:
        return None
    extreme = msgspec.structs.replace(extreme, amount=_open(scene, extreme, finding))
    if extreme.amount is None:
        return None
    slots = record_slots(scene, extreme, id)
    slots |= {
        "amount": scene.voice.amount(scene.voice.of(extreme.series), extreme.amount, id),
        "length": scene.voice.length(length, id),
        "end": scene.voice.date(used[-1].period),
        "other_start": scene.voice.date(rivals[0].period),
        "other_end": scene.voice.date(rivals[-1].period),
    }
    proof = scene.prove(id, extreme)
    return Remark("body", 85, told(scene.voice.words.brief.tie, slots), (proof,), paragraph=3)


def _open(scene: Scene, extreme: Extreme, finding: Finding) -> Amount | None:
    """The amount, with what rounding leaves open of it."""
    used = finding.evidence.used
    window = Window(used[0].period, used[-1].period)
    change = Change(extreme.series, window, "down" if extreme.sense == "low" else "up", extreme.amount)
    return softened(change, used, scene).amount


def rival_remark(scene: Scene, finding: Finding) -> Remark | None:
    """The record that was broken: the strongest of the others stands first among the rivals."""
    extreme, evidence = finding.statement, finding.evidence
    if not isinstance(extreme, Extreme) or extreme.of != "level" or evidence.tied or not evidence.rivals:
        return None
    (held,) = scene.held(evidence.rivals[:1], scene.as_of)
    if held is None or held.value is None:
        return None
    amount, proof = level_of(scene, "rival", held.series, held)
    slots: dict[str, Phrase | str] = {
        "superlative": scene.voice.ranked(extreme.sense).superlative,
        "amount": amount,
        "when": scene.voice.when(held.period),
    }
    return Remark("body", 80, told(scene.voice.words.brief.rival, slots), (proof,), paragraph=1)
