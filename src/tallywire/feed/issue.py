"""An edition with what its pages look up in one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from tallywire.brief import Brief, Edition, Proof, Sheet, Text
from tallywire.feed.dates import utc
from tallywire.feed.names import brief_path, evidence_path

Key = tuple[str, str]
"""A brief's id and a proof's id."""


class Issue(msgspec.Struct, frozen=True):
    """briefs: newest first. sheets: one for every proof; a proof without archived cells has no excerpts."""

    edition: Edition
    briefs: tuple[Brief, ...]
    sheets: Mapping[Key, Sheet]


def issue(edition: Edition) -> Issue:
    """Put an edition in order; raises ValueError where a number would lead nowhere or two pages would be one."""
    sheets: dict[Key, Sheet] = {}
    for sheet in edition.sheets:
        key = (sheet.brief, sheet.proof.id)
        if key in sheets:
            raise ValueError(f"two evidence sheets for proof {key[1]!r} of brief {key[0]!r}")
        sheets[key] = sheet
    paths: set[str] = set()
    for brief in edition.briefs:
        _single(brief_path(brief.id), paths)
        known = {proof.id for proof in brief.proofs}
        for proof in brief.proofs:
            _single(evidence_path(brief.id, proof.id), paths)
            sheets.setdefault((brief.id, proof.id), Sheet(brief.id, proof, ()))
        for wanted in bound(brief):
            if wanted not in known:
                raise ValueError(f"brief {brief.id!r} binds a number to proof {wanted!r}, which it does not have")
    order = sorted(edition.briefs, key=lambda brief: (-brief.score, brief.id))
    order.sort(key=lambda brief: utc(brief.published), reverse=True)
    return Issue(edition, tuple(order), sheets)


def _single(path: str, paths: set[str]) -> None:
    if path in paths:
        raise ValueError(f"two pages would be written to {path}")
    paths.add(path)


def texts(brief: Brief) -> tuple[Text, ...]:
    """Every text of a brief whose numbers may be bound, in reading order."""
    return (brief.headline, brief.lead, *brief.body, *brief.caveats, brief.found)


def bound(brief: Brief) -> Iterator[str]:
    """The proofs that numbers and rows of a brief point at, in reading order, repeats included."""
    for text in texts(brief):
        for binding in text.bindings:
            yield binding.proof
    if brief.chart is not None:
        for row in brief.chart.rows:
            if row.proof:
                yield row.proof


def headline_proof(brief: Brief) -> Proof | None:
    """The proof of the first number in the headline, or else in the lead."""
    proofs = {proof.id: proof for proof in brief.proofs}
    for text in (brief.headline, brief.lead):
        for binding in text.bindings:
            return proofs.get(binding.proof)
    return None
