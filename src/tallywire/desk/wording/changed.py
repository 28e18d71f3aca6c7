"""Sentences that say something else than was told: they are read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from tallywire.brief import Proof
from tallywire.check import Verdict
from tallywire.desk.wording.dates import dates
from tallywire.desk.wording.doubts import compares, doubt
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.judged import Judged, VerdictWord
from tallywire.desk.wording.known_days import KnownDays
from tallywire.desk.wording.manuscript import Sentence
from tallywire.desk.wording.number import Day, Number
from tallywire.desk.wording.reading import Checked, Reading
from tallywire.desk.wording.told import Told
from tallywire.desk.wording.unheard import unheard
from tallywire.language import pack
from tallywire.read.tokens import tokens
from tallywire.statement import Change, Comparison, Extreme

_NOT_READ = "the sentence was changed, and no claim that the record bears out could be read from it"
_UNREADABLE = "no claim that the record bears out could be read from it"
_LEANS = "the sentence takes up words before it that were changed, and cannot be read by itself"
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
        self._unread = _NOT_READ
        self._source = told.brief.source_name if told is not None else ""
        held = grounds.series(series)
        events = grounds.holdings.events("", as_of=grounds.as_of)
        names = (*(n for s in held for n in (s.title, *s.names)), self._source, *(event.name for event in events))
        self._names = tuple(dict.fromkeys(n.casefold() for n in names if len(n.split()) > 1))
        self._familiar = " ".join((*names, *(s.place for s in held), told.whole.whole if told is not None else ""))

    def judged(self, sentence: Sentence, *, leaning: bool = False) -> tuple[Judged, ...]:
        """Every number of the sentence; each needs a claim that has taken it in and holds.

        leaning: its words are as they were told, but not what it leans on.
        """
        self._unread = _LEANS if leaning else _NOT_READ if self._told is not None else _UNREADABLE
        if not sentence.numbers:
            return ()
        like = None if self._told is None else self._told.like(sentence)
        own = [self._reading.checked[i] for i in self._reading.within(sentence)]
        about = [one.verdict.series for one in own]
        why = doubt(
            sentence,
            series=self._grounds.series(id for ids in about for id in ids),
            like="" if like is None else like.words,
            familiar=self._familiar,
            source=self._source,
        )
        beyond = unheard(sentence, own, self._grounds)
        days = {(d.start, d.end): d for d in dates(sentence.words)}
        allowed = None if like is None else list(dates(like.words))
        found: dict[int, Judged] = {}
        blamed: set[str] = set()
        for number in sorted(sentence.numbers, key=lambda n: (n.kind == "date", n.start)):
            day = days.get((number.start - sentence.start, number.end - sentence.start))
            if self._in_name(sentence, number):
                one = self._made(sentence, number, "bound", "part of a name")
            elif number.kind == "date" and day is not None:
                one = self._date(sentence, number, day, allowed, why, blamed)
            else:
                one = self._figure(sentence, number, why, beyond, blamed)
            found[number.start] = one
        return tuple(found[start] for start in sorted(found))

    def _figure(self, sentence: Sentence, number: Number, why: str, beyond: str, blamed: set[str]) -> Judged:
        """beyond: what the sentence says beside its figures. blamed: takes in the failing claims of this number."""
        if why:
            return self._made(sentence, number, "unsupported", why)
        carriers = self._reading.carriers(sentence, number)
        if not carriers:
            return self._made(sentence, number, "unsupported", self._unread)
        failed = _failed(carriers)
        if failed is not None:
            blamed.update(one.claim.id for one in carriers)
            return self._made(sentence, number, *failed)
        if beyond:
            return self._made(sentence, number, "unsupported", beyond)
        leading = next(
            (c for c in carriers if number.value is not None and c.claim.value == number.value), carriers[0]
        )
        told = self._told_proof(sentence, number, leading.verdict)
        if told is not None:
            return self._made(sentence, number, "bound", leading.verdict.reason, told)
        rough = any(c.verdict.name == "holds_roughly" for c in carriers)
        proof = self._proof(sentence, leading.verdict)
        return self._made(sentence, number, "holds_roughly" if rough else "holds", leading.verdict.reason, proof)

    def _date(
        self, sentence: Sentence, number: Number, day: Day, allowed: list[Day] | None, why: str, blamed: set[str]
    ) -> Judged:
        """A date that a claim has taken in stands or falls with it; any other must be one that is known.

        So must one in a claim for which a figure is to blame already, and with it the sentence.
        """
        carriers = self._reading.carriers(sentence, number)
        if carriers is None:
            return self._made(sentence, number, "unsupported", self._unread)
        open_claims = [one for one in carriers if one.claim.id not in blamed]
        if open_claims:
            failed = _failed(open_claims, why)
            if failed is not None:
                return self._made(sentence, number, *failed)
            return self._made(sentence, number, "date", open_claims[0].verdict.reason)
        if not carriers and compares(sentence):
            return self._made(sentence, number, "unsupported", self._unread)
        if allowed is not None:
            place = next((i for i, other in enumerate(allowed) if _agrees(day, other)), None)
            if place is None:
                return self._made(sentence, number, "unsupported", "the told sentence has another date here")
            del allowed[: place + 1]
        if day not in self._known:
            return self._made(
                sentence, number, "unsupported", "neither the told brief nor the record knows this date"
            )
        return self._made(sentence, number, "date", "the record knows this date")

    def _told_proof(self, edited: Sentence, number: Number, verdict: Verdict) -> Proof | None:
        """The proof of the told brief that gives this number for the same thing."""
        if self._told is None or number.value is None:
            return None
        for sentence in self._told.whole.sentences:
            for binding in self._told.bindings(sentence):
                proof = self._told.proofs[binding.proof]
                same = [
                    n
                    for n in sentence.numbers
                    if n.start < binding.end
                    and binding.start < n.end
                    and n.value == number.value
                    and _of_time(sentence, n) == _of_time(edited, number)
                ]
                if same and _same(proof, verdict):
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


def _agrees(day: Day, other: Day) -> bool:
    """Whether `day` is the other one, or names it with less: "August" for "August 2022"."""
    if day.part != other.part or day.month != other.month:
        return False
    return day.year in (None, other.year) and day.day in (None, other.day) and day != Day(day.start, day.end)


def _of_time(sentence: Sentence, number: Number) -> bool:
    """Whether a number counts months, years and the like."""
    following = tokens(sentence.words, number.end - sentence.start, len(sentence.words))
    return next((t.lower for t in following if t.kind == "word"), "") in pack().dates.lengths


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
