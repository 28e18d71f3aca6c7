"""Sentences that still say what was told: they keep their bindings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tallywire.brief import Binding, Brief, Proof
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
    before = _anchor(same, told, whole)
    near = [one for one in done if _in_sight(one[0], sentence)]
    return _leaning_on(before, near, told, whole) or _alike(sentence, same, told, reading, grounds)


def _anchor(sentence: Sentence, told: Told, whole: bool) -> Sentence | None:
    """The nearest sentence before a told one that leans on nothing and has numbers."""
    for other in reversed(told.whole.sentences[: sentence.number]):
        if _in_sight(other, sentence) and told.bindings(other) and not leans(other, whole=whole):
            return other
    return None


def _in_sight(other: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence may lean on an earlier one: a caveat, and how it was found, take up the lead."""
    apart = sentence.where == "found" or sentence.where.startswith("caveat")
    return not apart or other.where in ("lead", sentence.where)


def _leaning_on(before: Sentence | None, done: Done, told: Told, whole: bool) -> bool:
    """Whether a sentence that follows those in `done` still leans on `before`, or on what says the same."""
    series = set() if before is None else _series(told.proofs[b.proof] for b in told.bindings(before))
    for sentence, judged in reversed(done):
        same = told.same(sentence)
        if same is not None:
            if told.bindings(same) and not leans(sentence, whole=whole):
                return before is not None and same.key == before.key
            continue
        supported = bool(judged) and all(one.supported for one in judged)
        proofs = [one.proof for one in judged if one.proof is not None]
        if leans(sentence, whole=whole) and (told.renumbered(sentence) or (supported and _series(proofs) <= series)):
            continue
        if before is None or not supported or not _series(proofs) <= series:
            return False
        first = told.proofs[told.bindings(before)[0].proof]
        return any(proof.evidence.used == first.evidence.used for proof in proofs)
    return before is None


def _series(proofs: Iterable[Proof]) -> set[str]:
    return {ref.series for proof in proofs for ref in proof.evidence.used}


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
