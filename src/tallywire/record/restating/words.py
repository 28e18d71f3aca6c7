"""Numbers and periods as the sentences write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from tallywire.series import Period, Restatement, plain


def said(value: Decimal | None) -> str:
    """A figure: 23660 -> "23,660", none -> "no figure"."""
    if value is None:
        return "no figure"
    text = plain(value)
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if abs(int(whole)) > 999 else text


def count(number: int, one: str, many: str = "") -> str:
    """1 -> "1 figure", 3 -> "3 figures"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def span(periods: Collection[Period]) -> str:
    """ "of 2022-03", "from 2022-03 to 2022-08"."""
    first, last = min(periods), max(periods)
    return f"of {first}" if first == last else f"from {first} to {last}"


def moved(pair: Restatement) -> str:
    """ "from 22,000 to 21,200"."""
    return f"from {said(pair.before.value)} to {said(pair.after.value)}"


def named(titles: Iterable[str]) -> str:
    """ "a, b and c"."""
    *most, last = titles
    return f"{', '.join(most)} and {last}" if most else last
