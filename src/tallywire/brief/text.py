"""Text: a paragraph whose numbers are bound to proofs."""

from __future__ import annotations

from typing import Literal

import msgspec

Block = Literal["paragraph", "heading", "item", "quote"]


class Binding(msgspec.Struct, frozen=True, gc=False):
    """A number in a text: offsets in code points, and the id of the proof it opens."""

    start: int
    end: int
    proof: str


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a text that is set apart: offsets in code points; `href` is a link's web address."""

    start: int
    end: int
    kind: Literal["strong", "emphasis", "code", "link"]
    href: str = ""


class Text(msgspec.Struct, frozen=True, gc=False):
    """A paragraph (or heading, list item, quotation) whose numbers are bound. Marks may nest, and are sorted."""

    text: str
    bindings: tuple[Binding, ...] = ()
    marks: tuple[Mark, ...] = ()
    block: Block = "paragraph"

    def __post_init__(self) -> None:
        reached = 0
        for binding in self.bindings:
            if not reached <= binding.start < binding.end <= len(self.text):
                raise ValueError(f"bindings must be sorted, apart and inside the text: {binding}")
            reached = binding.end
        begun = 0
        for mark in self.marks:
            if not begun <= mark.start < mark.end <= len(self.text):
                raise ValueError(f"marks must be sorted and inside the text: {mark}")
            begun = mark.start
