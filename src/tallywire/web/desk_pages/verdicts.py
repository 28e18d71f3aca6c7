"""The numbers of a story with their verdicts, as pages and scripts show them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Brief, Override
from tallywire.desk.wording import Judged

LONGEST = 600


class Shown(msgspec.Struct, frozen=True):
    """A verdict as it is shown: a shape and a word that need no colour, and the class that colours it."""

    shape: str
    word: str
    tone: str


SHOWN = {
    "bound": Shown("●", "holds", "holds"),
    "holds": Shown("●", "holds", "holds"),
    "holds_roughly": Shown("◐", "holds roughly", "roughly"),
    "date": Shown("●", "in the record", "holds"),
    "contradicted": Shown("✕", "contradicted", "contradicted"),
    "unsupported": Shown("○", "not borne out", "unborne"),
}

_PLACES = {"headline": "Headline", "lead": "First paragraph", "found": "How it was found"}


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number in a story. key: names it within one version of the text. proof: the id of what it rests on.

    because: why it was published all the same, where it was.
    """

    key: str
    place: str
    text: str
    shape: str
    word: str
    tone: str
    reason: str
    supported: bool
    proof: str
    because: str = ""


def numbers(judged: Sequence[Judged], bound: Brief) -> tuple[Number, ...]:
    """Every number judged, in reading order; `bound` is the brief with the proofs that bear them out."""
    proofs = _proofs(bound)
    passed: dict[str, Override] = {override.number: override for override in bound.overrides}
    return tuple(_number(each, proofs.get((each.where, each.start), ""), passed.get(each.text)) for each in judged)


def key(judged: Judged) -> str:
    return f"{judged.where}.{judged.start}.{judged.end}"


def _number(judged: Judged, proof: str, override: Override | None) -> Number:
    shown = SHOWN[judged.verdict]
    return Number(
        key=key(judged),
        place=place(judged.where),
        text=judged.text,
        shape=shown.shape,
        word=shown.word,
        tone=shown.tone,
        reason=judged.reason[:LONGEST],
        supported=judged.supported,
        proof=proof or ("" if judged.proof is None else judged.proof.id),
        because="" if judged.supported or override is None else override.reason,
    )


def place(where: str) -> str:
    """Where in a story a text stands, in words: `body-2` is the second paragraph of the text."""
    part, _, number = where.partition("-")
    if part == "body":
        return f"Text, part {number}"
    if part == "caveat":
        return f"Not known, part {number}"
    return _PLACES.get(where, where)


def _proofs(brief: Brief) -> dict[tuple[str, int], str]:
    """The proof of each bound number, by the text it stands in and where it begins."""
    named = [("headline", brief.headline), ("lead", brief.lead), ("found", brief.found)]
    named += [(f"body-{number}", text) for number, text in enumerate(brief.body, 1)]
    named += [(f"caveat-{number}", text) for number, text in enumerate(brief.caveats, 1)]
    return {(where, binding.start): binding.proof for where, text in named for binding in text.bindings}
