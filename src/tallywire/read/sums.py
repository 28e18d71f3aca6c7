"""Sums that a sentence states by itself: 10,000 and 13,000 make 23,000."""

from __future__ import annotations

from tallywire.read.measure import amount_of, quantity_of, value_of
from tallywire.read.story import Clause, Story
from tallywire.read.subject import lean
from tallywire.statement import Change, Sum, Window


def sums(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """N and M make T, said of the steps of the last change."""
    row = clause.chunks
    if "make" not in row[i].tags or i + 1 >= len(row) or row[i + 1].quantity is None:
        return None
    parts = []
    k = i - 1
    while k >= floor and (row[k].quantity is not None or "and" in row[k].tags or row[k].text == ","):
        if row[k].quantity is not None:
            parts.append(row[k])
        k -= 1
    last = story.last_change()
    subject = lean(story)
    if len(parts) < 2 or last is None or subject is None:
        return None
    direction = last[1].direction
    total = Change(subject, last[1].window, direction, amount_of(row[i + 1]))
    steps = tuple(Change(subject, Window(), direction, amount_of(part)) for part in reversed(parts))
    quantity = quantity_of(row[i + 1])
    span = (parts[-1].start, row[i + 1].end)
    story.add(clause, span, Sum(total, steps), value=value_of(row[i + 1]), relation=quantity.relation)
    return i + 2
