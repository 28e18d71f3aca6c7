"""What comes up beside a number: the arithmetic, and the archived row it was read from."""

from __future__ import annotations

import msgspec

from tallywire.brief import Brief, Excerpt, Sheet, Text
from tallywire.feed.amounts import typeset
from tallywire.feed.cells import Shown, preview
from tallywire.feed.dates import short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import evidence_path
from tallywire.feed.outcome import Verdict, verdict
from tallywire.feed.pieces import Piece, pieces

MOST_ROWS = 3
MOST_LINES = 3


class Origin(msgspec.Struct, frozen=True):
    """Cells of one release: the row of each, cut short."""

    source: str
    fetched: str
    fetched_stamp: str
    rows: tuple[tuple[Shown, ...], ...]


class Note(msgspec.Struct, frozen=True):
    """A number's evidence in brief; its page shows all of its `cells`."""

    number: str
    href: str
    verdict: Verdict
    working: tuple[str, ...]
    origins: tuple[Origin, ...]
    cells: int


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph with one note for each bound number, in the same order. `id` is the notes' anchor."""

    id: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def paragraph(issue: Issue, brief: Brief, text: Text, *, id: str, root: str) -> Paragraph:
    notes = tuple(
        _note(
            issue.sheet(brief, binding.proof),
            number=text.text[binding.start : binding.end],
            href=root + evidence_path(brief.id, binding.proof),
        )
        for binding in text.bindings
    )
    return Paragraph(id, pieces(text, brief=brief.id, root=root), notes)


def _note(sheet: Sheet, *, number: str, href: str) -> Note:
    evidence = sheet.proof.evidence
    return Note(
        number=number,
        href=href,
        verdict=verdict(evidence.outcome),
        working=tuple(map(typeset, evidence.working[:MOST_LINES])),
        origins=_origins(sheet.excerpts[:MOST_ROWS]),
        cells=len(sheet.excerpts),
    )


def _origins(excerpts: tuple[Excerpt, ...]) -> tuple[Origin, ...]:
    releases: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        releases.setdefault(excerpt.release, []).append(excerpt)
    return tuple(
        Origin(
            group[0].source_name,
            short_day(utc(group[0].fetched_at).date()),
            stamp(group[0].fetched_at),
            tuple(preview(excerpt) for excerpt in group),
        )
        for group in releases.values()
    )
