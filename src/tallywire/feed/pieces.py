"""A text with bound numbers, as a run of plain and linked pieces."""

from __future__ import annotations

import msgspec

from tallywire.brief import Text
from tallywire.feed.names import evidence_path


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text; `href` leads to the number's evidence page, empty for plain text."""

    text: str
    href: str = ""


def pieces(text: Text, *, brief: str, root: str) -> tuple[Piece, ...]:
    """Cut `text` at its bindings, which are offsets in code points; together the pieces are the text again."""
    run: list[Piece] = []
    reached = 0
    for binding in text.bindings:
        if binding.start > reached:
            run.append(Piece(text.text[reached : binding.start]))
        run.append(Piece(text.text[binding.start : binding.end], root + evidence_path(brief, binding.proof)))
        reached = binding.end
    if reached < len(text.text):
        run.append(Piece(text.text[reached:]))
    return tuple(run)
