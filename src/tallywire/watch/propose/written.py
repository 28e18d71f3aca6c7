"""A cell taken apart: the digits and marks of a number, and what stands before and after them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from tallywire.watch.number import SPACES

MAX_CELL = 60
"""Longer texts are prose, not figures."""
_PLAINER = str.maketrans({"\u2212": "-", "\u2019": "'"} | dict.fromkeys(SPACES, " "))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_NOTE = re.compile(r"\s?(?:\[[^\[\]]{1,10}\]|\([^()]{1,10}\)|(?<=\s)[0-9]{1,2}\))\Z")
_CORE = re.compile(r"[0-9][0-9., ']*\Z|[.,][0-9]+\Z")
_PLAIN = re.compile(r"[0-9]{1,18}\Z")
_SIMPLE = re.compile(r"[0-9]{1,15}([.,])(?:[0-9]{1,2}|[0-9]{4,9})\Z")
_MARKS = re.compile(r"[^0-9]")
_DIGIT = re.compile(r"[0-9]")
_DASHES = "-+–"

Meaning: TypeAlias = Literal["plain", "decimal", "groups", "both", "either", "none"]
"""What one number says of its marks: it has none; its one mark is a decimal mark, or groups thousands; it has one of
each; its one mark may be either; or it is no number."""


class Written(msgspec.Struct, frozen=True):
    """A number as written: text before, sign, digits with their marks, text after.

    meaning: what its marks must mean. decimal and groups: those marks, "" where there is none; for `either` both
    are the one mark.
    """

    before: str
    sign: str
    digits: str
    after: str
    meaning: Meaning
    decimal: str = ""
    groups: str = ""

    @property
    def places(self) -> int:
        """Digits after the decimal mark; none where the mark may be either."""
        return len(self.digits.rpartition(self.decimal)[2]) if self.meaning in {"decimal", "both"} else 0


@lru_cache(maxsize=300_000)
def written(text: str) -> Written | None:
    """The one number in a cell, with what stands beside it; None where there is no number, or more than one."""
    if _PLAIN.match(text):
        return Written("", "", text, "", "plain")
    if found := _SIMPLE.match(text):
        return Written("", "", text, "", "decimal", found[1])
    bare = " ".join(text[: 4 * MAX_CELL].translate(_INVISIBLE).translate(_PLAINER).split())
    if not bare or len(bare) > MAX_CELL:
        return None
    core, after = _without_notes(bare)
    opening = _DIGIT.search(core)
    if opening is None:
        return None
    first = opening.start()
    last = len(core) - 1
    while not _digit(core[last]):
        last -= 1
    while first > 0 and core[first - 1] in ".," and (first == 1 or not core[first - 2].isalnum()):
        first -= 1
    if first and core[first - 1].isalpha():
        return None  # R2 and UKC1 are names
    before, digits, after = core[:first], core[first : last + 1], core[last + 1 :] + after
    sign = ""
    if before[-1:] in _DASHES and before[-1:]:
        before, sign = before[:-1], before[-1]
    if not _CORE.match(digits):
        return None
    meaning, decimal, groups = _marks(digits)
    if meaning == "none":
        return None
    return Written(before.strip(), sign, digits, after.strip(), meaning, decimal, groups)


def _without_notes(bare: str) -> tuple[str, str]:
    """A cell without the notes at its end, and these; a number in brackets alone is none."""
    notes = ""
    while (found := _NOTE.search(bare)) and _DIGIT.search(bare, 0, found.start()):
        bare, notes = bare[: found.start()], bare[found.start() :] + notes
    return bare, notes


def _marks(digits: str) -> tuple[Meaning, str, str]:
    """What the marks of a number mean, with its decimal mark and its mark between thousands."""
    kinds = _MARKS.findall(digits)
    match list(dict.fromkeys(kinds)):
        case []:
            return "plain", "", ""
        case [one] if len(kinds) == 1:
            head, _, tail = digits.partition(one)
            if one in " '":
                return ("groups", "", one) if _grouped([head, tail]) else ("none", "", "")
            if len(tail) != 3 or len(head) > 3 or not head or head.startswith("0"):
                return "decimal", one, ""
            return "either", one, one
        case [one]:
            return ("groups", "", one) if _grouped(digits.split(one)) else ("none", "", "")
        case [groups, decimal] if kinds.count(decimal) == 1 and decimal in ".,":
            whole, _, _ = digits.rpartition(decimal)
            return ("both", decimal, groups) if _grouped(whole.split(groups)) else ("none", "", "")
        case _:
            return "none", "", ""


def _grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _digit(letter: str) -> bool:
    return "0" <= letter <= "9"
