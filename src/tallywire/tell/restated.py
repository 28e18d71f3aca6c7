"""A restated figure, told: what was, what is now, for which period; never a change of the thing counted."""

from __future__ import annotations

from decimal import Decimal, localcontext

from tallywire.brief import Proof
from tallywire.language import write_date
from tallywire.series import AsOf, Interval, Observation, Restatement, Series, plain
from tallywire.statement import Amount, Evidence, Level, evaluate
from tallywire.tell.found import found_remarks
from tallywire.tell.headline import headline
from tallywire.tell.phrase import Phrase, dated
from tallywire.tell.scene import Remark, Scene, told
from tallywire.tell.together import count_slots, together_remarks
from tallywire.tell.worded import as_worded


def restated(scene: Scene, restatement: Restatement) -> tuple[Phrase, tuple[Remark, ...]]:
    """The headline and the remarks of a restatement, correction or return of a figure, or of several at once."""
    voice, words = scene.voice, scene.voice.words
    before, after = restatement.before, restatement.after
    series = voice.of(after.series)
    slots: dict[str, Phrase | str] = {
        "source": scene.source,
        "subject": voice.subject(series),
        "title": voice.title(series),
        "when": voice.when(after.period),
    }
    proofs: list[Proof] = []
    for id, observation in (("before", before), ("after", after)):
        if observation.value is not None:
            level = _level(series, observation)
            slots[id] = voice.amount(series, level.amount, id)
            proofs.append(_proof(scene, id, level, observation))
    kind = _kind(scene, before, after)
    lead = Remark("lead", 100, told(getattr(words.brief, kind), slots), tuple(proofs))
    several = scene.lead.restated
    remarks = [
        lead,
        _difference(scene, series, before, after),
        *(() if several is None else together_remarks(scene, several)),
        _archived(scene, before, after),
        _published(scene, before),
        Remark("caveat", 100, Phrase(words.brief.of_the_record)),
        *found_remarks(scene),
    ]
    slots["when"] = voice.date(after.period)
    forms: tuple[str, ...] = getattr(words.headlines, kind)
    if several is not None:
        slots |= count_slots(scene, several)
        forms = getattr(words.headlines, f"{several.how}_many")
        forms = forms if several.how == kind else forms[-1:]
    return headline(forms, slots), tuple(r for r in remarks if r is not None)


def _kind(scene: Scene, before: Observation, after: Observation) -> str:
    if after.value is None:
        return "withdrawn"
    if before.value is None:
        return "added"
    if before.value == after.value and before.bounds == after.bounds:
        return "remarked"
    return "returned" if scene.lead.story == "return" else "restated"


def _level(series: Series, observation: Observation) -> Level:
    assert observation.value is not None
    interval = (
        observation.rounding.scaled(series.factor)
        if observation.bounds is not None
        else Interval.point(observation.value * series.factor)
    )
    return Level(series.id, observation.period, Amount(interval, series.unit, ""))


def _proof(scene: Scene, id: str, level: Level, observation: Observation) -> Proof:
    """The level as the record stood when this figure was the one it gave."""
    said = as_worded(level, scene.voice.pack)
    basis = scene.as_of.basis
    when = AsOf(AsOf(observation.known_at, basis).key(observation), basis)
    evidence = evaluate(said, scene.holdings, when)
    if evidence.outcome != "true" or evidence.used != (observation.ref,):
        evidence = Evidence(
            outcome="true", actual=level.amount, basis=basis, used=(observation.ref,), working=(observation.literal,)
        )
    return Proof(id, scene.wording(level), said, evidence)


def _difference(scene: Scene, series: Series, before: Observation, after: Observation) -> Remark | None:
    if before.value is None or after.value is None or before.value == after.value:
        return None
    voice, forms = scene.voice, scene.voice.words.brief
    with localcontext() as context:
        context.prec = 60
        moved = (after.value - before.value) * series.factor
        old, new = before.value * series.factor, after.value * series.factor
        percent = None if before.value <= 0 else moved / old * 100
    unit = "pp" if series.unit == "%" else series.unit
    slots: dict[str, Phrase | str] = {
        "amount": voice.amount(series, Amount(Interval.point(abs(moved)), unit, ""), "difference"),
        "lower": voice.moved("down" if moved < 0 else "up").lower,
    }
    working = [f"{plain(new)} - {plain(old)} = {plain(moved)} {series.unit}"]
    form = forms.difference
    if percent is not None and series.unit != "%":
        share = abs(percent).quantize(Decimal("0.000000000001"))
        slots["percent"] = voice.amount(series, Amount(Interval.point(share), "%", ""), "difference", "percent")
        working.append(f"{plain(moved)} / {plain(old)} x 100 = {plain(round(percent, 3))}%")
        form = forms.difference_percent
    phrase = told(form, slots)
    evidence = Evidence(
        outcome="true",
        actual=Amount(Interval.point(moved), unit, ""),
        basis=scene.as_of.basis,
        used=(before.ref, after.ref),
        compared=2,
        working=tuple(working),
    )
    return Remark("body", 90, phrase, (Proof("difference", phrase.text, None, evidence),), paragraph=1)


def _archived(scene: Scene, before: Observation, after: Observation) -> Remark:
    slots: dict[str, Phrase | str] = {"first": scene.moment(before), "now": scene.moment(after)}
    return Remark("body", 88, told(scene.voice.words.brief.archived, slots), paragraph=2)


def _published(scene: Scene, before: Observation) -> Remark | None:
    if before.published_at is None:
        return None
    day = dated(write_date(scene.voice.pack, before.published_at.date()))
    return Remark("body", 70, told(scene.voice.words.brief.published, {"date": day}), paragraph=2)
