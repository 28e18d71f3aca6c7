"""Tokens with their offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["word", "number", "mark"]

# Numbers take in every comma and point between digits: whether that is a number is decided where it is read.
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’.][^\W\d_]+)*['’]?|[^\W\d_]+)"
    r"|(?P<number>\d+(?:[.,\u00a0\u202f\u2009]\d+)*)"
    r"|(?P<mark>[^\s\w]|_)"
)


class Token(NamedTuple):
    """`start` and `end` are offsets; `lower` is the text in lower case with straight apostrophes."""

    kind: Kind
    start: int
    end: int
    text: str
    lower: str


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text` between two offsets, in order; white space and control characters are none."""
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup
        word = found.group()
        if kind == "word":
            yield Token("word", found.start(), found.end(), word, word.lower().replace("’", "'"))
        elif kind == "number":
            yield Token("number", found.start(), found.end(), word, word)
        elif word > " ":
            yield Token("mark", found.start(), found.end(), word, word)
