"""The whole text of a brief as HTML for feeds: plain elements, every number linked, corrections above the text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Brief, Text
from tallywire.feed.dates import moment_words
from tallywire.feed.names import web_address
from tallywire.feed.pieces import Piece, blocks, pieces
from tallywire.feed.render import fill


class Run(msgspec.Struct, frozen=True):
    """A block of the text: its kind, and its paragraphs or list items as pieces."""

    block: str
    texts: tuple[tuple[Piece, ...], ...]


def content(brief: Brief, *, root: str | None, clock: str, desk: str, contact: str) -> str:
    """root: what evidence addresses begin with; None leaves these links out."""

    def run(text: Text) -> tuple[Piece, ...]:
        cut = pieces(text, brief=brief.id, root=root or "")
        return cut if root is not None else tuple(msgspec.structs.replace(piece, href="") for piece in cut)

    def runs(texts: Sequence[Text]) -> tuple[Run, ...]:
        return tuple(Run(block.block, tuple(run(texts[place]) for place in block.texts)) for block in blocks(texts))

    return fill(
        "entry.html",
        {
            "labels": brief.labels,
            "kicker": brief.kicker,
            "clock": clock,
            "badge": brief.badge,
            "lead": run(brief.lead),
            "corrections": tuple((moment_words(each.at), run(each.text)) for each in brief.corrections),
            "video": web_address(brief.video),
            "body": runs(brief.body),
            "sentence": brief.chart.sentence if brief.chart else "",
            "caveats": runs(brief.caveats),
            "overrides": brief.overrides,
            "found": run(brief.found) if brief.found.text else (),
            "source": brief.source_name,
            "desk": desk,
            "contact": contact,
            "contact_href": web_address(contact),
        },
    )
