"""Headlines: at most 90 characters, the fullest wording that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tallywire.tell.phrase import Phrase, fill
from tallywire.tell.title import name

LONGEST = 90
SHORTEST_NAME = 8

NAMES = ("title", "label", "source")
"""Slots that hold names from outside, which are cut where nothing else helps."""


def headline(forms: Sequence[str], slots: Mapping[str, Phrase | str], *, longest: int = LONGEST) -> Phrase:
    """The first of `forms` that is at most `longest` code points; else the last, its names cut to fit.

    Names are slots that are plain text; numbers are never cut.
    """
    for form in forms:
        phrase = fill(form, slots).opened
        if len(phrase.text) <= longest:
            return phrase
    form = forms[-1]
    cut = dict(slots)
    while True:
        phrase = fill(form, cut).opened
        over = len(phrase.text) - longest
        names = [
            (len(value), key)
            for key, value in cut.items()
            if key in NAMES and f"{{{key}}}" in form and isinstance(value, str)
        ]
        if over <= 0 or not names:
            return phrase
        size, key = max(names)
        if size <= SHORTEST_NAME:
            return phrase
        value = cut[key]
        assert isinstance(value, str)
        cut[key] = name(value, longest=max(size - over, SHORTEST_NAME))
