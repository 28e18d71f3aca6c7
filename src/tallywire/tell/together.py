"""Figures that were restated together with the one that a brief shows: how many, of which periods, of which class."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from tallywire.brief import Proof
from tallywire.series import AsOf, Class, Period, Restatement
from tallywire.statement.lead import Restated
from tallywire.tell.phrase import Phrase, fill, listed
from tallywire.tell.scene import Remark, Scene, arithmetic, told

PROOF = "together"
CLASS = "class"


def together_remarks(scene: Scene, restated: Restated) -> tuple[Remark, ...]:
    """How many figures the same release restated and of which periods; then, where it is known, of which class."""
    slots = {**count_slots(scene, restated), "periods": _periods(scene, restated)}
    phrase = told(getattr(scene.voice.words.brief, f"{restated.how}_many"), slots)
    many = Remark("body", 100, phrase, (_proof(scene, restated, phrase),), paragraph=1)
    classed = _classed(scene, restated)
    return (many,) if classed is None else (many, classed)


def count_slots(scene: Scene, restated: Restated) -> dict[str, Phrase | str]:
    """The number of figures, and what they are called."""
    series = scene.voice.of(restated.figures[0].series)
    return {**scene.voice.named(series), "count": scene.voice.number(restated.count, PROOF)}


def _periods(scene: Scene, restated: Restated) -> Phrase:
    """From which period to which, and whether every figure in between is one of them."""
    forms, series = scene.voice.words.brief, restated.figures[0].series
    held = scene.holdings.observations(series, as_of=scene.as_of)
    between = sum(restated.first <= each.period <= restated.last for each in held)
    form = forms.both_periods if restated.count == 2 else forms.some_between
    slots = {"first": scene.voice.date(restated.first), "last": scene.voice.date(restated.last)}
    return fill(forms.all_between if 2 < restated.count == between else form, slots)


def _proof(scene: Scene, restated: Restated, phrase: Phrase) -> Proof:
    """The count rests on the new observations; of very many, on those that changed most."""
    working = [
        f"{restated.first} to {restated.last}: {restated.count:,} figures of one release, once given otherwise"
    ]
    if len(restated.figures) < restated.count:
        working.append(f"{len(restated.figures)} of them, those that changed most, are named as evidence")
    return arithmetic(
        PROOF,
        phrase.text,
        restated.figures,
        basis=scene.as_of.basis,
        compared=restated.count,
        working=tuple(working),
    )


def _classed(scene: Scene, restated: Restated) -> Remark | None:
    """Of which class they are: in the words of the rule that took all of them, else by how many of which class."""
    words, classes = scene.voice.words, restated.classes
    if not classes or sum(each.count for each in classes) != restated.count:
        return None
    if len(classes) == 1 and classes[0].rule in words.rules:
        return Remark("body", 96, Phrase(words.rules[classes[0].rule]), paragraph=1)
    counts: Counter[Class] = Counter()
    for each in classes:
        counts[each.kind] += each.count
    if len(counts) == 1:
        return Remark("body", 96, told(words.brief.classed, {"class": words.classes[classes[0].kind]}), paragraph=1)
    parts = tuple(
        fill(
            words.brief.class_more if place else words.brief.class_part,
            {"count": scene.voice.number(count, CLASS), "class": words.classes[kind]},
        )
        for place, (kind, count) in enumerate(counts.most_common())
    )
    phrase = told(words.brief.classes, {"parts": listed(parts, words.words.comma, words.words.both)})
    working = tuple(f"{each.kind} by the rule {each.rule}: {each.count:,}" for each in classes)
    proof = arithmetic(
        CLASS, phrase.text, restated.figures, basis=scene.as_of.basis, compared=restated.count, working=working
    )
    return Remark("body", 96, phrase, (proof,), paragraph=1)


def earlier(scene: Scene, shown: Restatement, restated: Restated) -> dict[Period, Decimal]:
    """What stood for each of the figures just before the release, in base units, where that was another figure."""
    series = scene.voice.of(shown.after.series)
    moment = AsOf(shown.after.known_at - timedelta(microseconds=1))
    stood = {o.period: o.value for o in scene.holdings.observations(series.id, as_of=moment)}
    numbers = frozenset(restated.numbers)
    return {
        count.period: value * series.factor
        for count in scene.counted(series.id)
        if count.seq in numbers and (value := stood.get(count.period)) is not None and value != count.value
    }
