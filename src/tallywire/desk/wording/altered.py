"""A number made into another: what a reading that changes with it has taken it in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallywire.desk.wording.number import Number
from tallywire.language import pack

_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20|21)\d\d(?!\d)")
_DAY = re.compile(r"(?<![\d:])(?:0?[1-9]|[12]\d|3[01])(?![\d:])")
_WORD = re.compile(r"[^\W\d_]+")
_FACTORS = {"doubled": "tripled", "doubles": "tripled", "double": "triple"}
_PARTS = {"half": "a third", "third": "quarter", "thirds": "quarters", "quarter": "third", "quarters": "thirds"}


def altered(number: Number) -> Iterator[str]:
    """The number with another value, in the same form; of a date, with another year, month and day in turn."""
    if number.kind == "date":
        yield from _other_dates(number.text)
        return
    text = number.text
    digit = re.search(r"[1-9]", text, re.ASCII)
    if digit is not None:
        turned = "1" if digit[0] == "9" else str(int(digit[0]) + 1)
        yield text[: digit.start()] + turned + text[digit.end() :]
        return
    words = pack()
    for found in _WORD.finditer(text):
        other = _other(found[0].lower(), number.kind == "rank")
        if other:
            yield text[: found.start()] + other + text[found.end() :]
            return
    if text.lower() in words.changes.verbs.factors:
        yield "halved"


def _other(word: str, rank: bool) -> str:
    numbers = pack().numbers
    if rank:
        return next((w for w in numbers.ordinals if w != word), "")
    if word in numbers.cardinals:
        value = numbers.cardinals[word]
        low, high = (20, 90) if value >= 20 else (1, 9) if value < 10 else (10, 19)
        return next(w for w, v in numbers.cardinals.items() if low <= v <= high and v != value)
    if word in numbers.scales:
        return "million" if word != "million" else "billion"
    if word in _FACTORS or word in _PARTS:
        return _FACTORS.get(word) or _PARTS[word]
    return "doubled" if word in pack().changes.verbs.factors else ""


def _other_dates(text: str) -> Iterator[str]:
    months = pack().dates.months
    year = _YEAR.search(text)
    if year is not None:
        yield text[: year.start()] + str(int(year[0]) - 1) + text[year.end() :]
    for found in _WORD.finditer(text):
        month = months.get(found[0].lower())
        if month is not None:
            other = next(w for w, m in months.items() if m == month % 12 + 1)
            yield text[: found.start()] + other.capitalize() + text[found.end() :]
        elif found[0].lower() in pack().numbers.ordinals:
            yield text[: found.start()] + _other(found[0].lower(), True) + text[found.end() :]
    for found in _DAY.finditer(text):
        yield text[: found.start()] + str(int(found[0]) % 28 + 1) + text[found.end() :]
