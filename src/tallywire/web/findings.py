"""A checked text as the check page shows it: paragraphs with marked claims, and what was found of each."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.check import Verdict
from tallywire.check.marking import Stretch, sentence, stretches
from tallywire.check.names import MARKS
from tallywire.check.terminal import chain, quoted, visible
from tallywire.desk.checking import Checked
from tallywire.feed.amounts import typeset
from tallywire.feed.dates import period_words
from tallywire.series import ObservationRef
from tallywire.web.exhibits import Exhibit, Exhibits, Series
from tallywire.web.snapshot import Snapshot


class Marked(msgspec.Struct, frozen=True):
    """A stretch of a paragraph. name: the verdict of the claim it belongs to, or ""; ends: claims that end here."""

    text: str
    name: str
    ends: tuple[int, ...]


class Bare(msgspec.Struct, frozen=True):
    """A figure without its rows."""

    literal: str
    period: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One claim's verdict in words. number: its place among the claims, from 1."""

    number: int
    quote: str
    name: str
    shape: str
    word: str
    meaning: str
    reason: str
    right: str
    who: str
    hedge: str
    notes: tuple[str, ...]
    working: tuple[str, ...]
    series: tuple[Series, ...]
    exhibits: tuple[Exhibit, ...]
    bare: tuple[Bare, ...]
    more: int


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of the text, and the claims that end in it."""

    pieces: tuple[Marked, ...]
    found: tuple[Found, ...]


class Counted(msgspec.Struct, frozen=True):
    """How many claims came to one verdict."""

    name: str
    shape: str
    word: str
    count: int


class Page(msgspec.Struct, frozen=True):
    """stray: claims that have no place in the text."""

    paragraphs: tuple[Paragraph, ...]
    stray: tuple[Found, ...]
    all: tuple[Found, ...]
    counts: tuple[Counted, ...]


MOST_BARE = 12


def findings(snapshot: Snapshot, checked: Checked) -> Page:
    """Everything the page shows of a checked text, with the archived rows cut out."""
    exhibits = Exhibits(snapshot)
    found = tuple(
        _found(number, verdict, checked.text, exhibits) for number, verdict in enumerate(checked.verdicts, 1)
    )
    paragraphs = tuple(
        Paragraph(
            tuple(_piece(each, checked.verdicts) for each in run),
            tuple(found[number - 1] for each in run for number in each.ends),
        )
        for run in _paragraphs(stretches(checked.verdicts, checked.text))
    )
    placed = {one.number for paragraph in paragraphs for one in paragraph.found}
    return Page(paragraphs, tuple(one for one in found if one.number not in placed), found, _counts(checked.verdicts))


def _counts(verdicts: Sequence[Verdict]) -> tuple[Counted, ...]:
    found = []
    for name, mark in MARKS.items():
        count = sum(verdict.name == name for verdict in verdicts)
        if count:
            found.append(Counted(name, mark.shape, mark.word, count))
    return tuple(found)


def _paragraphs(run: Sequence[Stretch]) -> list[list[Stretch]]:
    """Cut at line breaks; a claim that runs over one ends in the paragraph of its last words."""
    paragraphs: list[list[Stretch]] = [[]]
    for each in run:
        lines = each.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            if number:
                paragraphs.append([])
            if line or (last and each.ends):
                paragraphs[-1].append(Stretch(line, each.claim, each.ends if last else ()))
    return [each for each in paragraphs if any(piece.text.strip() or piece.ends for piece in each)]


def _piece(each: Stretch, verdicts: Sequence[Verdict]) -> Marked:
    return Marked(visible(each.text), verdicts[each.claim - 1].name if each.claim else "", each.ends)


def _found(number: int, verdict: Verdict, text: str, exhibits: Exhibits) -> Found:
    mark = MARKS[verdict.name]
    claim = verdict.claim
    right = verdict.right.wording if verdict.right is not None else ""
    refs = tuple(dict.fromkeys(ref for evidence in verdict.evidence for ref in evidence.used))
    shown, rest = exhibits.of(_telling(refs))
    working = tuple(dict.fromkeys(line for evidence in verdict.evidence for line in evidence.working))
    return Found(
        number=number,
        quote=quoted(text, claim.span),
        name=verdict.name,
        shape=mark.shape,
        word=mark.word,
        meaning=sentence(mark.meaning),
        reason=sentence(visible(verdict.reason)) if verdict.reason else "",
        right=visible(right) if right not in verdict.reason else "",
        who=chain(claim.attribution),
        hedge=visible(claim.hedge),
        notes=tuple(sentence(visible(note)) for note in verdict.notes),
        working=tuple(visible(typeset(line)) for line in working[:6]),
        series=tuple(exhibits.series(id) for id in verdict.series[:4]),
        exhibits=shown,
        bare=tuple(Bare(visible(ref.literal)[:60], period_words(ref.period)) for ref in rest[:MOST_BARE]),
        more=max(len(rest) - MOST_BARE, 0),
    )


def _telling(refs: tuple[ObservationRef, ...]) -> tuple[ObservationRef, ...]:
    """Of very many figures the latest first: those are what a sentence is mostly about."""
    return refs if len(refs) <= 8 else tuple(sorted(refs, key=lambda ref: ref.period, reverse=True))
