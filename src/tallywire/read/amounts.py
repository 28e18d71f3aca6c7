"""Recognises numbers and quantities in tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from tallywire.language import Pack, bounds, written_step
from tallywire.read.chunks import Quantity
from tallywire.read.limits import MAX_DIGITS
from tallywire.read.tokens import Token
from tallywire.series import Interval
from tallywire.statement import Relation

_WRITTEN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\Z", re.ASCII)
_SPACES = str.maketrans("\u00a0\u202f\u2009", ",,,")
_MINUS = "-−–"
_MAX_NUMBER = 10**15
_MAX_NUMBER_WORDS = 14


class Number(NamedTuple):
    """A number as written: its value in base units, the step it shows, and the token after it."""

    value: Decimal
    step: Decimal
    after: int


def number_at(pack: Pack, row: Sequence[Token], i: int) -> Number | None:
    """The number that begins at token `i`, in digits or words, its scale taken in; None where there is none.

    Digits that belong to something else (a date, a time, a code, a version) are no number.
    """
    if i >= len(row):
        return None
    if row[i].kind == "number":
        return _digits(pack, row, i)
    return _words(pack, row, i)


def _digits(pack: Pack, row: Sequence[Token], i: int) -> Number | None:
    token = row[i]
    text, after = token.text.translate(_SPACES), i + 1
    if i and row[i - 1].end == token.start and (row[i - 1].kind == "word" or row[i - 1].text in "#/:@&_*^"):
        return None
    if i > 1 and row[i - 1].end == token.start and row[i - 1].text in _MINUS and row[i - 2].end == row[i - 1].start:
        return None
    while _group_follows(row, after, text):
        text, after = f"{text},{row[after].text}", after + 1
    if len(text) > MAX_DIGITS + 8 or not _WRITTEN.match(text) or sum(c.isdecimal() for c in text) > MAX_DIGITS:
        return None
    if text[0] == "0" and len(text) > 1 and text[1] != ".":
        return None
    scale = Decimal(1)
    if after < len(row):
        following = row[after]
        glued = following.start == row[after - 1].end
        if glued and following.kind == "word":
            suffix = pack.numbers.suffixes.get(following.lower)
            if suffix is None:
                return None
            scale, after = suffix, after + 1
        elif (glued and following.text in "/:\\_^") or (glued and following.text in _MINUS):
            return None
        elif following.kind == "word":
            while after < len(row) and (more := pack.numbers.scales.get(row[after].lower)) is not None and more > 12:
                scale, after = scale * more, after + 1
                if scale > 10**15:
                    return None
            if scale == 1 and following.lower in {"bn", "mn", "mln", "tn"}:
                scale, after = pack.numbers.suffixes[following.lower], after + 1
    digits = Decimal(text.replace(",", ""))
    return Number(digits * scale, written_step(digits, scale), after)


def _group_follows(row: Sequence[Token], i: int, text: str) -> bool:
    """Whether the token after "816" goes on with it: "816 000", or three groups apart by single spaces."""
    if i >= len(row) or len(text.partition(",")[0]) > 3 or "." in text:
        return False
    token = row[i]
    alone = token.kind == "number" and len(token.text) == 3 and token.start == row[i - 1].end + 1
    if not alone or not token.text.isascii():
        return False
    if i + 1 < len(row) and row[i + 1].start == token.end and row[i + 1].kind == "word":
        return False
    many = i + 1 < len(row) and row[i + 1].kind == "number" and len(row[i + 1].text) == 3
    return token.text == "000" or many or ("," in text and len(text) > 4)


def _words(pack: Pack, row: Sequence[Token], i: int) -> Number | None:
    """Twenty-three thousand; one million; half a million; a hundred."""
    scales = pack.numbers.scales
    first = row[i].lower
    if first == "half" and _lower(row, i + 1) == "a" and _lower(row, i + 2) in scales:
        scale = scales[_lower(row, i + 2)]
        return Number(scale / 2, scale / 10, i + 3)
    if first == "a" and _lower(row, i + 1) in scales:
        return _spelled(pack, row, i + 2, int(scales[_lower(row, i + 1)]))
    return _spelled(pack, row, i, 0)


def _spelled(pack: Pack, row: Sequence[Token], i: int, begun: int) -> Number | None:
    """Number words from token `i`, `begun` being what an opening "a hundred" gave."""
    cardinals, scales = pack.numbers.cardinals, pack.numbers.scales
    total, group, last = (begun, 0, begun) if begun > 100 else (0, begun, begun)
    after = i
    while after < len(row) and after - i <= _MAX_NUMBER_WORDS:
        word = row[after].lower
        joined = _lower(row, after + 1) in cardinals
        if word in cardinals:
            value = cardinals[word]
            if group % 100 and not (group % 10 == 0 and 20 <= group % 100 <= 90 and value < 10):
                break
            group, last = group + value, 1
        elif word in scales and group:
            scale = int(scales[word])
            if scale <= 100:
                group *= scale
            else:
                total, group = total + group * scale, 0
            last = scale
        elif not (joined and ((word == "-" and group >= 20) or (word == "and" and (group >= 100 or total)))):
            break
        after += 1
        if total > _MAX_NUMBER:
            return None
    if (after == i and not begun) or (total + group == 0 and row[i].lower != "zero"):
        return None
    hyphenated = after + 1 < len(row) and row[after].text in _MINUS and row[after + 1].start == row[after].end
    if hyphenated and row[after].start == row[after - 1].end:
        return None
    return Number(Decimal(total + group), Decimal(max(last, 1)), after)


def _lower(row: Sequence[Token], i: int) -> str:
    return row[i].lower if 0 <= i < len(row) else ""


def quantity_at(pack: Pack, row: Sequence[Token], i: int) -> tuple[Quantity, int] | None:
    """The quantity that begins at token `i` ("almost 348,000 inmates", "6.6%"), and the token after it."""
    if row[i].lower in pack.dates.words.between:
        return _between(pack, row, i + 1)
    cue, start = _cue(pack, row, i)
    unit = _symbol(pack, row, start)
    j = start + unit[1]
    sign = 1
    if _lower(row, j) in _MINUS and _lower(row, j) and j + 1 < len(row) and row[j].end == row[j + 1].start:
        if j and row[j - 1].end == row[j].start and not unit[0]:
            return None
        sign, j = -1, j + 1
        if not unit[0]:
            unit = _symbol(pack, row, j)
            j += unit[1]
    found = number_at(pack, row, j)
    if found is None:
        fraction = _fraction(pack, row, start) if not unit[0] else None
        return None if fraction is None else (fraction[0], fraction[1])
    fraction = _fraction(pack, row, start) if not unit[0] and sign == 1 else None
    if fraction is not None:
        return fraction
    second, after = _range(pack, row, found, unit[0])
    noun = ""
    unit_id = unit[0]
    if not unit_id:
        unit_id, noun, after = _unit(pack, row, after)
    value = found.value * sign
    relation: Relation = "="
    if cue:
        known = pack.approximation(cue)
        assert known is not None
        relation = known.relation
    if second is not None:
        interval = Interval(value, second.value)
        relation = "~"
    else:
        interval = bounds(pack, cue, value, found.step)
        later = _after_cue(pack, row, after)
        if later and not cue:
            cue, relation, after = later, "~", after + 2
            interval = bounds(pack, cue, value, found.step)
    return (
        Quantity(
            value=value,
            step=found.step,
            interval=interval,
            relation=relation,
            cue=cue,
            unit=unit_id,
            noun=noun,
            spread=second is not None,
            bare=row[j].kind == "word" and found.after == j + 1,
        ),
        after,
    )


def _between(pack: Pack, row: Sequence[Token], i: int) -> tuple[Quantity, int] | None:
    """between 10,000 and 12,000 people."""
    first = quantity_at(pack, row, i) if _lower(row, i) not in pack.dates.words.between else None
    if first is None or _lower(row, first[1]) != "and" or first[0].cue or first[0].spread:
        return None
    second = quantity_at(pack, row, first[1] + 1)
    if second is None or second[0].cue or second[0].spread or first[0].unit not in {"", second[0].unit}:
        return None
    low, high = first[0].value, second[0].value
    if low >= high:
        return None
    ends = msgspec.structs.replace(
        first[0],
        interval=Interval(low, high),
        relation="~",
        unit=second[0].unit,
        noun=second[0].noun,
        spread=True,
        bare=False,
    )
    return ends, second[1]


def _cue(pack: Pack, row: Sequence[Token], i: int) -> tuple[str, int]:
    for size in (4, 3, 2, 1):
        phrase = " ".join(token.lower for token in row[i : i + size])
        if i + size < len(row) and phrase in pack.cues:
            return phrase, i + size
    return "", i


def _after_cue(pack: Pack, row: Sequence[Token], i: int) -> str:
    return "or so" if _lower(row, i) == "or" and _lower(row, i + 1) == "so" and "or so" in pack.cues else ""


def _symbol(pack: Pack, row: Sequence[Token], i: int) -> tuple[str, int]:
    """The unit whose symbol stands at `i` ($, US$), and how many tokens it takes."""
    if i + 1 >= len(row):
        return "", 0
    one, two = row[i].lower, row[i].lower + row[i + 1].lower
    for unit in pack.units:
        if unit.symbols and one in unit.symbols:
            return unit.id, 1
        if unit.symbols and two in unit.symbols:
            return unit.id, 2
    return "", 0


def _range(pack: Pack, row: Sequence[Token], first: Number, unit: str) -> tuple[Number | None, int]:
    """The upper end of "10,000-12,000" or "10,000 to 12,000" and the token after; a range is at most half again."""
    j = first.after
    if _lower(row, j) not in {"to", "-", "–", "—"}:
        return None, j
    start = j + 1 + (_symbol(pack, row, j + 1)[1] if unit else 0)
    second = number_at(pack, row, start)
    if second is None or not first.value < second.value <= first.value * Decimal("1.5"):
        return None, j
    return second, second.after


def _unit(pack: Pack, row: Sequence[Token], i: int) -> tuple[str, str, int]:
    """The unit whose words begin at `i`: its id, the noun where it is one, and the token after it."""
    for size in (3, 2, 1):
        if i + size > len(row):
            continue
        known = pack.unit_words.get(" ".join(token.lower for token in row[i : i + size]))
        if known is not None:
            return known.id, row[i].lower if known.noun else "", i + size
    return "", "", i


def _fraction(pack: Pack, row: Sequence[Token], i: int) -> tuple[Quantity, int] | None:
    """half; a third; two thirds: as percent."""
    cue, j = _cue(pack, row, i)
    times, word = 1, _lower(row, j)
    if word == "half" and _lower(row, j + 1) != "a":
        pass
    elif word in {"a", "one"} or pack.numbers.cardinals.get(word, 0) in range(2, 10):
        times = pack.numbers.cardinals.get(word, 1)
        j += 2 if _lower(row, j + 1) == "-" else 1
    else:
        return None
    part = pack.numbers.fractions.get(_lower(row, j))
    if part is None or (times > 1) != _lower(row, j).endswith("s"):
        return None
    value = part * times * 100
    step = pack.grammar.multiples.fraction_step
    known = pack.approximation(cue) if cue else None
    return (
        Quantity(
            value=value,
            step=step,
            interval=bounds(pack, cue, value, step),
            relation=known.relation if known else "=",
            cue=cue,
            unit="%",
            bare=True,
        ),
        j + 1,
    )
