"""Verdicts on claims as readers see them: a word, a shape and a colour that say the same."""

from __future__ import annotations

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """name: what the style sheet knows it by."""

    name: str
    word: str
    shape: str


MARKS: dict[str, Mark] = {
    name: Mark(name, word, shape)
    for name, word, shape in (
        ("holds", "holds", "●"),
        ("holds_roughly", "holds roughly", "◐"),
        ("depends_on_choice", "depends on choice", "◑"),
        ("wrong_scope", "wrong scope", "◆"),
        ("outdated", "outdated", "◷"),
        ("undetermined", "undetermined", "◌"),
        ("unverifiable", "unverifiable", "○"),
        ("contradicted", "contradicted", "✕"),
        ("pending", "pending", "▷"),
        ("not_judged", "not judged", "–"),
    )
}
"""In the order in which counts of them are listed."""


def mark(verdict: str) -> Mark:
    """A verdict that is not known is shown by its own name, without a colour."""
    return MARKS.get(verdict) or Mark("other", verdict.replace("_", " ")[:40], "?")
