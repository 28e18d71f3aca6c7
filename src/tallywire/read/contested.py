"""Values that are spoken of rather than stated: the 300,000 figure; the actual goal was one million."""

from __future__ import annotations

from tallywire.read.level import add_level
from tallywire.read.measure import amount_of
from tallywire.read.story import Clause, Story
from tallywire.statement import Description, Level


def contested(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """the N figure: a value that is spoken of; the actual goal was N."""
    row = clause.chunks
    if row[i].quantity is not None:
        if i + 1 >= len(row) or i <= floor or row[i - 1].lower != "the" or "contested" not in row[i + 1].tags:
            return None
        chunk, end = row[i], i + 2
        subject = Description(text=story.topic, place="", context=story.context)
        found = story.antecedent() if not story.topic else None
        if found is not None:
            subject = Description(text="", leans_on=found[0], place=found[1].place, context=story.context)
        if not subject.text and not subject.leans_on:
            return None
    elif "contested_verbs" in row[i].tags and i + 2 < len(row) and "be" in row[i + 1].tags:
        if row[i + 2].quantity is None or not i or row[i - 1].lower != "the":
            return None
        chunk, end = row[i + 2], i + 3
        claims = story.claims
        contested_claim = next((c for c in reversed(claims[-4:]) if isinstance(c.statement, Level)), None)
        if contested_claim is None:
            return None
        subject = Description(text=row[i].lower, leans_on=contested_claim.id, context=story.context)
    else:
        return None
    if end < len(row) and row[end].sort == "word" and row[end].tags & {"of"}:
        return None
    add_level(story, clause, chunk, Level(subject, None, amount_of(chunk)), "", "fact")
    return end
