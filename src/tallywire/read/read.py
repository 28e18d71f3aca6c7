"""Reads what a text claims about figures."""

from __future__ import annotations

from datetime import date

from tallywire.errors import TextError
from tallywire.language import Pack
from tallywire.language import pack as load
from tallywire.read.chunk import chunk, worth_reading
from tallywire.read.clause import read_clause
from tallywire.read.lexicon import lexicon
from tallywire.read.limits import MAX_CHARACTERS
from tallywire.read.sentences import paragraphs, sentences
from tallywire.read.speakers import speakers
from tallywire.read.story import Clause, Story
from tallywire.statement import Claim


def read(text: str, *, published: date, pack: Pack | None = None) -> tuple[Claim, ...]:
    """The claims that `text` makes about figures, in the order in which they stand.

    Spans are in code points of `text`. Dates without a year are resolved against the day `published`, or the day
    a sentence says it was said. What no rule is sure of is left out. Who says it: the chain that a sentence
    names; in a paragraph that opens with "according to", that one also for its later sentences; a sentence that
    names "the report" takes over the last outermost speaker; else nobody. Raises TextError for a text that is
    empty or longer than MAX_CHARACTERS.
    """
    if not text.strip():
        raise TextError("the text is empty", hint="Give a text with at least one sentence")
    if len(text) > MAX_CHARACTERS:
        raise TextError(f"the text has {len(text):,} characters", hint=f"The most that is read is {MAX_CHARACTERS:,}")
    words = pack if pack is not None else load()
    known = lexicon(words.code)
    story = Story(words, text, published)
    for start, end in paragraphs(text):
        led: Clause | None = None
        for number, row in enumerate(sentences(words, text, start, end)):
            story.sentence += 1
            if row[-1].text == "?" or not worth_reading(known, row):
                continue
            story.context = " ".join(text[row[0].start : row[-1].end].split())
            chunks = chunk(words, known, text, row)
            clauses = speakers(story, chunks)
            if number == 0 and chunks and "according" in chunks[0].tags and clauses:
                led = clauses[0]
            for clause in clauses:
                if not clause.chain and led is not None:
                    clause = Clause(clause.chunks, led.chain, clause.said)
                read_clause(story, clause)
                if clause.chain:
                    story.chain = clause.chain
    return tuple(sorted(story.claims, key=lambda claim: claim.span))
