"""The record beside a story: the archived rows behind each number, and how far its series reach."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Brief, Proof
from tallywire.feed.amounts import amount_words
from tallywire.feed.dates import period_words
from tallywire.feed.outcome import Verdict, verdict
from tallywire.series import Period
from tallywire.web.desk_pages.restated_panel import history_href
from tallywire.web.exhibits import Exhibit, Exhibits
from tallywire.web.snapshot import Snapshot

MOST_GAPS = 6


class Shelf(msgspec.Struct, frozen=True):
    """What one or more numbers rest on; more: figures whose rows are not shown."""

    id: str
    wording: str
    verdict: Verdict
    actual: str
    reason: str
    working: tuple[str, ...]
    rows: tuple[Exhibit, ...]
    more: int


class Reach(msgspec.Struct, frozen=True):
    """How far a series of the story reaches. href: its page, where it is published; past: its history."""

    id: str
    title: str
    href: str
    past: str
    unit: str
    words: str
    gaps: tuple[str, ...]
    gaps_more: int


def shelves(snapshot: Snapshot, brief: Brief, order: Sequence[str]) -> tuple[Shelf, ...]:
    """The proofs of `brief` with their archived rows, those named in `order` first."""
    exhibits = Exhibits(snapshot)
    proofs = {proof.id: proof for proof in brief.proofs}
    wanted = [id for id in dict.fromkeys((*order, *proofs)) if id in proofs]
    return tuple(_shelf(exhibits, proofs[id]) for id in wanted)


def reaches(snapshot: Snapshot, brief: Brief) -> tuple[Reach, ...]:
    """How far each series of the story reaches, with its gaps."""
    record, as_of, exhibits = snapshot.newsroom.record, snapshot.newsroom.as_of(), Exhibits(snapshot)
    found = []
    for id in dict.fromkeys(brief.series):
        series = record.series(id)
        if series is None:
            continue
        words, gaps = "nothing is held of it yet", tuple[Period, ...]()
        coverage = record.coverage(id, as_of=as_of)
        if coverage is not None:
            first, last = period_words(coverage.first), period_words(coverage.last)
            words, gaps = f"{coverage.count:,} figures, {first} to {last}", coverage.gaps
        found.append(
            Reach(
                id=id,
                title=series.title,
                href=exhibits.series(id).href,
                past=history_href(id),
                unit=series.unit,
                words=words,
                gaps=tuple(period_words(gap) for gap in gaps[:MOST_GAPS]),
                gaps_more=max(len(gaps) - MOST_GAPS, 0),
            )
        )
    return tuple(found)


def _shelf(exhibits: Exhibits, proof: Proof) -> Shelf:
    evidence = proof.evidence
    rows, rest = exhibits.of(tuple(dict.fromkeys(evidence.used)))
    return Shelf(
        id=proof.id,
        wording=proof.wording,
        verdict=verdict(evidence.outcome),
        actual=amount_words(evidence.actual) if evidence.actual else "",
        reason=evidence.reason,
        working=evidence.working,
        rows=rows,
        more=len(rest),
    )
