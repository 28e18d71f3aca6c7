"""Sentences that say something else than was told: they are read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from tallywire.brief import Proof
from tallywire.check import Verdict
from tallywire.desk.wording.dates import dates
from tallywire.desk.wording.doubts import doubt
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.judged import Judged, VerdictWord
from tallywire.desk.wording.known_days import KnownDays
from tallywire.desk.wording.manuscript import Sentence
from tallywire.desk.wording.number import Day, Number
from tallywire.desk.wording.reading import Checked, Reading
from tallywire.desk.wording.told import Told
from tallywire.statement import Change, Comparison, Extreme

_NOT_READ = "no claim that the record could bear out was read from it"
_UNSURE = "the words may mean something else than the series they were checked on"


class Changed:
    """Judges changed sentences of one brief. series: those that it, or the told one, is about."""

    def __init__(
        self, told: Told | None, reading: Reading, grounds: Grounds, known: KnownDays, series: Sequence[str]
    ) -> None:
        self._told = told
        self._reading = reading
        self._grounds = grounds
        self._known = known
        self._source = told.brief.source_name if told is not None else ""
        held = grounds.series(series)
        events = grounds.holdings.events("", as_of=grounds.as_of)
        names = (*(n for s in held for n in (s.title, *s.names)), self._source, *(event.name for event in events))
        self._names = tuple(dict.fromkeys(n.casefold() for n in names if len(n.split()) > 1))
        self._familiar = " ".join((*names, *(s.place for s in held), told.whole.whole if told is not None else ""))

    def judged(self, sentence: Sentence) -> tuple[Judged, ...]:
        """Every number of the sentence; each needs a claim that has taken it in and holds."""
        if not sentence.numbers:
            return ()
        like = None if self._told is None else self._told.like(sentence)
        about = [self._reading.checked[i].verdict.series for i in self._reading.within(sentence)]
        why = doubt(
            sentence,
            series=self._grounds.series(id for ids in about for id in ids),
            like="" if like is None else like.words,
            familiar=self._familiar,
            source=self._source,
        )
        days = {(d.start, d.end): d for d in dates(sentence.words)}
        allowed = None if like is None else [_plain(d) for d in dates(like.words)]
        found = []
        for number in sentence.numbers:
            if self._in_name(sentence, number):
                found.append(self._made(sentence, number, "bound", "part of a name"))
                continue
            day = days.get((number.start - sentence.start, number.end - sentence.start))
            if number.kind == "date" and day is not None:
                found.append(self._date(sentence, number, day, allowed, why))
            else:
                found.append(self._figure(sentence, number, why))
        return tuple(found)

    def _figure(self, sentence: Sentence, number: Number, why: str) -> Judged:
        if why:
            return self._made(sentence, number, "unsupported", why)
        carriers = self._reading.carriers(sentence, number)
        if not carriers:
            return self._made(sentence, number, "unsupported", _NOT_READ)
        failed = _failed(carriers)
        if failed is not None:
            return self._made(sentence, number, *failed)
        leading = next(
            (c for c in carriers if number.value is not None and c.claim.value == number.value), carriers[0]
        )
        told = self._told_proof(number, leading.verdict)
        if told is not None:
            return self._made(sentence, number, "bound", leading.verdict.reason, told)
        rough = any(c.verdict.name == "holds_roughly" for c in carriers)
        proof = self._proof(sentence, leading.verdict)
        return self._made(sentence, number, "holds_roughly" if rough else "holds", leading.verdict.reason, proof)

    def _date(
        self, sentence: Sentence, number: Number, day: Day, allowed: list[tuple[object, ...]] | None, why: str
    ) -> Judged:
        """A date that a claim has taken in stands or falls with it; any other must be one that is known."""
        carriers = self._reading.carriers(sentence, number)
        if carriers is None:
            return self._made(sentence, number, "unsupported", _NOT_READ)
        if carriers:
            failed = _failed(carriers, why)
            if failed is not None:
                return self._made(sentence, number, *failed)
            return self._made(sentence, number, "date", carriers[0].verdict.reason)
        if allowed is not None:
            if _plain(day) not in allowed:
                return self._made(sentence, number, "unsupported", "the told sentence has another date here")
            del allowed[: allowed.index(_plain(day)) + 1]
        if day not in self._known:
            return self._made(
                sentence, number, "unsupported", "neither the told brief nor the record knows this date"
            )
        return self._made(sentence, number, "date", "the record knows this date")

    def _told_proof(self, number: Number, verdict: Verdict) -> Proof | None:
        """The proof of the told brief that gives this number for the same thing."""
        if self._told is None or number.value is None:
            return None
        for sentence in self._told.whole.sentences:
            for binding in self._told.bindings(sentence):
                proof = self._told.proofs[binding.proof]
                values = [n.value for n in sentence.numbers if n.start < binding.end and binding.start < n.end]
                if number.value in values and _same(proof, verdict):
                    return proof
        return None

    def _proof(self, sentence: Sentence, verdict: Verdict) -> Proof | None:
        if verdict.judged is None or not verdict.evidence:
            return None
        wording = self._grounds.worded(verdict, sentence.key)
        digest = hashlib.sha256(msgspec.json.encode(verdict.judged)).hexdigest()[:10]
        return Proof(f"checked-{digest}", wording, verdict.judged, verdict.evidence[0])

    def _in_name(self, sentence: Sentence, number: Number) -> bool:
        text = sentence.words.casefold()
        if len(text) != len(sentence.words):
            return False
        start, end = number.start - sentence.start, number.end - sentence.start
        for name in self._names:
            at = text.find(name)
            while at >= 0:
                if at <= start and end <= at + len(name):
                    return True
                at = text.find(name, at + 1)
        return False

    def _made(
        self, sentence: Sentence, number: Number, verdict: VerdictWord, reason: str, proof: Proof | None = None
    ) -> Judged:
        return Judged(
            where=sentence.where,
            start=number.start,
            end=number.end,
            text=number.text,
            verdict=verdict,
            reason=reason,
            proof=proof,
        )


def _failed(carriers: Iterable[Checked], why: str = "") -> tuple[VerdictWord, str] | None:
    """What speaks against a number: a doubt, then a claim that is contradicted, then one that is not borne out."""
    if why:
        return "unsupported", why
    found: list[tuple[VerdictWord, str]] = []
    for one in carriers:
        if one.verdict.name in ("contradicted", "outdated"):
            return "contradicted", one.verdict.reason
        if one.verdict.name not in ("holds", "holds_roughly"):
            found.append(("unsupported", one.verdict.reason))
        elif not one.sure or one.verdict.judged is None:
            found.append(("unsupported", _UNSURE))
    return found[0] if found else None


def _plain(day: Day) -> tuple[object, ...]:
    return day.year, day.month, day.day, day.part


def _same(proof: Proof, verdict: Verdict) -> bool:
    """Whether a proof and a verdict are about the same figures in the same sense."""
    one, other = proof.statement, verdict.judged
    if one is None or other is None or type(one) is not type(other) or not verdict.evidence:
        return False
    if proof.evidence.used != verdict.evidence[0].used:
        return False
    if isinstance(one, Change) and isinstance(other, Change):
        return one.direction == other.direction and one.measure == other.measure
    if isinstance(one, Extreme) and isinstance(other, Extreme):
        mine = (one.of, one.sense, one.rank, one.over, one.counts)
        return mine == (other.of, other.sense, other.rank, other.over, other.counts)
    return not isinstance(one, Comparison) or one == other
