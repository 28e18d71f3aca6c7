"""Pledges and forecasts: something will be so by a date."""

from __future__ import annotations

from tallywire.read.adjuncts import adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.measure import amount_of, quantity_of, value_of
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import describe
from tallywire.read.when import day_after, resolve
from tallywire.series import Period
from tallywire.statement import Change, Level, Nature, Pledge

_FORECAST = ("expected", "projected", "forecast")


def pledge(
    story: Story,
    clause: Clause,
    what: tuple[int, int],
    by: Period | None,
    outcome: Level | Change | None,
    chunk: Chunk | None,
    hedge: str,
    *,
    forecast: bool = False,
) -> None:
    """Take up that something will be so: a pledge where somebody says it, else a forecast."""
    words = " ".join(story.text[what[0] : what[1]].split())
    nature: Nature = "forecast" if forecast or hedge or not clause.chain else "fact"
    span = what if chunk is None else (chunk.start, chunk.end)
    value = None if chunk is None else value_of(chunk)
    relation = "=" if chunk is None else quantity_of(chunk).relation
    story.add(clause, span, Pledge(words, by, outcome), value=value, relation=relation, hedge=hedge, nature=nature)


def future(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """SUBJECT would VERB ... in L | by P: a pledge with a day; SUBJECT will fall below N by P: one with an amount.

    Read only where somebody says it; without a speaker and without a number it is passed over.
    """
    row = clause.chunks
    if "future" not in row[i].tags or i <= floor:
        return None
    start = floor
    while start < i and (row[start].sort == "mark" or row[start].tags & {"and"}):
        start += 1
    if start >= i or any(chunk.tags & {"wish", "not"} and chunk.sort == "word" for chunk in row[start : i + 2]):
        return None
    below = _threshold(story, clause, i, start)
    if below is not None:
        return below
    if not clause.chain:
        return None
    hedge = next((chunk.lower for chunk in row[i + 1 : i + 3] if "hedge" in chunk.tags), "")
    end, by = _deadline(story, clause, i)
    if by is None:
        return None
    story.topic = _topic(story, clause, start, i)
    forecast = any(word in row[i].lower for word in _FORECAST)
    pledge(story, clause, (row[start].start, row[end - 1].end), by, None, None, hedge, forecast=forecast)
    return end


def _deadline(story: Story, clause: Clause, i: int) -> tuple[int, Period | None]:
    """The last "in two weeks" or "by 1 May" after the verb, up to a comma or another clause."""
    row = clause.chunks
    said = said_on(story, clause)
    for k in range(i + 2, len(row)):
        if (row[k].sort == "mark" and row[k].text in ",;:") or row[k].tags & {"breaks", "which"}:
            break
        if row[k].sort == "quantity":
            break
        before = row[k - 1].tags
        span, when = row[k].length, row[k].when
        if span is not None and "in" in before:
            return k + 1, day_after(span.length, said)
        if when is not None and before & {"by", "in"}:
            return k + 1, resolve(when, said, future=True)
    return i, None


def _topic(story: Story, clause: Clause, start: int, end: int) -> str:
    found = describe(story, clause.chunks[start:end])
    return "" if found is None else found.text


def _threshold(story: Story, clause: Clause, i: int, start: int) -> int | None:
    """will fall below N by P: the quantity carries the wording."""
    row = clause.chunks
    j = i + 1
    while j < len(row) and row[j].tags & {"hedge", "adverb"}:
        j += 1
    if j + 1 >= len(row) or not row[j].tags & {"v-up", "v-down", "stand"} or row[j + 1].quantity is None:
        return None
    quantity = quantity_of(row[j + 1])
    if quantity.cue not in story.pack.changes.verbs.crossing:
        return None
    found = adjuncts(row, j + 2)
    said = said_on(story, clause)
    if not found.empty or found.unreadable:
        return None
    window = found.window(said, future=True)
    subject = describe(story, row[start:i])
    if window is None or window.start is not None or subject is None:
        return None
    by = window.end or (day_after(window.length, said) if window.length else None)
    outcome = Level(subject, by, amount_of(row[j + 1]))
    hedge = next((chunk.lower for chunk in row[i + 1 : j] if "hedge" in chunk.tags), "")
    pledge(story, clause, (row[start].start, row[found.end - 1].end), by, outcome, row[j + 1], hedge)
    return found.end
