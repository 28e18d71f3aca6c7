"""A story's texts as the desk shows them: every number with its verdict, every mark, cut into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tallywire.brief import Block, Brief, Text
from tallywire.feed.names import web_address
from tallywire.web.desk_pages.verdicts import Number

TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text: a number with its verdict, or words. link: a web address outside."""

    text: str
    number: Number | None = None
    link: str = ""
    tags: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    block: Block
    pieces: tuple[Piece, ...]


class Told(msgspec.Struct, frozen=True):
    """A brief's texts in pieces."""

    headline: Said
    lead: Said
    body: tuple[Said, ...]
    caveats: tuple[Said, ...]
    found: Said


def told(brief: Brief, numbers: Sequence[Number]) -> Told:
    """The texts of `brief` with its judged numbers; none are marked where `numbers` is empty."""
    by_place: dict[str, list[tuple[int, int, Number]]] = {}
    for number in numbers:
        where, start, end = number.key.rsplit(".", 2)
        by_place.setdefault(where, []).append((int(start), int(end), number))

    def one(where: str, text: Text) -> Said:
        return Said(text.block, _pieces(text, by_place.get(where, ())))

    return Told(
        one("headline", brief.headline),
        one("lead", brief.lead),
        tuple(one(f"body-{place}", text) for place, text in enumerate(brief.body, 1)),
        tuple(one(f"caveat-{place}", text) for place, text in enumerate(brief.caveats, 1)),
        one("found", brief.found),
    )


def _pieces(text: Text, spans: Sequence[tuple[int, int, Number]]) -> tuple[Piece, ...]:
    """A number stays whole, whatever marks cross it."""
    inside = [(start, end) for start, end, _ in spans]
    edges = [edge for mark in text.marks for edge in (mark.start, mark.end)]
    cuts = {0, len(text.text)} | {edge for span in inside for edge in span}
    cuts |= {edge for edge in edges if not any(start < edge < end for start, end in inside)}
    found = []
    for start, end in pairwise(sorted(cuts)):
        number = next((each for first, last, each in spans if first <= start and end <= last), None)
        marks = [mark for mark in text.marks if mark.start <= start and end <= mark.end]
        tags = tuple(dict.fromkeys(TAGS[mark.kind] for mark in marks if mark.kind in TAGS))
        link = "" if number else next((web_address(mark.href) for mark in marks if mark.kind == "link"), "")
        found.append(Piece(text.text[start:end], number, link, tags))
    return tuple(found)
