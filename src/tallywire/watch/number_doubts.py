"""Numbers that can be read and still are in doubt, seen from others of their table or from the series' rounding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from tallywire.watch.number import Numbers, bare_number, plainer

_ANY_STYLE = re.compile(
    r"[-+]?(?:[0-9]+(?P<one>[.,·])[0-9]+"
    r"|[0-9]{1,3}(?:(?P<group>[.,' ])[0-9]{3})(?:(?P=group)[0-9]{3})*(?:(?P<mark>[.,·])[0-9]+)?)\Z"
)
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}([^0-9])[0-9]{3}\Z")
_THREE = Decimal("0.001")


def other_style(unread: Iterable[str], numbers: Numbers) -> str:
    """A cell that shows the page to write numbers otherwise than the source says; "" where none does.

    unread: cells that were no numbers as the source writes them. 12,5 shows it where a comma should stand between
    groups of three digits, and so does 1.234.567 where a point should be the decimal mark.
    """
    for text in unread:
        found = _ANY_STYLE.match(bare_number(text, numbers))
        if found is not None and (found["one"] or found["group"] != found["mark"]):
            return text
    return ""


def depends_on_style(text: str, numbers: Numbers) -> bool:
    """Whether a number that was read would be another one, were its mark the other kind of mark: 1,234 or 1.234."""
    found = _GROUPED.match(bare_number(text, numbers))
    return found is not None and found[1] in {".", ",", plainer(numbers.decimal)}


def against_rounding(text: str, numbers: Numbers, step: Decimal) -> bool:
    """Whether a number that depends on the style is not rounded as its series is, and in the other style would be.

    step: the series' rounding step as the source says. 1.234 is one thousandth finer than whole numbers, and 1,234
    has no decimals where three are published.
    """
    found = _GROUPED.match(bare_number(text, numbers))
    if found is None or not depends_on_style(text, numbers):
        return False
    return step >= 1 if found[1] == plainer(numbers.decimal) else step == _THREE
