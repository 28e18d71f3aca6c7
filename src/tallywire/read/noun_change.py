"""Movements as nouns: the fall of N in L to P was the sharpest; the fall in the number of X came after E."""

from __future__ import annotations

from typing import Literal

from tallywire.read.adjuncts import adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.extreme import extreme_of
from tallywire.read.measure import amount_of, measure_of, quantity_of, value_of
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import describe, lean
from tallywire.read.superlative import superlative
from tallywire.read.tails import began
from tallywire.statement import Change, Coincidence, Description, Direction, Window

_WORDS = 40
Relation = Literal["after", "during", "before"]
_RELATIONS: tuple[Relation, ...] = ("after", "during", "before")


def noun_change(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """A clause that begins with "the fall": its amount, subject and window, and what is said of it."""
    row = clause.chunks
    if not row[i].tags & {"n-up", "n-down"} or i <= floor or i - floor > 2 or "determiners" not in row[i - 1].tags:
        return None
    direction: Direction = "up" if "n-up" in row[i].tags else "down"
    j = i + 1
    amount = None
    if j + 1 < len(row) and "of" in row[j].tags and row[j + 1].quantity is not None:
        amount, j = row[j + 1], j + 2
    subject, j = _of_what(story, clause, j)
    found = adjuncts(row, j)
    predicate = found.end
    if predicate >= len(row) or not found.empty or found.unreadable:
        return None
    window = found.window(said_on(story, clause), before=story.period)
    if window is None:
        return None
    if row[predicate].tags & {"after", "during", "before"}:
        return _came_after(story, clause, predicate, subject, direction, window, bool(found.timed))
    if "be" not in row[predicate].tags:
        return None
    return _was(story, clause, predicate, subject, direction, window, amount)


def _of_what(story: Story, clause: Clause, j: int) -> tuple[Description | None, int]:
    """ "in the number of X", up to a time or a verb."""
    row = clause.chunks
    if j + 1 >= len(row) or not row[j].tags & {"in", "of"} or row[j + 1].sort != "word":
        return None, j
    end, aged = j + 1, False
    while end < len(row) and end - j < _WORDS:
        chunk = row[end]
        aged = aged or "ages" in chunk.tags
        if chunk.tags & {"be", "after", "during", "before", "between", "future"}:
            break
        if chunk.sort in {"quantity", "length"} and not aged:
            break
        opens_time = chunk.tags & {"in", "since", "from", "by", "over"} and end + 1 < len(row)
        if opens_time and row[end + 1].sort in {"period", "length"}:
            break
        end += 1
    return describe(story, row[j + 1 : end]), end


def _came_after(
    story: Story,
    clause: Clause,
    i: int,
    subject: Description | None,
    direction: Direction,
    window: Window,
    timed: bool,
) -> int | None:
    """came after, during or before EVENT, which began on P."""
    row = clause.chunks
    event = began(story, clause, i + 1)
    if event is None:
        return None
    relation: Relation = next(known for known in _RELATIONS if known in row[i].tags)
    statement: Change | None = None
    if subject is not None:
        statement = Change(subject, window, direction, None)
    else:
        last = story.last_change()
        if last is not None and last[1].direction == direction:
            leaning = lean(story)
            if leaning is not None:
                statement = Change(leaning, window if timed else last[1].window, direction, None)
    if statement is None:
        return None
    mention, end = event
    story.add(clause, (row[i].start, row[end - 1].end), Coincidence(statement, mention, relation))
    return end


def _was(
    story: Story,
    clause: Clause,
    i: int,
    subject: Description | None,
    direction: Direction,
    window: Window,
    amount: Chunk | None,
) -> int | None:
    """was the sharpest of the n such windows held since P [for X]."""
    row = clause.chunks
    anchor = window.end.start if window.end is not None else said_on(story, clause)
    best = superlative(story.pack, row, i + 1, anchor)
    if best is None or best.reach is None or best.level or (best.direction and best.direction != direction):
        return None
    end = best.end
    if subject is None and end + 1 < len(row) and row[end].lower == "for":
        stop = end + 1
        while stop < len(row) and row[stop].text not in {";", "!", "?"}:
            stop += 1
        subject, end = describe(story, row[end + 1 : stop], definite=True), stop
    if subject is None:
        last = story.last_change()
        subject = lean(story) if last is not None and last[1].direction == direction else None
        if subject is not None and window == Window() and last is not None:
            window = last[1].window
    if subject is None:
        return None
    told = None
    if amount is not None:
        told = amount_of(amount)
        quantity = quantity_of(amount)
        change = Change(subject, window, direction, told, measure_of(amount))
        span = (amount.start, amount.end)
        story.add(clause, span, change, value=value_of(amount), relation=quantity.relation)
    made = extreme_of(subject, best, window, told, direction)
    if made is None:
        return None
    story.add(clause, best.span, made)
    return end
