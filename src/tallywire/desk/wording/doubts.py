"""Words under which the reading of a changed sentence is not trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tallywire.desk.wording.manuscript import Sentence
from tallywire.desk.wording.vocabulary import vocabulary
from tallywire.language import pack
from tallywire.read.tokens import Token, tokens
from tallywire.series import Series


def doubt(sentence: Sentence, *, series: Iterable[Series], like: str, familiar: str, source: str) -> str:
    """Why a reading of `sentence` may have missed what it says; "" where nothing speaks against it.

    series: those its claims are about. like: the told sentence whose place it takes. familiar: words that may name
    places: the told brief's own, and names. source: the name of the brief's source.
    """
    words = vocabulary()
    row = list(tokens(sentence.words, 0, len(sentence.words)))
    own = [token.lower for token in row]
    held = list(series)
    allowed = {t.lower for text in (like, source) for t in tokens(text, 0, len(text))}
    named = {t.lower for s in held for name in (s.title, *s.names, s.place) for t in tokens(name, 0, len(name))}
    if own and own[-1] == "?":
        return "a question says nothing that could be borne out"
    for word in own:
        if (word in words.denials or word.endswith("n't")) and word not in allowed | named:
            return f"“{word}” may turn what the sentence says"
        if word in words.spread and word not in allowed | named:
            return f"“{word}” may make another figure of it"
        if word in words.groups and held and word not in allowed | named:
            return f"the record's series does not tell “{word}” apart"
    known = {t.lower for t in tokens(familiar, 0, len(familiar))} | named
    strange = _strange_place(row, known)
    return f"the record's figure is not one for “{strange}”" if strange else ""


def compares(sentence: Sentence) -> bool:
    """Whether a sentence speaks of movement, order or reach, so that a date in it says something of figures."""
    language = pack()
    changes, records = language.changes, language.records
    words = {
        *(w for part in (changes.verbs, changes.nouns, changes.comparatives) for w in (*part.down, *part.up)),
        *changes.verbs.factors,
        *records.superlatives.high,
        *records.superlatives.low,
        *records.sharpness.words,
        *records.records.adjectives,
        *records.records.high,
        *records.records.low,
        *records.so.never,
        *records.cues.words,
        *language.dates.words.since,
    }
    text = " " + " ".join(t.lower for t in tokens(sentence.words, 0, len(sentence.words))) + " "
    return any(f" {word} " in text for word in words)


def _strange_place(row: Sequence[Token], known: set[str]) -> str:
    dates = pack().dates
    calendar = {*dates.months, *dates.weekdays}
    for i, token in enumerate(row[:-1]):
        if token.lower not in vocabulary().placing:
            continue
        j = i + 2 if row[i + 1].lower == "the" and i + 2 < len(row) else i + 1
        name = row[j]
        bare = name.lower.removesuffix("'s")
        if name.kind == "word" and name.text[0].isupper() and bare not in calendar and bare not in known:
            return name.text
    return ""
