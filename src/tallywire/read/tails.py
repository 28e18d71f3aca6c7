"""What may follow a level or change in the same clause: records, comparisons, causes, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tallywire.read.adjuncts import adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.extreme import tail_extreme
from tallywire.read.measure import amount_of, measure_of, quantity_of, value_of
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.when import resolve
from tallywire.series import Interval
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    EventClass,
    EventMention,
    Level,
    Neighbours,
    Window,
)

_CAUSE_WORDS = 40
_EVENT_WORDS = 14


def tails(story: Story, clause: Clause, i: int, told: Level | Change) -> int:
    """Take everything that follows `told` from chunk `i`, and return the chunk after it."""
    while True:
        following = (
            tail_extreme(story, clause, i, told)
            or _noun_change(story, clause, i, told)
            or _more_than(story, clause, i, told)
            or _against(story, clause, i, told)
            or _cause(story, clause, i, told)
            or _after_event(story, clause, i, told)
        )
        if following is None:
            return i
        i = following


def _noun_change(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """ ", a fall of Q [from P]" after a level."""
    row = clause.chunks
    if not isinstance(told, Level) or i + 4 > len(row) or row[i].text != "," or "articles" not in row[i + 1].tags:
        return None
    noun = row[i + 2]
    if not noun.tags & {"n-up", "n-down"} or "of" not in row[i + 3].tags:
        return None
    found = adjuncts(row, i + 4)
    if found.by is None or found.unreadable or quantity_of(found.by).value < 0:
        return None
    window = found.window(said_on(story, clause), before=story.period)
    if window is None:
        return None
    if window.end is None:
        window = Window(window.start, told.when, window.length)
    change = Change(
        told.series,
        window,
        "up" if "n-up" in noun.tags else "down",
        amount_of(found.by),
        measure_of(found.by, found.per_month),
    )
    quantity = quantity_of(found.by)
    story.add(clause, _span(found.by), change, value=value_of(found.by), relation=quantity.relation)
    return found.end


def _more_than(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """, more than in P; less than between P and P."""
    row = clause.chunks
    j = i + 1
    if (
        i >= len(row)
        or row[i].text not in {",", "-", "–", "—"}
        or j + 2 >= len(row)
        or not row[j].tags & {"c-up", "c-down"}
        or "than" not in row[j + 1].tags
    ):
        return None
    events = _events(story, clause, j, told)
    if events is not None:
        return events
    found = adjuncts(row, j + 2)
    said = said_on(story, clause)
    if found.end == j + 2 or not found.empty or found.unreadable or not found.timed:
        return None
    order: Literal[">", "<"] = ">" if "c-up" in row[j].tags else "<"
    span = (row[j].start, row[found.end - 1].end)
    right: Level | Change
    if isinstance(told, Change):
        window = found.window(said, before=story.period)
        if window is None or told.direction is None:
            return None
        right = Change(told.series, window, told.direction, None, told.measure)
    else:
        readable, when = found.when(said, before=story.period)
        if not readable or when is None:
            return None
        right = Level(told.series, when, Amount(Interval(None, None), told.amount.unit, ""))
    story.add(clause, span, Comparison(told, order, right), relation=order)
    return found.end


def _events(story: Story, clause: Clause, j: int, told: Level | Change) -> int | None:
    """more than during any amnesty."""
    row = clause.chunks
    k = j + 2
    if not isinstance(told, Change) or k + 2 >= len(row) or not row[k].tags & {"in", "breaks"}:
        return None
    if "any" not in row[k + 1].tags or "event" not in row[k + 2].tags or "c-up" not in row[j].tags:
        return None
    kind = next(tag[6:] for tag in row[k + 2].tags if tag.startswith("event:"))
    statement = Comparison(told, ">", EventClass(kind))
    story.add(clause, (row[j].start, row[k + 2].end), statement, relation=">")
    return k + 3


def _against(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """[,] against at most about Q a month between any earlier neighbouring counts."""
    row = clause.chunks
    j = i + 1 if i < len(row) and row[i].text == "," else i
    if not isinstance(told, Change) or told.direction is None or j + 3 >= len(row) or "against" not in row[j].tags:
        return None
    amount = row[j + 1]
    if amount.quantity is None or "per_month" not in row[j + 2].tags or "neighbours" not in row[j + 3].tags:
        return None
    right = Neighbours(told.series, told.direction, told.window.start, amount_of(amount))
    quantity = quantity_of(amount)
    span = (row[j].start, row[j + 3].end)
    story.add(clause, span, Comparison(told, ">", right), value=value_of(amount), relation=quantity.relation)
    return j + 4


def _cause(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """[,] [likely] due to X: a coincidence that the text calls a cause."""
    row = clause.chunks
    j = i + 1 if i < len(row) and row[i].text == "," else i
    hedge = ""
    while j < len(row) and row[j].tags & {"hedge", "adverb"}:
        hedge = hedge or (row[j].lower if "hedge" in row[j].tags else "")
        j += 1
    if not isinstance(told, Change) or j + 1 >= len(row) or "cause" not in row[j].tags:
        return None
    end = j + 1
    while end < len(row) and end - j < _CAUSE_WORDS and not (row[end].sort == "mark" and row[end].text in ",;:()"):
        end += 1
    name = _phrase(story, row[j + 1 : end])
    if not name:
        return None
    statement = Coincidence(told, EventMention(name), "after")
    story.add(clause, (row[j].start, row[end - 1].end), statement, hedge=hedge, nature="cause")
    return end


def _after_event(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """[,] after X began on P."""
    row = clause.chunks
    j = i + 1 if i < len(row) and row[i].text == "," else i
    if not isinstance(told, Change) or j + 3 >= len(row) or row[j].lower != "after":
        return None
    event = began(story, clause, j + 1)
    if event is None:
        return None
    mention, end = event
    story.add(clause, (row[j].start, row[end - 1].end), Coincidence(told, mention, "after"))
    return end


def began(story: Story, clause: Clause, i: int) -> tuple[EventMention, int] | None:
    """ "EVENT[,] [which] began on P" at chunk `i`: the mention and the chunk after it."""
    row = clause.chunks
    k = next((k for k in range(i, min(i + _EVENT_WORDS, len(row))) if "began" in row[k].tags), -1)
    day = row[k + 1].when if i < k < len(row) - 1 else None
    if day is None:
        return None
    body = row[i : k - 1] if row[k - 1].text == "," else row[i:k]
    name = _phrase(story, body)
    when = resolve(day, said_on(story, clause))
    if not name or when is None:
        return None
    kinds = [tag[6:] for chunk in body for tag in chunk.tags if tag.startswith("event:")]
    return EventMention(name, kinds[0] if kinds else "", when), k + 2


def _phrase(story: Story, body: Sequence[Chunk]) -> str:
    chunks = list(body)
    while chunks and "articles" in chunks[0].tags:
        chunks = chunks[1:]
    return " ".join(story.text[chunks[0].start : chunks[-1].end].split()) if chunks else ""


def _span(chunk: Chunk) -> tuple[int, int]:
    return chunk.start, chunk.end
