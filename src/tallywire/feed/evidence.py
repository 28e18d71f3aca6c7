"""The evidence page of one number: the statement, the outcome, the arithmetic, and the archived cells."""

from __future__ import annotations

import msgspec

from tallywire.brief import Brief, Excerpt, Sheet
from tallywire.feed.amounts import amount_words, typeset
from tallywire.feed.cells import table
from tallywire.feed.dates import day_words, moment_words, period_words, stamp, utc
from tallywire.feed.frame import Frame, frame, frame_style
from tallywire.feed.issue import MOST_EXCERPTS, Issue
from tallywire.feed.names import brief_path, evidence_path, way_up, web_address
from tallywire.feed.outcome import basis_words, verdict
from tallywire.feed.page import Page, write

MOST_CELLS = 200
MOST_GAPS = 40


class Figure(msgspec.Struct, frozen=True):
    """A figure as it stands in its cell; rows and columns are counted from 0."""

    literal: str
    period: str
    row: int
    column: int
    citation: str
    citation_href: str


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """The cells that were read from one table of one release, and where its body came from."""

    id: str
    figures: tuple[Figure, ...]
    source: str
    address: str
    href: str
    fetched: str
    fetched_stamp: str
    imported: bool
    memento: bool
    memento_href: str
    note: str
    release: str
    body_hash: str
    entry: str
    chain: str
    table: int
    absent: tuple[str, ...]
    altered: tuple[str, ...]
    frame: Frame


def evidence(issue: Issue, brief: Brief, proof_id: str) -> bytes:
    """The page of one proof; figures it was only compared with come after those it rests on."""
    sheet = issue.sheet(brief, proof_id)
    proof, found = sheet.proof, sheet.proof.evidence
    path = evidence_path(brief.id, proof.id)
    root = way_up(path)
    page = Page(
        path=path,
        title=f"Evidence: {proof.wording} · {issue.edition.title}",
        description=f"The archived figures behind one number of: {brief.headline.text}",
        frame_style=frame_style() if sheet.excerpts else "",
    )
    own, compared = _split(sheet)
    return write(
        page,
        "evidence.html",
        issue.edition,
        {
            "wording": proof.wording,
            "headline": brief.headline.text,
            "brief_href": root + brief_path(brief.id),
            "badge": brief.badge,
            "verdict": verdict(found.outcome),
            "reason": found.reason,
            "basis": basis_words(found.basis, clock=issue.edition.clock),
            "actual": amount_words(found.actual) if found.actual else "",
            "rival": amount_words(found.rival) if found.rival else "",
            "tied": found.tied,
            "working": tuple(map(typeset, found.working)),
            "compared_count": f"{found.compared:,}" if found.compared else "",
            "since": period_words(found.since) if found.since else "",
            "gaps": tuple(period_words(gap) for gap in found.gaps[:MOST_GAPS]),
            "gaps_more": max(len(found.gaps) - MOST_GAPS, 0),
            "own": _exhibits(own, "own"),
            "compared": _exhibits(compared, "other"),
            "cells_more": max(len({*found.used, *found.rivals}) - MOST_EXCERPTS, 0),
        },
    )


def _split(sheet: Sheet) -> tuple[list[Excerpt], list[Excerpt]]:
    """The excerpts a proof rests on, and those of its rivals, as far as one page shows them."""
    evidence = sheet.proof.evidence
    used = {(ref.release, ref.cell) for ref in evidence.used}
    rivals = {(ref.release, ref.cell) for ref in evidence.rivals} - used
    own: list[Excerpt] = []
    compared: list[Excerpt] = []
    for excerpt in sheet.excerpts[:MOST_CELLS]:
        (compared if (excerpt.release, excerpt.cell) in rivals else own).append(excerpt)
    return own, compared


def _exhibits(excerpts: list[Excerpt], name: str) -> tuple[Exhibit, ...]:
    """One for each table of each release, in the order of the evidence."""
    tables: dict[tuple[str, int], list[Excerpt]] = {}
    for excerpt in excerpts:
        tables.setdefault((excerpt.release, excerpt.cell.table), []).append(excerpt)
    return tuple(_exhibit(group, f"{name}-{number}") for number, group in enumerate(tables.values(), 1))


def _exhibit(excerpts: list[Excerpt], id: str) -> Exhibit:
    first, shown = excerpts[0], table(excerpts)
    fetched = day_words(utc(first.fetched_at).date())
    return Exhibit(
        id=id,
        figures=tuple(
            Figure(
                excerpt.literal,
                period_words(excerpt.period) if excerpt.period else "",
                excerpt.cell.row,
                excerpt.cell.column,
                excerpt.citation,
                web_address(excerpt.citation),
            )
            for excerpt in excerpts
        ),
        source=first.source_name,
        address=first.address,
        href=web_address(first.address),
        fetched=moment_words(first.fetched_at),
        fetched_stamp=stamp(first.fetched_at),
        imported=first.kind == "imported",
        memento=first.kind == "memento",
        memento_href=web_address(first.note) if first.kind == "memento" else "",
        note=first.note,
        release=first.release,
        body_hash=first.body_hash,
        entry=f"{first.entry:,}",
        chain=first.chain,
        table=first.cell.table,
        absent=shown.absent,
        altered=shown.altered,
        frame=frame(shown, title=f"Rows archived from {first.source_name} on {fetched}"),
    )
