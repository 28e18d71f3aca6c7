"""Footnote marks beside a text: taken away where nothing else can be meant, or where the source lists them."""

from __future__ import annotations

import re
from functools import lru_cache

_NOTE = re.compile(r"(?<=[^\s\]])(?: ?\[[^\[\]]{0,20}[0-9][^\[\]]{0,20}\])+(?=\s|\Z)")


def without_notes(text: str) -> str:
    """`text` without notes in square brackets, such as [1], after a word or a number."""
    return _NOTE.sub("", text) if "[" in text else text


def without_marks(text: str, marks: tuple[str, ...]) -> str:
    """`text` without the marks that end one of its words; one of them alone is left.

    A mark that begins with a letter is no part of a word, nor one that begins with a digit of a number: III is not
    II with the mark I.
    """
    if not marks:
        return text
    form = _form(marks)
    while (bare := form.sub("", text)) != text:
        text = bare
    return text


def apart(before: str, after: str) -> bool:
    """Whether two characters that touch belong to no one word and to no one number."""
    return not ((before.isalpha() and after.isalpha()) or (before.isdecimal() and after.isdecimal()))


@lru_cache(maxsize=64)
def _form(marks: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for mark in sorted(marks, key=len, reverse=True):
        touching = (
            r"(?<=[\W\d_])(?<=\S)"
            if mark[0].isalpha()
            else r"(?<=[\D])(?<=\S)"
            if mark[0].isdecimal()
            else r"(?<=\S)"
        )
        parts.append(rf"(?:(?<=\S) |{touching}){re.escape(mark)}")
    return re.compile(rf"(?:{'|'.join(parts)})(?= |\Z)")
