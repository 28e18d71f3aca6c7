"""The names of all series: which of them a description may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from tallywire.record.words import Phrase, Words
from tallywire.series import Series
from tallywire.statement import Candidate, Description

Fit = Literal["exact", "broader", "other"]

_WEIGHED = 500
_ORDER: dict[Fit, int] = {"exact": 0, "broader": 1, "other": 2}


class _Names(msgspec.Struct, frozen=True):
    """What a series is called. `full`: each name's words; `words`: all of them; `outside`: what it leaves out.

    home: for each of `full`, the places in that name, one of which has to be named for it to mean the series.
    places: the words of every place in its names, and of its own.
    """

    id: str
    full: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    heads: frozenset[str]
    home: tuple[frozenset[str], ...]
    places: frozenset[str]
    outside: tuple[tuple[str, ...], ...]


class NameCatalogue:
    """Links descriptions to series by their words; implements `statement.Catalogue`.

    A series' words are those of its title, names, place and dimensions. Of many series that share words with a
    description, only the 500 that share the most are weighed one by one.
    """

    def __init__(self, series: Sequence[Series], words: Words | None = None) -> None:
        self._words = words or Words.english()
        self._names = [_names(each, self._words) for each in series]
        postings: dict[str, list[int]] = {}
        for number, names in enumerate(self._names):
            for word in names.words | names.places:
                postings.setdefault(word, []).append(number)
        self._postings = {word: np.array(held, dtype=np.int64) for word, held in postings.items()}
        self._sizes = np.array([min(map(len, names.full), default=0) for names in self._names], dtype=np.int64)

    def candidates(self, description: Description, *, limit: int) -> Sequence[Candidate]:
        """Best first; empty where no series shares a head noun with the description.

        Exact fits come before broader ones, those before others; within a fit those that share more words, then
        those in the place named near by.
        """
        phrase = self._words.phrase(description.text)
        if not phrase.words:
            return ()
        near = frozenset(self._words.phrase(description.place).places)
        context = frozenset(self._words.phrase(description.context).all)
        found = [
            candidate
            for number in self._sharing(phrase)
            if (candidate := _weigh(self._names[number], phrase, near, context)) is not None
        ]
        found.sort(key=lambda each: (_ORDER[each.fit], -each.score, each.series))
        return tuple(found[:limit])

    def _sharing(self, phrase: Phrase) -> Iterable[int]:
        if not any(word in self._postings for word in phrase.words):
            return ()
        shared = np.zeros(len(self._names), dtype=np.int64)
        for word in phrase.all:
            held = self._postings.get(word)
            if held is not None:
                shared[held] += 1
        numbers: npt.NDArray[np.int64] = np.flatnonzero(shared)
        if numbers.size > _WEIGHED:
            # Shared words first, then the shorter name: an exact fit has the shortest of those that share all.
            order = np.lexsort((self._sizes[numbers], -shared[numbers]))
            numbers = numbers[order[:_WEIGHED]]
        return [int(number) for number in numbers]


def _names(series: Series, words: Words) -> _Names:
    phrases = [words.phrase(name) for name in (series.title, *series.names)]
    place = words.phrase(series.place)
    dimensions = [words.phrase(value) for _, value in series.dimensions]
    places = {each for phrase in (*phrases, place, *dimensions) for each in phrase.places} | set(place.words)
    # Of names with the same words the one with fewer places asks for less.
    full: dict[tuple[str, ...], Phrase] = {}
    for phrase in phrases:
        if phrase.words and (phrase.words not in full or len(phrase.places) < len(full[phrase.words].places)):
            full[phrase.words] = phrase
    return _Names(
        id=series.id,
        full=tuple(full),
        words=frozenset(word for phrase in (*phrases, *dimensions) for word in phrase.words),
        heads=frozenset(phrase.head for phrase in phrases if phrase.head),
        home=tuple(
            frozenset((*phrase.places, *(w for w in phrase.words if w in places))) for phrase in full.values()
        ),
        places=frozenset(places),
        outside=tuple(dict.fromkeys(words.phrase(each).all for each in series.outside)),
    )


def _weigh(names: _Names, phrase: Phrase, near: frozenset[str], context: frozenset[str]) -> Candidate | None:
    said = frozenset(phrase.all)
    content = said - names.places
    shared = content & names.words
    # Sharing only an adjective or a place is sharing nothing.
    if not shared & names.heads and phrase.head not in shared:
        return None
    called = {word for full in names.full for word in full}
    left_out = {
        word for outside in names.outside if outside and said.issuperset(outside) for word in outside
    } - called
    extra = tuple(word for word in phrase.all if word in left_out or word not in names.words | names.places)

    def _named(full: set[str], home: frozenset[str]) -> bool:
        # "The unemployment rate" alone is nobody's in particular: near by the place in the name has to stand too.
        return content.issuperset(full) and (not home or bool(home & (said | near | context)))

    best = max(len(content & set(full)) / len(content | set(full)) for full in names.full)
    fit: Fit
    if extra:
        fit, base = "other", 0.0
    elif any(_named(set(full) - names.places, home) for full, home in zip(names.full, names.home, strict=True)):
        fit, base = "exact", 0.7
    else:
        fit, base = "broader", 0.4
    score = base + 0.2 * best
    if names.places & said:
        score += 0.06
    elif names.places & near:
        score += 0.04
    elif near and names.places:
        score -= 0.04
    score += 0.03 * len(context & names.words) / len(names.words)
    return Candidate(series=names.id, score=round(max(score, 0.0), 6), fit=fit, extra=extra)
