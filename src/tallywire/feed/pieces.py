"""A text with bound numbers and marks, as a run of plain, linked and marked pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tallywire.brief import Text
from tallywire.feed.names import evidence_path, web_address

TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text. href: the number's evidence page. link: a web address outside. tags: elements around it."""

    text: str
    href: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()


class Block(msgspec.Struct, frozen=True):
    """Texts that stand together: one paragraph, heading or quotation, or all the items of a list, by index."""

    block: str
    texts: tuple[int, ...]


def pieces(text: Text, *, brief: str, root: str) -> tuple[Piece, ...]:
    """Cut `text` at its bindings and marks, which are offsets in code points; together the pieces are the text again.

    A number inside a link leads to its evidence, for that is what readers come for.
    """
    cuts = {0, len(text.text)}
    cuts |= {end for binding in text.bindings for end in (binding.start, binding.end)}
    cuts |= {end for mark in text.marks for end in (mark.start, mark.end)}
    run = []
    for start, end in pairwise(sorted(cuts)):
        href = next((evidence_path(brief, b.proof) for b in text.bindings if b.start <= start and end <= b.end), "")
        marks = [mark for mark in text.marks if mark.start <= start and end <= mark.end]
        link = next((web_address(mark.href) for mark in marks if mark.kind == "link"), "")
        tags = tuple(dict.fromkeys(TAGS[mark.kind] for mark in marks if mark.kind in TAGS))
        run.append(Piece(text.text[start:end], root + href if href else "", "" if href else link, tags))
    return _whole(run)


def _whole(run: Sequence[Piece]) -> tuple[Piece, ...]:
    """A number that marks cut in pieces would be several links to one page: it stays one, without the marks."""
    joined: list[Piece] = []
    for piece in run:
        if joined and piece.href and joined[-1].href == piece.href:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.href)
        else:
            joined.append(piece)
    return tuple(joined)


def blocks(texts: Sequence[Text]) -> tuple[Block, ...]:
    """Texts as the blocks of a page: neighbouring list items are one list."""
    found: list[Block] = []
    for place, text in enumerate(texts):
        if text.block == "item" and found and found[-1].block == "item":
            found[-1] = Block("item", (*found[-1].texts, place))
        else:
            found.append(Block(text.block, (place,)))
    return tuple(found)
