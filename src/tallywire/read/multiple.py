"""Multiples: X doubled between A and B; X more than halved."""

from __future__ import annotations

from tallywire.read.adjuncts import adjuncts
from tallywire.read.level import add_level
from tallywire.read.measure import amount_of, factor_amount
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import head
from tallywire.read.tails import tails
from tallywire.statement import Change, Direction, Level, Nature


def multiple(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """X doubled between A and B."""
    row = clause.chunks
    factor = row[i].factor
    if factor is None:
        return None
    before = head(story, row, floor, i)
    cue = row[i].lower.removesuffix(row[i].lower.split()[-1]).strip()
    if not cue and i and row[i - 1].lower in story.pack.cues:
        cue = row[i - 1].lower
        before = head(story, row, floor, i - 1)
    if (
        before.barred
        or before.subject is None
        or (i and row[i - 1].tags & {"determiners", "of", "prepositions"} - {"to"})
    ):
        return None
    if row[i].lower.endswith("double") and not before.future:
        return None
    found = adjuncts(row, i + 1)
    if found.by is not None or found.unreadable:
        return None
    if (
        i + 1 < len(row)
        and found.end == i + 1
        and row[i + 1].sort == "word"
        and not row[i + 1].tags & {"and", "breaks"}
    ):
        return None
    found.fill_time(before.time)
    said = said_on(story, clause)
    window = found.window(said, future=before.future, before=story.period)
    if window is None or before.future:
        return None
    begin = row[i - 1].start if cue and row[i - 1].lower == cue else row[i].start
    wording = " ".join(story.text[begin : row[i].end].split())
    amount, relation = factor_amount(story.pack, factor, cue, wording)
    direction: Direction = "up" if factor > 1 else "down"
    statement = Change(before.subject, window, direction, amount, "factor")
    nature: Nature = "forecast" if before.hedge_open else "fact"
    story.add(
        clause,
        (begin, row[i].end),
        statement,
        value=factor,
        relation=relation,
        hedge=before.hedge,
        nature=nature,
    )
    if found.to is not None:
        level = Level(before.subject, window.end, amount_of(found.to))
        add_level(story, clause, found.to, level, before.hedge, nature)
    return tails(story, clause, found.end, statement)
