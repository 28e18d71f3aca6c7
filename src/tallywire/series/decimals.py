"""Published figures are exact decimals: parse, write, scale. No NaN, no exponents in any format."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from tallywire.errors import TableError

MAX_DIGITS = 30


def decimal(text: str) -> Decimal:
    """Parse a plain decimal such as `-12.50`; raises TableError for anything else (exponents, NaN, blanks)."""
    plain = text.strip()
    digits = plain.lstrip("+-")
    if not digits or len(digits) > MAX_DIGITS or not digits.replace(".", "", 1).isascii():
        raise TableError(f"{text[:60]!r} is not a plain decimal")
    if not digits.replace(".", "", 1).isdigit() or len(plain) - len(digits) > 1:
        raise TableError(f"{text[:60]!r} is not a plain decimal")
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the checks above leave nothing for it
        raise TableError(f"{text[:60]!r} is not a plain decimal") from None


def plain(value: Decimal) -> str:
    """Write without exponent and without trailing zeros: Decimal('1E+3') -> '1000', '2.50' -> '2.5'."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def written_quantum(value: Decimal) -> Decimal:
    """The last written decimal place: '12.50' -> 0.01, '348000' -> 1. Trailing zeros of integers say nothing."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))


def scaled_int(value: Decimal, places: int) -> int:
    """`value` times 10**places as an int; raises ValueError if a digit would be lost."""
    shifted = value.scaleb(places)
    whole = int(shifted)
    if whole != shifted:
        raise ValueError(f"{value} has more than {places} decimal places")
    return whole


def places_of(value: Decimal) -> int:
    """How many decimal places are needed to write `value` without loss."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
