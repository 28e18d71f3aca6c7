"""An interval of values in the words that a reader gets, and what those words allow in turn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

import msgspec

from tallywire.errors import StatementError
from tallywire.language import Pack, bounds, write_number, written_step
from tallywire.language.templates import Words, templates
from tallywire.series import Interval, places_of, plain
from tallywire.statement import Measure
from tallywire.tell.phrase import Phrase, Span, fill

FULL = Decimal(10) ** 7
"""Below this a figure is written in full; from here on in millions, billions and trillions."""

SHORT_DIGITS = 4
"""A number of at most this many digits is never shortened."""

FULL_PLACES = 3
WIDEST = 4
"""A plain number must not allow more than this many times what is to be said."""

MOST_DIGITS = 6

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


class Written(msgspec.Struct, frozen=True):
    """A number in words: `number` with its `scale`'s name, after `cue`; `interval` is what they allow.

    value: in base units. second: the other end of a range, or None.
    """

    cue: str
    value: Decimal
    scale: str
    interval: Interval
    second: Decimal | None = None


def written(pack: Pack, interval: Interval, measure: Measure = "amount") -> Written:
    """The plainest wording that allows every value of `interval`.

    A point is written in full where it is short, rounded where it was computed (a percentage, a rate, a factor).
    What is left open becomes "about", "almost" or "just over", one open end "at least" or "at most", and a wide
    interval a range. Raises StatementError for an interval without any end.
    """
    with localcontext() as context:
        context.prec = 60
        low, high = interval.low, interval.high
        if low is None and high is None:
            raise StatementError("an amount that may be anything has no words")
        if low is None:
            assert high is not None
            return _at_most(pack, high, interval)
        if high is None:
            return _at_least(pack, low, interval)
        if low == high:
            for number in _points(low, measure):
                found = _allowing(pack, "", number, interval)
                if found is not None:
                    return found
        for found in _openings(pack, low, high, interval):
            return found
        return _range(pack, low, high)


def _points(value: Decimal, measure: Measure) -> Iterator[Decimal]:
    """Ways to write one value, the preferred first."""
    short = _significant(value) <= SHORT_DIGITS and abs(value) < FULL
    size = abs(value)
    if measure == "percent":
        if places_of(value) > 1 or size >= 100:
            yield _at(value, _least_place(value, -1 if size < 100 else 0))
    elif measure == "factor":
        if places_of(value) > 2:
            yield _at(value, _least_place(value, -2 if size < 10 else -1))
    elif measure == "per_month":
        if not short or places_of(value) > 1:
            yield _digits(value, 3)
    elif places_of(value) > FULL_PLACES:
        yield _digits(value, 4)
    if size >= FULL:
        yield _in_scale(value)
    yield value if int(value.as_tuple().exponent) >= -FULL_PLACES else Decimal(plain(value))


def _significant(value: Decimal) -> int:
    """How many digits `value` has between its first and its last that are not zero."""
    return len(plain(abs(value)).replace(".", "").strip("0"))


def _least_place(value: Decimal, place: int) -> int:
    """`place`, or a smaller one where the number would be written as nothing but zeros."""
    if value == 0 or value.adjusted() >= place:
        return place
    return value.adjusted() - 1


def _in_scale(value: Decimal) -> Decimal:
    scale, _ = _scale_of(value)
    return _at(value, scale.adjusted() - FULL_PLACES)


def _at(value: Decimal, exponent: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)


def _digits(value: Decimal, digits: int) -> Decimal:
    return value if value == 0 else _at(value, value.adjusted() - digits + 1)


def _scale_of(value: Decimal) -> tuple[Decimal, str]:
    size = abs(value)
    if size >= FULL:
        for scale, name in _SCALES:
            if size >= scale:
                return scale, name
    return Decimal(1), ""


def shown_number(value: Decimal) -> tuple[Decimal, str]:
    """The digits that are written for `value`, and the name of its scale ("" for none)."""
    scale, name = _scale_of(value)
    if not name:
        return (value if int(value.as_tuple().exponent) < 0 else Decimal(plain(value))), ""
    return Decimal(plain(value / scale)), name


def step_of(value: Decimal) -> Decimal:
    """The rounding step that `value` shows as it is written here."""
    digits, name = shown_number(value)
    scale = next((known for known, its_name in _SCALES if its_name == name), Decimal(1))
    return written_step(digits, scale)


def _allowing(pack: Pack, cue: str, value: Decimal, needed: Interval) -> Written | None:
    allowed = bounds(pack, cue, value, step_of(value))
    return Written(cue, value, shown_number(value)[1], allowed) if allowed.covers(needed) else None


def _openings(pack: Pack, low: Decimal, high: Decimal, needed: Interval) -> Iterator[Written]:
    middle = (low + high) / 2
    for digits in range(SHORT_DIGITS, 0, -1):
        found = _allowing(pack, "", _digits(middle, digits), needed)
        if found is not None and _width(found.interval) <= WIDEST * (high - low):
            yield found
    ends = ((_cue(pack, "almost"), high), (_cue(pack, "just over"), low))
    for cue, end in ends:
        if end != 0 and _significant(end) <= SHORT_DIGITS:
            found = _allowing(pack, cue, end, needed)
            if found is not None:
                yield found
    if _significant(middle) < SHORT_DIGITS:
        found = _allowing(pack, _cue(pack, "about"), middle, needed)
        if found is not None:
            yield found
    for digits in range(1, MOST_DIGITS + 1):
        found = _allowing(pack, _cue(pack, "about"), _digits(middle, digits), needed)
        if found is not None:
            yield found


def _width(interval: Interval) -> Decimal:
    assert interval.low is not None and interval.high is not None
    return interval.high - interval.low


def _at_most(pack: Pack, high: Decimal, needed: Interval) -> Written:
    exactly = "under" if needed.high_open else "at most"
    if _significant(high) <= 2:
        found = _allowing(pack, _cue(pack, exactly), high, needed)
        if found is not None:
            return found
    found = _allowing(pack, _cue(pack, "at most about"), _digits(high, 2), needed)
    if found is not None:
        return found
    rounded = high.quantize(Decimal(1).scaleb(high.adjusted() - 2), ROUND_CEILING) if high else high
    found = _allowing(pack, _cue(pack, "at most"), rounded, needed)
    assert found is not None
    return found


def _at_least(pack: Pack, low: Decimal, needed: Interval) -> Written:
    exactly = "over" if needed.low_open else "at least"
    short = _significant(low) <= SHORT_DIGITS
    value = low if short or not low else low.quantize(Decimal(1).scaleb(low.adjusted() - 2), ROUND_FLOOR)
    found = _allowing(pack, _cue(pack, exactly if short else "at least"), value, needed)
    assert found is not None
    return found


def _range(pack: Pack, low: Decimal, high: Decimal) -> Written:
    for digits in (2, 3, 4, 6):
        place = max(abs(low), abs(high)).adjusted() - digits + 1
        first = low.quantize(Decimal(1).scaleb(place), ROUND_FLOOR)
        second = high.quantize(Decimal(1).scaleb(place), ROUND_CEILING)
        if first != second and (second - first) <= 2 * (high - low):
            return Written("", first, shown_number(first)[1], Interval(first, second), second)
    return Written("", low, shown_number(low)[1], Interval(low, high), high)


def _cue(pack: Pack, name: str) -> str:
    """The pack's first wording of an approximation."""
    return next(known.wordings[0] for known in pack.approximations if known.name == name)


def number_phrase(pack: Pack, words: Words, value: Decimal, unit: str, what: str) -> Phrase:
    """A number with scale and unit, its digits marked: "2.29 million", "6.6%", "0.3 percentage points", "$5"."""
    digits, scale = shown_number(value)
    text = write_number(pack, digits)
    known = pack.unit(unit)
    if known is not None and known.before:
        text = f"-{known.before}{text[1:]}" if text.startswith("-") else known.before + text
    if known is not None and known.joined:
        text += known.plural
    if scale:
        text = fill(words.scales[scale], {"number": text}).text
    number = Phrase(text, (Span(0, len(text), what),))
    if unit in {"", "times"} or (known is not None and (known.before or known.joined)):
        return number
    noun = unit if known is None else known.singular if plain(abs(value)) == "1" else known.plural
    return fill(words.with_unit, {"number": number, "unit": noun})


def amount_phrase(pack: Pack, words: Words, amount: Written, unit: str, what: str) -> Phrase:
    """The wording of an amount: "about 23,000", "at most about 4,100", "10,000 to 12,000"."""
    if amount.second is not None:
        return fill(
            words.from_to,
            {
                "low": number_phrase(pack, words, amount.value, "", what),
                "high": number_phrase(pack, words, amount.second, unit, what),
            },
        )
    number = number_phrase(pack, words, amount.value, unit, what)
    return fill(words.cued, {"cue": amount.cue, "number": number}) if amount.cue else number


def amount_text(pack: Pack, amount: Written, unit: str) -> str:
    """The wording with its unit, but for units that are what is counted: "about 23,000", "6.6%", "500 tonnes"."""
    known = pack.unit(unit)
    shown = "" if known is None or known.noun else unit
    return amount_phrase(pack, templates(pack.code).words, amount, shown, "").text


def limit(pack: Pack, interval: Interval) -> Written | None:
    """ "below 300,000", "above 5%": an interval whose one end is open and whose other end is absent; else None."""
    low, high = interval.low, interval.high
    if low is None and high is not None and interval.high_open:
        value = _outward(high, ROUND_CEILING)
        return Written("below", value, shown_number(value)[1], Interval(None, value, high_open=True))
    if high is None and low is not None and interval.low_open:
        value = _outward(low, ROUND_FLOOR)
        return Written("above", value, shown_number(value)[1], Interval(value, None, low_open=True))
    return None


def _outward(value: Decimal, rounding: str) -> Decimal:
    """In full where it is short, else with as many places as are written, rounded away from what is promised."""
    scale, _ = _scale_of(value)
    place = scale.adjusted() - FULL_PLACES
    return value if places_of(value) <= -place else value.quantize(Decimal(1).scaleb(place), rounding)
