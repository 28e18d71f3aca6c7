"""What two versions of a brief have in common, and what sets them apart, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from tallywire.brief import Brief, Correction, Override, Text
from tallywire.tell import minutes
from tallywire.tell.reading_time import words

LONGEST = 160


def texts(brief: Brief) -> Iterator[Text]:
    """Every text of a brief, in reading order; corrections left out."""
    yield brief.headline
    yield brief.lead
    yield from brief.body
    yield from brief.caveats
    yield brief.found


def timed(brief: Brief) -> Brief:
    """With the reading time of its words."""
    return replace(brief, minutes=minutes(words(text.text for text in texts(brief))))


def same_telling(one: Brief, other: Brief) -> bool:
    """Whether two briefs differ in nothing but what publishing adds: times, score, corrections, overrides."""
    return _bare(one) == _bare(other)


def _bare(brief: Brief) -> Brief:
    kept = {id for id in (proof.id for proof in brief.proofs) if not id.startswith(CORRECTED)}
    return replace(
        brief,
        published=datetime.min,  # noqa: DTZ901 - never kept: it only stands in for both
        updated=None,
        score=0.0,
        corrections=(),
        overrides=(),
        proofs=tuple(proof for proof in brief.proofs if proof.id in kept),
    )


CORRECTED = ("was-", "now-")
"""How the proofs begin that a correction's numbers are bound to."""


def corrected(brief: Brief, corrections: tuple[Correction, ...], *held: Brief) -> Brief:
    """The brief with these corrections, and with the proofs their numbers open, taken from the briefs `held`."""
    needed = {binding.proof for correction in corrections for binding in correction.text.bindings}
    own = tuple(proof for proof in brief.proofs if not proof.id.startswith(CORRECTED) or proof.id in needed)
    missing = needed - {proof.id for proof in own}
    known = {proof.id: proof for other in held for proof in other.proofs}
    return replace(brief, corrections=corrections, proofs=(*own, *(known[id] for id in sorted(missing & set(known)))))


def still_overridden(brief: Brief, overrides: tuple[Override, ...]) -> tuple[Override, ...]:
    """Those overrides whose number still stands in the words; the last one for each number."""
    said = "\n".join(text.text for text in texts(brief))
    last = {override.number: override for override in overrides}
    return tuple(override for number, override in last.items() if number in said)


def differences(before: Brief, after: Brief) -> tuple[str, ...]:
    """What changed, part by part, in words; none where only times, corrections or proofs did."""
    found = [
        f"{name} was “{_short(old)}” and is now “{_short(new)}”"
        for name, old, new in (
            ("the kicker", before.kicker, after.kicker),
            ("the headline", before.headline.text, after.headline.text),
            ("the lead", before.lead.text, after.lead.text),
        )
        if old != new
    ]
    for name, old_texts, new_texts in (
        ("the text", before.body, after.body),
        ("what is not known", before.caveats, after.caveats),
    ):
        old_parts, new_parts = [t.text for t in old_texts], [t.text for t in new_texts]
        gone = [part for part in old_parts if part not in new_parts]
        new = [part for part in new_parts if part not in old_parts]
        found += [f"{name} no longer says “{_short(part)}”" for part in gone]
        found += [f"{name} now says “{_short(part)}”" for part in new]
    if before.found.text != after.found.text:
        found.append(f"how it was found is now “{_short(after.found.text)}”")
    if before.labels != after.labels:
        found.append(f"the labels were {_listed(before.labels)} and are now {_listed(after.labels)}")
    if before.chart != after.chart:
        found.append("the chart is drawn anew")
    return tuple(found)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(labels) or "none"
