"""The rounding step that a written number shows."""

from __future__ import annotations

from decimal import Decimal

from tallywire.errors import TextError

_FIFTH = 5


def written_step(number: Decimal | str, scale: Decimal = Decimal(1)) -> Decimal:
    """The step to which a number as written looks rounded: "348,000" 1000, "6.6" 0.1, "16,075" 1.

    number: the digits as written, with commas allowed in a string; scale: of the word after them (a million).
    With decimals or a scale word the step is the last written place ("1.2 million" 100,000; "one million"
    1,000,000). Otherwise it is the largest power of ten that divides the number and is at most a fifth of it
    ("450" 10, "500" 100, "10,000" 1000, "300,000" 10,000), and 1 below 100. Raises TextError for what is no
    plain decimal.
    """
    if isinstance(number, str):
        digits = number.replace(",", "").lstrip("+-")
        if not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
            raise TextError(f"{number[:60]!r} is not a written number")
        number = Decimal(digits)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TextError(f"{number} is not a written number")
    if exponent < 0 or scale != 1:
        return Decimal(1).scaleb(min(exponent, 0)) * scale
    size = abs(int(number))
    step = 1
    while size >= 100 and size % (step * 10) == 0 and step * 10 * _FIFTH <= size:
        step *= 10
    return Decimal(step)
