"""A manuscript read and checked, and which claim has taken in which number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import msgspec

from tallywire.check import Linked, Verdict
from tallywire.desk.wording.altered import altered
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.manuscript import Manuscript, Sentence
from tallywire.desk.wording.number import Number
from tallywire.desk.wording.shape import says, shape
from tallywire.read import read
from tallywire.read.tokens import tokens
from tallywire.series import Series
from tallywire.statement import Change, Claim, Description, Extreme, Level, Statement

BACK = 6
"""Sentences before one that are read again with it: more than "it" may lean back."""

MOST_READINGS = 250
"""Sentences read again for one manuscript; numbers beyond that are taken in by nothing."""


class Checked(msgspec.Struct, frozen=True):
    """A claim of the manuscript with its verdict. sure: its words mean exactly the series it was judged on."""

    claim: Claim
    verdict: Verdict
    sure: bool


class Reading:
    """The claims of a manuscript, read and checked when they are first asked for. own: series of the brief."""

    def __init__(self, whole: Manuscript, grounds: Grounds, own: Sequence[Series] = ()) -> None:
        self._whole = whole
        self._own = own
        self._grounds = grounds
        self._left = MOST_READINGS
        self._alone: dict[int, Sequence[Claim]] = {}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return self._read(self._whole.whole)

    @cached_property
    def checked(self) -> tuple[Checked, ...]:
        linked = self._grounds.link(self.claims)
        verdicts = self._grounds.check(self.claims)
        return tuple(
            Checked(one.claim, verdict, one.sure or self._at_home(one))
            for one, verdict in zip(linked, verdicts, strict=True)
        )

    @cached_property
    def statements(self) -> tuple[Statement | None, ...]:
        """What each claim says of series of the record; cheaper than the verdicts."""
        return tuple(one.statement for one in self._grounds.link(self.claims))

    def within(self, sentence: Sentence) -> tuple[int, ...]:
        """Places of the claims that begin in a sentence."""
        start, end = sentence.base + sentence.start, sentence.base + sentence.end
        return tuple(i for i, claim in enumerate(self.claims) if start <= claim.span[0] < end)

    def carriers(self, sentence: Sentence, number: Number) -> tuple[Checked, ...] | None:
        """The claims of a sentence that say something else where `number` is another one; None: it cannot be told.

        A figure or rank must also stand in such a claim as its amount, length, count or order.
        """
        own = self.within(sentence)
        if not own:
            return ()
        first = self._whole.sentences[max(0, sentence.number - BACK)]
        begin, end = first.base + first.start, sentence.base + sentence.end
        opening = sentence.base + sentence.start
        stretch = self._whole.whole[begin:end]
        if sentence.number not in self._alone:
            if self._left <= 0:
                return None
            self._alone[sentence.number] = [c for c in self._again(stretch) if begin + c.span[0] >= opening]
        alone = self._alone[sentence.number]
        shapes = [shape(c) for c in alone]
        carrying: set[int] = set()
        at = sentence.base + number.start - begin
        for other in altered(number):
            if self._left <= 0:
                return None
            changed = self._again(stretch[:at] + other + stretch[at + number.end - number.start :])
            left = Counter(shape(c) for c in changed if begin + c.span[0] >= opening)
            for place, own_shape in enumerate(shapes):
                if left[own_shape]:
                    left[own_shape] -= 1
                else:
                    carrying.add(place)
        found: list[Checked] = []
        for place in sorted(carrying):
            span = (alone[place].span[0] + begin, alone[place].span[1] + begin)
            same = [i for i in own if self.claims[i].span == span and shape(self.claims[i]) == shapes[place]]
            if not same:
                return None
            found.extend(self.checked[i] for i in same)
        if number.kind == "date":
            return tuple(found)
        if number.value is None:
            return ()
        value = number.value
        return tuple(found) if any(says(one.claim, value) for one in found) else ()

    def _at_home(self, linked: Linked) -> bool:
        """Whether all that the words leave out is the place, in a brief about that very series."""
        statement = linked.claim.statement
        if len(linked.meanings) != 1 or not isinstance(statement, Level | Change | Extreme):
            return False
        meaning, said = linked.meanings[0], statement.series
        if meaning.series not in self._own or meaning.borne or meaning.doubt or not isinstance(said, Description):
            return False
        assert meaning.series is not None
        place = _words(meaning.series.place) | {"in", "of", "the"}
        spoken = _words(said.text) - {"in", "of", "the", "number", "rate"} - place
        names = (meaning.series.title, *meaning.series.names)
        return any(spoken == _words(name) - {"number", "rate"} - place for name in names)

    def _again(self, text: str) -> Sequence[Claim]:
        self._left -= 1
        return self._read(text)

    def _read(self, text: str) -> tuple[Claim, ...]:
        return read(text, published=self._grounds.said) if text.strip() else ()


def _words(text: str) -> set[str]:
    return {token.lower.removesuffix("'s") for token in tokens(text, 0, len(text)) if token.kind == "word"}
