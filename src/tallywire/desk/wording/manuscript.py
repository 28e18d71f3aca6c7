"""Manuscript: the texts of a brief as one text that can be read and checked, with its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from tallywire.brief import Brief, Text
from tallywire.desk.wording.number import Number
from tallywire.desk.wording.numbers import numbers
from tallywire.language import pack
from tallywire.read.sentences import paragraphs, sentences

_BETWEEN = "\n\n"


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence: its text's place among the texts, offsets there, and where that text begins in the whole.

    numbers: with offsets in the text, not in the sentence.
    """

    number: int
    where: str
    text: int
    start: int
    end: int
    base: int
    words: str
    numbers: tuple[Number, ...]

    @property
    def key(self) -> str:
        """Its words, whatever the white space between them."""
        return " ".join(self.words.split())


class Manuscript(msgspec.Struct, frozen=True):
    """`whole`: all texts one after the other. `texts`: by their places ("headline", "body-1")."""

    whole: str
    texts: tuple[tuple[str, Text], ...]
    sentences: tuple[Sentence, ...]


def places(brief: Brief) -> tuple[tuple[str, Text], ...]:
    """The texts of a brief in reading order, by place."""
    return (
        ("headline", brief.headline),
        ("lead", brief.lead),
        *((f"body-{number}", text) for number, text in enumerate(brief.body, 1)),
        *((f"caveat-{number}", text) for number, text in enumerate(brief.caveats, 1)),
        ("found", brief.found),
    )


def manuscript(brief: Brief) -> Manuscript:
    """The whole of a brief, cut into sentences; every letter of a text belongs to one of its sentences."""
    texts = places(brief)
    parts: list[str] = []
    found: list[Sentence] = []
    base = 0
    for index, (where, text) in enumerate(texts):
        parts.append(text.text)
        every = numbers(text.text)
        for start, end in _cuts(text.text, every):
            found.append(
                Sentence(
                    number=len(found),
                    where=where,
                    text=index,
                    start=start,
                    end=end,
                    base=base,
                    words=text.text[start:end],
                    numbers=tuple(n for n in every if start <= n.start < end),
                )
            )
        base += len(text.text) + len(_BETWEEN)
    return Manuscript(_BETWEEN.join(parts), texts, tuple(found))


def _cuts(text: str, every: Sequence[Number]) -> Iterator[tuple[int, int]]:
    """From where a sentence begins to where the next one does; never inside a number."""
    inside = [range(n.start + 1, n.end) for n in every]
    begins = [
        row[0].start
        for start, end in paragraphs(text)
        for row in sentences(pack(), text, start, end)
        if not any(row[0].start in stretch for stretch in inside)
    ]
    if not text.strip():
        return
    edges = [0, *sorted({b for b in begins if b > 0 and text[:b].strip()}), len(text)]
    for start, end in pairwise(edges):
        if start < end:
            yield start, end
