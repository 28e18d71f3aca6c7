"""Every number in a text, found without any help from the code under test."""

from __future__ import annotations

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATES = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{MONTHS}) \d{{4}}(?: at \d\d:\d\d UTC)?|\(\d{{4}}\)|(?<=in )\d{{4}}\b|"
    rf"the (?:first|second|third|fourth) (?:quarter|half) of \d{{4}}"
)
WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "half",
    "twice",
    "doubled",
    "tripled",
    "halved",
]
NUMBERS = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


def unbound(text: str, bound: list[tuple[int, int]], names: tuple[str, ...] = ()) -> list[str]:
    """Numbers outside of dates, of names from outside and of the bound stretches."""
    hidden = [found.span() for found in DATES.finditer(text)] + bound
    for name in names:
        hidden += [found.span() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]
    return [
        found[0]
        for found in NUMBERS.finditer(text)
        if not any(start <= found.start() and found.end() <= end for start, end in hidden)
    ]
