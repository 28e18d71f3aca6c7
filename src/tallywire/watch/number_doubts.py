"""Numbers that can be read and still are in doubt, seen from others of their table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallywire.watch.number import Numbers, bare_number, plainer

_SHOWN = re.compile(r"[-+]?[0-9]+([^0-9\s])[0-9]+\Z")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}([^0-9\s])[0-9]{3}\Z")
_MANY_GROUPS = re.compile(r"[-+]?[1-9][0-9]{0,2}([^0-9\s])[0-9]{3}(?:\1[0-9]{3})+(?:[^0-9\s][0-9]+)?\Z")


def other_style(unread: Iterable[str], numbers: Numbers) -> str:
    """A cell that shows the page to write numbers otherwise than the source says; "" where none does.

    unread: cells that were no numbers. 12,5 shows it where a comma should stand between groups of three digits, and
    so does 1,234,567 where a comma should be the decimal mark.
    """
    for text in unread:
        bare = bare_number(text, numbers)
        one, many = _SHOWN.match(bare), _MANY_GROUPS.match(bare)
        if one is not None and one[1] in _marks(numbers) and _GROUPED.match(bare) is None:
            return text
        if many is not None and many[1] == plainer(numbers.decimal):
            return text
    return ""


def depends_on_style(text: str, numbers: Numbers) -> bool:
    """Whether a number that was read would be another one, were its mark the other kind of mark: 1,234 or 1.234."""
    found = _GROUPED.match(bare_number(text, numbers))
    return found is not None and found[1] in {*_marks(numbers), plainer(numbers.decimal)}


def _marks(numbers: Numbers) -> set[str]:
    return {plainer(mark) for mark in numbers.thousands} - {""}
