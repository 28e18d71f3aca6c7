"""A cell's text to a decimal, strictly: what is not plainly a number is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from tallywire.errors import TableError
from tallywire.series import decimal, written_quantum
from tallywire.watch.notes import apart

MAX_LITERAL = 200
REMEMBERED = 1 << 16
"""Texts of cells, of all sources together, that are known with what they say: most stand in the next release too."""
MAX_DIGITS = 24
"""With fewer digits than Python's decimal context keeps, sums and differences of figures stay exact."""
SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u2002\u2003\u2004\u2005\u2006\u3000"
"""No-break, figure, thin and the other spaces of typesetting: each is a space between groups of three digits."""
APOSTROPHES = "\u2019\u2018\u02bc\uff07"
MINUSES = "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
"""Minus, hyphens, figure and en dash and the wide forms: before a digit each is a minus sign. An em dash is not."""
_MISSING = ("", "-", "–", "—", "..", "…", "...", "n/a", "na", ":")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_PLAINER = str.maketrans(dict.fromkeys(MINUSES, "-") | dict.fromkeys(SPACES, " ") | dict.fromkeys(APOSTROPHES, "'"))
_DIGITS = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,8})?")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a source writes numbers.

    decimal: its decimal mark. thousands: marks between groups of three digits (a space stands for every kind of
    space, ' for every apostrophe). negative: whether a number in parentheses is below zero; they are refused else.
    missing: cells that say there is no figure. strip: footnote marks and words that may stand before or after a
    number and change nothing. scale: words after a number that multiply it, with the power of ten.
    """

    decimal: str = "."
    thousands: tuple[str, ...] = (",", " ")
    negative: Literal["", "parentheses"] = ""
    missing: tuple[str, ...] = _MISSING
    strip: tuple[str, ...] = ()
    scale: dict[str, int] = {}


Read = tuple[tuple[Decimal, Decimal] | None, frozenset[str]]
"""A number and the decimal place that it is written to, None for no figure; and the marks beside it."""


def read_number(text: str, numbers: Numbers) -> tuple[Decimal, Decimal] | None:
    """The number that `text` writes, and the decimal place it is written to; None where the cell says: no figure.

    Raises TableError for anything but one number and what the source allows beside it.
    """
    return read_marked(text, numbers)[0]


def read_marked(text: str, numbers: Numbers) -> Read:
    """What `read_number` gives, and the marks of `numbers.strip` beside it; raises TableError as that does."""
    none = _none(numbers.missing)
    if _DIGITS.fullmatch(text) and numbers.decimal == "." and text not in none:
        # Most cells are just digits, and no mark, word or group changes what those are.
        value = Decimal(text)
        return (value, written_quantum(value)), frozenset()
    bare = plainer(text)
    if len(bare) > MAX_LITERAL:
        raise TableError(f"a cell of {len(bare)} characters is no number")
    if bare.casefold() in none:
        return None, frozenset()
    bare, power, below, marks = _undressed(bare, numbers)
    if bare and marks and bare.casefold() in none and not (power or below):
        return None, marks
    value = decimal(_plain(bare, text, numbers))
    if below:
        if bare[:1] in {"-", "+"}:
            raise TableError(f"{text[:60]!r} has a sign inside its parentheses")
        value = -value
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise TableError(f"{text[:60]!r} has more than {MAX_DIGITS} digits")
    factor = Decimal(1).scaleb(power)
    return (value * factor, written_quantum(value) * factor), marks


def remembering(numbers: Numbers) -> Callable[[str], Read]:
    """`read_marked` for one source's numbers: a text that was read with equal settings lately is not read again."""
    # A struct that holds a dict has no hash; what it is written as has one.
    settings = msgspec.json.encode(numbers)

    def read(text: str) -> Read:
        return _remembered(text, settings) if len(text) <= MAX_LITERAL else read_marked(text, numbers)

    return read


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str, settings: bytes) -> Read:
    return read_marked(text, _numbers(settings))


@lru_cache(maxsize=64)
def _numbers(settings: bytes) -> Numbers:
    return msgspec.json.decode(settings, type=Numbers)


def plainer(text: str) -> str:
    """`text` with one kind of minus, space and apostrophe, and without invisible characters and space around it."""
    return text.translate(_INVISIBLE).translate(_PLAINER).strip()


@lru_cache(maxsize=64)
def _none(missing: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plainer(word).casefold() for word in missing)


@lru_cache(maxsize=64)
def _marks(strip: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((plainer(mark), mark) for mark in strip), key=lambda pair: len(pair[0]), reverse=True))


def bare_number(text: str, numbers: Numbers) -> str:
    """What is left of a cell without the marks, the scale word and the parentheses that the source allows."""
    return _undressed(plainer(text), numbers)[0] if len(text) <= MAX_LITERAL else text


def changes_numbers(mark: str, numbers: Numbers) -> bool:
    """Whether a mark could not be taken away from a number without making it another: a digit, a sign, a comma.

    A note such as 1) or (1) could, unless parentheses mean below zero.
    """
    own = {"+", "-", " ", ".", ",", "'", "", plainer(numbers.decimal), *map(plainer, numbers.thousands)}
    others = {plainer(sign) for sign in mark if not sign.isdecimal()} - own
    return not others or (others <= {"(", ")"} and (bool(numbers.negative) or not any(map(str.isdecimal, mark))))


def _undressed(bare: str, numbers: Numbers) -> tuple[str, int, bool, frozenset[str]]:
    """The number without what stands around it; the power of ten; whether it is below zero; the marks."""
    power = 0
    below = False
    found: set[str] = set()
    # The longer first: ** is not twice *.
    marks = _marks(numbers.strip)
    words = tuple((plainer(word), exponent) for word, exponent in numbers.scale.items())
    again = True
    while again:
        again = False
        for mark, listed in marks:
            if bare.endswith(mark) and apart(bare[-len(mark) - 1 : -len(mark)], mark[0]):
                bare, again = bare[: -len(mark)].rstrip(), True
            elif bare.startswith(mark) and apart(mark[-1], bare[len(mark) : len(mark) + 1]):
                bare, again = bare[len(mark) :].lstrip(), True
            else:
                continue
            found.add(listed)
        for word, exponent in words:
            ends = bare.casefold().endswith(word.casefold()) and apart(bare[-len(word) - 1 : -len(word)], word[0])
            if power == 0 and ends:
                bare, power, again = bare[: -len(word)].rstrip(), exponent, True
        if numbers.negative and not below and bare.startswith("(") and bare.endswith(")"):
            bare, below, again = bare[1:-1].strip(), True, True
    return bare, power, below, frozenset(found)


def _plain(bare: str, text: str, numbers: Numbers) -> str:
    """`bare` with its groups joined and a point for its decimal mark."""
    sign = bare[:1] if bare[:1] in {"-", "+"} else ""
    whole, mark, fraction = bare[len(sign) :].partition(plainer(numbers.decimal))
    if mark and not _digits(fraction):
        raise TableError(f"{text[:60]!r} is not a number", hint=_expected(numbers))
    if not _digits(whole) and not (mark and not whole):
        whole = _joined(whole, text, numbers)
    return f"{sign}{whole or '0'}.{fraction}" if mark else f"{sign}{whole}"


def _joined(whole: str, text: str, numbers: Numbers) -> str:
    for thousands in numbers.thousands:
        # A space is nothing once it is stripped, and stands for itself.
        groups = whole.split(plainer(thousands) or " ")
        if len(groups) > 1 and _GROUPS.fullmatch(",".join(groups)):
            return "".join(groups)
    raise TableError(f"{text[:60]!r} is not a number", hint=_expected(numbers))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _expected(numbers: Numbers) -> str:
    marks = " or ".join(repr(mark) for mark in numbers.thousands) or "nothing"
    return (
        f"Numbers here have {numbers.decimal!r} before decimals and {marks} between groups of three digits; "
        "marks or words beside them must be listed in numbers.strip or numbers.scale"
    )
