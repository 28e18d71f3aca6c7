"""Numbers as the language writes them."""

from __future__ import annotations

from decimal import Decimal

from tallywire.language.pack import Pack
from tallywire.series import plain


def write_number(pack: Pack, value: Decimal) -> str:
    """`value` with thousands apart, as many decimals as it carries: "2,293,000", "6.6", "-1,200", "5.0"."""
    whole, _, places = format(value, "f").partition(".")
    if value == 0:
        whole = whole.lstrip("-")
    grouped = f"{int(whole):,}" if whole not in {"-0"} else "-0"
    return f"{grouped}.{places}" if places else grouped


def write_amount(pack: Pack, value: Decimal, unit: str) -> str:
    """A number with its unit: "5.1%", "0.3 percentage points", "1 person", "$1,200".

    A unit that the pack does not know is written as it stands; "" and "times" leave the number alone.
    """
    number = write_number(pack, value)
    if unit in {"", "times"}:
        return number
    known = pack.unit(unit)
    if known is None:
        return f"{number} {unit}"
    if known.before:
        return f"-{known.before}{number[1:]}" if number.startswith("-") else f"{known.before}{number}"
    word = known.singular if plain(abs(value)) == "1" else known.plural
    return f"{number}{word}" if known.joined else f"{number} {word}"
