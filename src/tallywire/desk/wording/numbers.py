"""Every number in a text: digits and words, multiples and parts, ranks and dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tallywire.desk.wording.dates import dates
from tallywire.desk.wording.number import Number
from tallywire.desk.wording.vocabulary import Vocabulary, vocabulary
from tallywire.language import Pack, pack
from tallywire.read.amounts import number_at
from tallywire.read.tokens import Token, tokens

_SIGNS = frozenset("-−–+±")
_ORDINAL = frozenset(["st", "nd", "rd", "th"])
_GLUED_SIGNS = frozenset("%‰°")
_SIGNED_AFTER = frozenset("([{\"'“‘«")


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order, apart from one another.

    Digits with their grouping, decimals, sign, currency, scale and percent sign; number words; multiples and
    parts ("doubled", "half", "a third"); ranks ("third", "3rd"); dates. Nothing in digits is left out; of words,
    set phrases in which a number word says no number ("no one").
    """
    return tuple(_Scan(text).run())


class _Scan:
    """One text being scanned from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.row: Sequence[Token] = list(tokens(text, 0, len(text)))
        self.pack: Pack = pack()
        self.words: Vocabulary = vocabulary()
        self.dates = dates(text)

    def run(self) -> Iterator[Number]:
        coming = list(self.dates)[::-1]
        i = 0
        while i < len(self.row):
            token = self.row[i]
            while coming and coming[-1].end <= token.start:
                coming.pop()
            if coming and coming[-1].start <= token.start:
                day = coming.pop()
                yield Number(day.start, day.end, "date", self.text[day.start : day.end])
                while i < len(self.row) and self.row[i].start < day.end:
                    i += 1
                continue
            idle = self._idiom(i)
            if idle:
                i += idle
                continue
            found = self._number(i) if token.kind == "number" else self._word(i) if token.kind == "word" else None
            if found is None:
                i += 1
                continue
            while coming and coming[-1].start < found[0].end:
                coming.pop()
            yield found[0]
            i = found[1]

    def _number(self, i: int) -> tuple[Number, int]:
        token = self.row[i]
        read = number_at(self.pack, self.row, i)
        value, after = (read.value, read.after) if read is not None else (None, i + 1)
        following = self._at(after)
        glued = following is not None and following.start == self.row[after - 1].end
        if following is not None and glued and following.lower in _ORDINAL:
            return self._made(token.start, following.end, "rank", value), after + 1
        if read is None and following is not None and glued and following.kind == "word":
            after += 1  # a code, a decade, an unknown unit: "1990s", "5G"
        start = self._opening(i)
        if start < token.start and value is not None and self.text[start] in "-−":
            value = -value
        end = self.row[after - 1].end
        sign = self._at(after)
        if sign is not None and sign.text in _GLUED_SIGNS and sign.start - end <= 1:
            end, after = sign.end, after + 1
        return self._made(start, end, "figure", value), after

    def _opening(self, i: int) -> int:
        """Where a number begins with its sign and currency."""
        start = self.row[i].start
        j = i - 1
        symbols = {unit.before for unit in self.pack.units if unit.before} | {"₽", "₴"}
        while j >= 0 and self.row[j].end == start and (self.row[j].text in symbols or self.row[j].text in _SIGNS):
            sign = self.row[j].text in _SIGNS
            if sign and j and self.row[j - 1].end == self.row[j].start and self.row[j - 1].text not in _SIGNED_AFTER:
                break
            start = self.row[j].start
            j -= 1
        return start

    def _word(self, i: int) -> tuple[Number, int] | None:
        token, lower = self.row[i], self.row[i].lower
        if any(letter.isnumeric() for letter in token.text):
            return self._made(token.start, token.end, "figure", None), i + 1
        part = self._part(i)
        if part is not None:
            return part
        known = self.pack.numbers
        if lower in known.cardinals or lower in known.scales or lower in ("a", "half"):
            read = number_at(self.pack, self.row, i)
            if read is not None and read.after > i:
                return self._made(token.start, self.row[read.after - 1].end, "figure", read.value), read.after
        if lower == "a":
            return None
        if lower in known.cardinals or lower in known.scales or lower in known.vague.words:
            return self._made(token.start, token.end, "figure", None), i + 1
        single = lower.removesuffix("'s")
        if lower in self.words.multiples or lower in self.pack.changes.verbs.factors or lower.endswith("fold"):
            value = Decimal("0.5") if lower == "half" else self.pack.changes.verbs.factors.get(lower)
            return self._made(token.start, token.end, "figure", value), i + 1
        if single in known.ordinals or single in self.words.ranks:
            order = known.ordinals.get(single)
            return self._made(token.start, token.end, "rank", None if order is None else Decimal(order)), i + 1
        return None

    def _part(self, i: int) -> tuple[Number, int] | None:
        """A third, two thirds, three-quarters; a quarter only where it is none of the year."""
        cardinals, fractions = self.pack.numbers.cardinals, self.pack.numbers.fractions
        lower = self.row[i].lower
        times = 1 if lower in ("a", "one") else cardinals.get(lower, 0)
        j = i + 1
        hyphen = self._at(j)
        if hyphen is not None and hyphen.text == "-":
            j += 1
        last = self._at(j)
        if not times or last is None or last.lower not in fractions or last.lower == "half":
            return None
        following = self._at(j + 1)
        quarter = last.lower.startswith("quarter")
        by = i > 0 and self.row[i - 1].lower == "by"
        if quarter and not by and (following is None or following.lower not in ("of", "more", "less", "fewer")):
            return None
        value = fractions[last.lower] * times
        return self._made(self.row[i].start, last.end, "figure", value), j + 1

    def _idiom(self, i: int) -> int:
        """How many tokens a set phrase that begins at `i` takes; 0 where there is none."""
        for phrase in self.words.idioms:
            words = phrase.replace("-", " - ").split()
            if [token.lower for token in self.row[i : i + len(words)]] == words:
                return len(words)
        return 0

    def _at(self, i: int) -> Token | None:
        return self.row[i] if 0 <= i < len(self.row) else None

    def _made(self, start: int, end: int, kind: str, value: Decimal | None) -> Number:
        text = self.text[start:end]
        if kind == "rank":
            return Number(start, end, "rank", text, value)
        return Number(start, end, "figure", text, value)
