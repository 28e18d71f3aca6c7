"""Printing text that may hold words from outside."""

from __future__ import annotations

import sys
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Control and direction characters, which could rewrite the terminal that they are shown on."""


def say(text: str = "", *, err: bool = False) -> None:
    """Print lines to standard output, or standard error, without control characters."""
    lines = ("".join(" " if unicodedata.category(c) in _HIDDEN else c for c in line) for line in text.split("\n"))
    print("\n".join(lines), file=sys.stderr if err else sys.stdout, flush=True)
