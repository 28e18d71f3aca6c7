"""The evidence page of one number: the statement, the outcome, the arithmetic, and the archived cells."""

from __future__ import annotations

import msgspec

from tallywire.brief import Brief, Excerpt, Sheet
from tallywire.feed.amounts import amount_words
from tallywire.feed.cells import table
from tallywire.feed.dates import day_words, moment_words, period_words, stamp, utc
from tallywire.feed.frame import Frame, frame, frame_style
from tallywire.feed.issue import Issue
from tallywire.feed.names import brief_path, evidence_path, way_up, web_address
from tallywire.feed.outcome import basis_words, verdict
from tallywire.feed.page import Page, write

MOST_FRAMES = 60
MOST_GAPS = 40


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """One archived cell with where its body came from."""

    number: int
    period: str
    literal: str
    source: str
    address: str
    href: str
    fetched: str
    fetched_stamp: str
    imported: bool
    note: str
    release: str
    body_hash: str
    entry: str
    chain: str
    table: int
    row: int
    column: int
    present: bool
    found: bool
    frame: Frame


def evidence(issue: Issue, brief: Brief, sheet: Sheet) -> bytes:
    """The page of `sheet`; figures it was only compared with come after those it rests on."""
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
            "working": found.working,
            "compared_count": f"{found.compared:,}" if found.compared else "",
            "since": period_words(found.since) if found.since else "",
            "gaps": tuple(period_words(gap) for gap in found.gaps[:MOST_GAPS]),
            "gaps_more": max(len(found.gaps) - MOST_GAPS, 0),
            "own": tuple(_exhibit(excerpt, place) for place, excerpt in enumerate(own, 1)),
            "compared": tuple(_exhibit(excerpt, place) for place, excerpt in enumerate(compared, len(own) + 1)),
            "frames_more": max(len(sheet.excerpts) - MOST_FRAMES, 0),
        },
    )


def _split(sheet: Sheet) -> tuple[list[Excerpt], list[Excerpt]]:
    """The excerpts a proof rests on, and those of its rivals, as far as one page shows them."""
    evidence = sheet.proof.evidence
    used = {(ref.release, ref.cell) for ref in evidence.used}
    rivals = {(ref.release, ref.cell) for ref in evidence.rivals} - used
    own: list[Excerpt] = []
    compared: list[Excerpt] = []
    for excerpt in sheet.excerpts[:MOST_FRAMES]:
        (compared if (excerpt.release, excerpt.cell) in rivals else own).append(excerpt)
    return own, compared


def _exhibit(excerpt: Excerpt, number: int) -> Exhibit:
    shown = table(excerpt)
    return Exhibit(
        number=number,
        period=period_words(excerpt.period) if excerpt.period else "",
        literal=excerpt.literal,
        source=excerpt.source_name,
        address=excerpt.address,
        href=web_address(excerpt.address),
        fetched=moment_words(excerpt.fetched_at),
        fetched_stamp=stamp(excerpt.fetched_at),
        imported=excerpt.kind == "imported",
        note=excerpt.note,
        release=excerpt.release,
        body_hash=excerpt.body_hash,
        entry=f"{excerpt.entry:,}",
        chain=excerpt.chain,
        table=excerpt.cell.table,
        row=excerpt.cell.row,
        column=excerpt.cell.column,
        present=shown.present,
        found=shown.found,
        frame=frame(
            excerpt,
            shown,
            title=f"Rows archived from {excerpt.source_name} on {day_words(utc(excerpt.fetched_at).date())}",
        ),
    )
