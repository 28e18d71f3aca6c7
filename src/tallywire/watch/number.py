"""A cell's text to a decimal, strictly: what is not plainly a number is told, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from tallywire.errors import TableError
from tallywire.series import decimal, written_quantum

MAX_LITERAL = 200
MAX_DIGITS = 24
"""With fewer digits than Python's decimal context keeps, sums and differences of figures stay exact."""
SPACES = "\u00a0\u2007\u2009\u202f"
"""No-break, figure, thin and narrow no-break space: all are a space between groups of three digits."""
_MISSING = ("", "-", "–", "—", "..", "…", "...", "n/a", "na", ":")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_PLAINER = str.maketrans({"\u2212": "-"} | dict.fromkeys(SPACES, " "))


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a source writes numbers.

    decimal: its decimal mark. thousands: marks between groups of three digits (a space stands for every kind of
    space). missing: cells that say there is no figure. strip: footnote marks and words that may stand before or
    after a number and change nothing. scale: words after a number that multiply it, with the power of ten.
    """

    decimal: str = "."
    thousands: tuple[str, ...] = (",", " ")
    missing: tuple[str, ...] = _MISSING
    strip: tuple[str, ...] = ()
    scale: dict[str, int] = {}


def read_number(text: str, numbers: Numbers) -> tuple[Decimal, Decimal] | None:
    """The number that `text` writes, and the decimal place it is written to; None where the cell says: no figure.

    Raises TableError for anything but one number and what the source allows beside it.
    """
    bare = text.translate(_INVISIBLE).translate(_PLAINER).strip()
    if len(bare) > MAX_LITERAL:
        raise TableError(f"a cell of {len(bare)} characters is no number")
    if bare.casefold() in {word.casefold() for word in numbers.missing}:
        return None
    bare, power = _undressed(bare, numbers)
    value = decimal(_plain(bare, text, numbers))
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise TableError(f"{text[:60]!r} has more than {MAX_DIGITS} digits")
    factor = Decimal(1).scaleb(power)
    return value * factor, written_quantum(value) * factor


def _undressed(bare: str, numbers: Numbers) -> tuple[str, int]:
    power = 0
    again = True
    while again:
        again = False
        for mark in numbers.strip:
            if bare.endswith(mark):
                bare, again = bare[: -len(mark)].rstrip(), True
            elif bare.startswith(mark):
                bare, again = bare[len(mark) :].lstrip(), True
        for word, exponent in numbers.scale.items():
            if power == 0 and bare.casefold().endswith(word.casefold()):
                bare, power, again = bare[: -len(word)].rstrip(), exponent, True
    return bare, power


def _plain(bare: str, text: str, numbers: Numbers) -> str:
    """`bare` with its groups joined and a point for its decimal mark."""
    sign = bare[:1] if bare[:1] in {"-", "+"} else ""
    whole, mark, fraction = bare[len(sign) :].partition(numbers.decimal)
    if mark and not _digits(fraction):
        raise TableError(f"{text[:60]!r} is not a number", hint=_expected(numbers))
    if not _digits(whole) and not (mark and not whole):
        whole = _joined(whole, text, numbers)
    return f"{sign}{whole or '0'}.{fraction}" if mark else f"{sign}{whole}"


def _joined(whole: str, text: str, numbers: Numbers) -> str:
    for mark in numbers.thousands:
        groups = whole.split(mark)
        if len(groups) > 1 and re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", ",".join(groups)):
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
