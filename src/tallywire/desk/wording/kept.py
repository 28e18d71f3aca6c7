"""Sentences that still say what was told: they keep their bindings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallywire.brief import Binding, Brief
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.judged import Judged
from tallywire.desk.wording.manuscript import Sentence
from tallywire.desk.wording.number import Number
from tallywire.desk.wording.reading import Reading
from tallywire.desk.wording.told import Told, leans

Done = Sequence[tuple[Sentence, Sequence[Judged]]]


def stands(
    sentence: Sentence, same: Sentence, brief: Brief, told: Told, done: Done, reading: Reading, grounds: Grounds
) -> bool:
    """Whether an unchanged sentence still means what it meant: what it leans on is there as well.

    done: the sentences before it, judged. Where what it leans on was changed, both are read: it stands where every
    claim in it is about the same series, times and amounts as it was.
    """
    whole = brief.series[:1] == told.brief.series[:1]
    if not leans(sentence, whole=whole):
        return True
    before = _anchor_told(same, told, whole)
    now, holds = _anchor(done, told, whole)
    if now is None and holds:
        return before is None
    if now is not None and before is not None and now.key == before.key and holds:
        return True
    if before is not None and now is None and _still(before, told, done):
        return True
    return _alike(sentence, same, told, reading, grounds)


def _anchor_told(sentence: Sentence, told: Told, whole: bool) -> Sentence | None:
    """The nearest sentence before a told one that leans on nothing and has numbers."""
    for other in reversed(told.whole.sentences[: sentence.number]):
        if told.bindings(other) and not leans(other, whole=whole):
            return other
    return None


def _anchor(done: Done, told: Told, whole: bool) -> tuple[Sentence | None, bool]:
    """The told sentence that an edited one leans on now; (None, False) where a changed sentence lies between."""
    for sentence, _ in reversed(done):
        same = told.same(sentence)
        if same is None:
            return None, False
        if told.bindings(same) and not leans(sentence, whole=whole):
            return same, True
    return None, True


def _still(before: Sentence, told: Told, done: Done) -> bool:
    """Whether the changed sentence nearest before says, of figures, what `before` said and nothing else."""
    proofs = {binding.proof for binding in told.bindings(before)}
    first = next(iter(told.bindings(before))).proof
    for sentence, judged in reversed(done):
        if told.same(sentence) is not None:
            continue
        bound = [one.proof.id for one in judged if one.proof is not None]
        return all(one.supported for one in judged) and first in bound and proofs.issuperset(bound)
    return False


def _alike(sentence: Sentence, same: Sentence, told: Told, reading: Reading, grounds: Grounds) -> bool:
    before = Reading(told.whole, grounds)
    old = [before.statements[i] for i in before.within(same)]
    new = [reading.statements[i] for i in reading.within(sentence)]
    return bool(old) and None not in old and old == new


def keep(sentence: Sentence, same: Sentence, told: Told, grounds: Grounds) -> tuple[Judged, ...]:
    """The numbers of an unchanged sentence, bound as they were told, unless the record was restated since."""
    return tuple(_kept(sentence, same, told, grounds))


def _kept(sentence: Sentence, same: Sentence, told: Told, grounds: Grounds) -> Iterator[Judged]:
    until = sentence.start
    for number, old in zip(sentence.numbers, same.numbers, strict=True):
        bindings = [b for b in told.bindings(same) if b.start < old.end and old.start < b.end]
        for start, end, binding in _stretches(number, old, bindings):
            if start >= until:
                until = end
                yield _one(sentence, number, start, end, binding, told, grounds)
        if not bindings and number.start >= until:
            until = number.end
            yield _unbound(sentence, number)


def _stretches(number: Number, old: Number, bindings: Sequence[Binding]) -> Iterator[tuple[int, int, Binding]]:
    """Where the bindings of a told number stand now; the whole number where it is spaced otherwise."""
    for binding in bindings:
        if number.text == old.text:
            shift = number.start - old.start
            yield binding.start + shift, binding.end + shift, binding
        else:
            yield number.start, number.end, binding


def _one(
    sentence: Sentence, number: Number, start: int, end: int, binding: Binding, told: Told, grounds: Grounds
) -> Judged:
    proof = told.proofs[binding.proof]
    text = sentence.words[start - sentence.start : end - sentence.start]
    since = grounds.restated(proof, told.brief.updated or told.brief.published)
    if since:
        return Judged(where=sentence.where, start=start, end=end, text=text, verdict="unsupported", reason=since)
    return Judged(
        where=sentence.where,
        start=start,
        end=end,
        text=text,
        verdict="bound",
        reason="stands in a sentence as it was told",
        proof=proof,
    )


def _unbound(sentence: Sentence, number: Number) -> Judged:
    """A date, or a number that the machine told without a proof: in a name, or of an hour."""
    return Judged(
        where=sentence.where,
        start=number.start,
        end=number.end,
        text=number.text,
        verdict="date" if number.kind == "date" else "bound",
        reason="stands in a sentence as it was told",
    )
