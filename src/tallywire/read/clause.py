"""Runs the rules over one clause, from left to right."""

from __future__ import annotations

from tallywire.read.change import change
from tallywire.read.contested import contested
from tallywire.read.extreme import never_so, predicate_extreme
from tallywire.read.level import counted_first, level
from tallywire.read.multiple import multiple
from tallywire.read.noun_change import noun_change
from tallywire.read.pledge import future
from tallywire.read.story import Clause, Story
from tallywire.read.sums import sums

_RULES = (
    noun_change,
    never_so,
    multiple,
    change,
    predicate_extreme,
    level,
    sums,
    future,
    contested,
    counted_first,
)


def read_clause(story: Story, clause: Clause) -> None:
    """Try every rule at every chunk; what a rule has taken is not read again."""
    row = clause.chunks
    if any(chunk.when is not None and chunk.when.form == "unreadable" for chunk in row):
        return
    floor = i = 0
    while i < len(row):
        chunk = row[i]
        if chunk.sort == "mark" or (chunk.sort == "word" and not chunk.tags):
            i += 1
            continue
        for rule in _RULES:
            end = rule(story, clause, i, floor)
            if end is not None and end > i:
                floor = i = end
                break
        else:
            i += 1
