"""How the lead was found, with the numbers of its own account bound to what it was found in."""

from __future__ import annotations

import re
from datetime import date

from tallywire.language import Pack
from tallywire.series import ObservationRef, Period
from tallywire.tell.phrase import Phrase, Span
from tallywire.tell.scene import Remark, Scene, arithmetic, told
from tallywire.tell.title import name

LONGEST = 400

_WORDS = re.compile(r"\d+(?:[.,:/-]\d+)*%?|[^\W\d_]+")


def found_remarks(scene: Scene) -> tuple[Remark, ...]:
    """What was compared, and the lead's own account; its numbers are bound to the counts it was found in."""
    forms, voice = scene.voice.words.brief, scene.voice
    slots: dict[str, Phrase | str] = {"when": voice.when(Period.day(_known(scene)))}
    counts = scene.counted(scene.lead.series[0]) if scene.lead.series else ()
    refs = tuple(count.ref for count in counts)
    if len(refs) > 1 and scene.lead.restatement is None and scene.lead.notice is None:
        slots |= {**voice.named(scene.series()), "count": voice.number(len(refs), "found")}
        phrase = told(forms.found, slots)
        proof = arithmetic("found", phrase.text, refs, basis=scene.as_of.basis, compared=len(refs))
        first = Remark("found", 100, phrase, (proof,))
    else:
        first = Remark("found", 100, told(forms.found_plain, slots))
    account = name(scene.lead.why, longest=LONGEST, otherwise="")
    if not account:
        return (first,)
    spans = numerals(voice.pack, account, "why")
    used = tuple(dict.fromkeys(ref for f in scene.lead.findings for ref in f.evidence.used))
    if scene.lead.restatement is not None:
        several = () if scene.lead.restated is None else scene.lead.restated.figures
        used = (scene.lead.restatement.before.ref, scene.lead.restatement.after.ref, *several)
    return (first, _account(scene, account, spans, used))


def _known(scene: Scene) -> date:
    """The day on which the newest of what the story rests on was archived: telling it again later says the same."""
    lead = scene.lead
    if lead.notice is not None:
        return lead.notice.at.date()
    if lead.restatement is not None:
        return lead.restatement.after.known_at.date()
    known = [count.known_at for series in lead.series[:1] for count in scene.counted(series)]
    return max(known, default=scene.as_of.time).date()


def _account(scene: Scene, account: str, spans: tuple[Span, ...], used: tuple[ObservationRef, ...]) -> Remark:
    compared = max((f.evidence.compared for f in scene.lead.findings), default=0)
    if scene.lead.restated is not None:
        compared = scene.lead.restated.count
    proof = arithmetic("why", account, used, basis=scene.as_of.basis, compared=compared, reason=account)
    return Remark("found", 30, Phrase(account, spans), (proof,) if spans else ())


def numerals(pack: Pack, text: str, what: str) -> tuple[Span, ...]:
    """Every number in digits or words that stands in `text`, as spans."""
    spans = []
    for found in _WORDS.finditer(text):
        word = found[0].lower()
        if word[0].isdecimal() or (word in pack.numbers.cardinals or word in pack.numbers.scales):
            spans.append(Span(found.start(), found.end(), what))
    return tuple(spans)
