"""What the machine told: its sentences with their bindings, and which sentence an edited one still is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Binding, Brief, Proof
from tallywire.desk.wording.manuscript import Manuscript, Sentence, manuscript
from tallywire.desk.wording.vocabulary import vocabulary
from tallywire.language import pack
from tallywire.read.tokens import tokens

LIKE = 0.6
"""A changed sentence that shares this part of its words with a told one (Dice) takes its place."""


class Told(msgspec.Struct, frozen=True):
    """A told brief, taken apart. proofs: by id. by_key, by_core: its sentences by their words, and by those that say
    something. unnumbered: the latter without their numbers."""

    brief: Brief
    whole: Manuscript
    proofs: Mapping[str, Proof]
    by_key: Mapping[str, Sentence]
    by_core: Mapping[tuple[str, ...], Sentence]
    unnumbered: frozenset[tuple[str, ...]]

    def bindings(self, sentence: Sentence) -> tuple[Binding, ...]:
        """The bindings in a told sentence, with offsets in its text."""
        own = self.whole.texts[sentence.text][1].bindings
        return tuple(b for b in own if sentence.start <= b.start < sentence.end and b.proof in self.proofs)

    def same(self, sentence: Sentence) -> Sentence | None:
        """The told sentence that an edited one still is: word for word, or but for words that say nothing."""
        found = self.by_key.get(sentence.key) or self.by_core.get(core(sentence, self.brief.source_name))
        return found if found is not None and _figures(found) == _figures(sentence) else None

    def renumbered(self, sentence: Sentence) -> bool:
        """Whether an edited sentence is a told one with other numbers in it."""
        return _unnumbered(core(sentence, self.brief.source_name)) in self.unnumbered

    def like(self, sentence: Sentence) -> Sentence | None:
        """The told sentence that a changed one most looks like."""
        own = Counter(_words(sentence))
        best, most = None, LIKE
        for told in self.whole.sentences:
            theirs = Counter(_words(told))
            total = sum(own.values()) + sum(theirs.values())
            share = 2 * sum((own & theirs).values()) / total if total else 0.0
            if share > most:
                best, most = told, share
        return best


def _figures(sentence: Sentence) -> list[str]:
    return [" ".join(number.text.casefold().split()) for number in sentence.numbers]


def told_of(brief: Brief) -> Told:
    whole = manuscript(brief)
    return Told(
        brief,
        whole,
        {proof.id: proof for proof in brief.proofs},
        {sentence.key: sentence for sentence in reversed(whole.sentences)},
        {core(sentence, brief.source_name): sentence for sentence in reversed(whole.sentences)},
        frozenset(_unnumbered(core(sentence, brief.source_name)) for sentence in whole.sentences),
    )


def _unnumbered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("#" if word.startswith("#") else word for word in words)


def core(sentence: Sentence, source_name: str) -> tuple[str, ...]:
    """A sentence without light words, marks, and a naming of the source at either end; numbers as they stand."""
    light = vocabulary().light
    found: list[str] = []
    numbered = {n.start - sentence.start: n for n in sentence.numbers}
    until = 0
    for token in tokens(sentence.words, 0, len(sentence.words)):
        if token.start < until:
            continue
        opening = next((start for start in numbered if token.start <= start < token.end), None)
        if opening is not None:
            number = numbered[opening]
            found.append("#" + " ".join(number.text.casefold().split()))
            until = number.end - sentence.start
        elif token.kind == "mark":
            if token.text not in ".,;:()–—!":
                found.append(token.text)
        elif token.lower in ("that", "this") and _is_subject(sentence.words, token.end):
            found.append("it")
        elif token.lower not in light:
            found.append(token.lower)
    return tuple(_unattributed(found, source_name))


def _is_subject(words: str, end: int) -> bool:
    """Whether "that" before `end` stands for "it": that is, this was."""
    following = next((t.lower for t in tokens(words, end, len(words))), "")
    return following in pack().grammar.words["be"]


def _unattributed(words: list[str], source_name: str) -> list[str]:
    name = [t.lower for t in tokens(source_name, 0, len(source_name)) if t.lower not in vocabulary().light]
    if not name:
        return words
    size = len(name)
    if words[: size + 2] == ["according", "to", *name]:
        return words[size + 2 :]
    if words[-size - 2 :] == ["according", "to", *name]:
        return words[: -size - 2]
    if words[:size] == name and words[size : size + 1] in (["said"], ["says"], ["reported"], ["reports"]):
        return words[size + 1 :]
    if words[-size - 1 : -1] == name and words[-1] in ("said", "says", "reported", "reports"):
        return words[: -size - 1]
    return words


def _words(sentence: Sentence) -> Sequence[str]:
    stretches = [range(n.start - sentence.start, n.end - sentence.start) for n in sentence.numbers]
    return [
        t.lower
        for t in tokens(sentence.words, 0, len(sentence.words))
        if t.kind == "word" and not any(t.start in stretch for stretch in stretches)
    ]


def leans(sentence: Sentence, *, whole: bool) -> bool:
    """Whether a sentence takes up what an earlier one said. whole: "this series" is still the same one."""
    words = vocabulary()
    text = " " + " ".join(t.lower for t in tokens(sentence.words, 0, len(sentence.words))) + " "
    if whole:
        for phrase in words.whole:
            text = text.replace(f" {phrase} ", " ")
    anaphora = pack().speech.anaphora
    taking = {*words.leaning, *anaphora.pronouns, *anaphora.further, *anaphora.same}
    return any(f" {phrase} " in text.replace(f" {phrase} of ", " ") for phrase in taking)
