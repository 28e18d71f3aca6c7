"""Extremes: the lowest since, the sharpest in, never so sharply."""

from __future__ import annotations

from datetime import date

from tallywire.read.adjuncts import adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.measure import amount_of, value_of
from tallywire.read.reach import Reach, reach
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import describe, head
from tallywire.read.superlative import Superlative, superlative
from tallywire.series import Period
from tallywire.statement import (
    Amount,
    Change,
    Comparison,
    Description,
    Direction,
    EventClass,
    Extreme,
    Level,
    Subject,
    Window,
)


def extreme_of(
    subject: Subject, found: Superlative, window: Window, amount: Amount | None, direction: Direction | None
) -> Extreme | None:
    """The Extreme that a superlative makes of a level, or of a change in `direction`; None without a reach."""
    if found.reach is None:
        return None
    of_change = found.of_change
    way = found.direction or (direction if of_change else None)
    if of_change and (way is None or (found.direction and direction and found.direction != direction)):
        return None
    sense = found.sense if not of_change else ("high" if way == "up" else "low")
    assert sense is not None, "a superlative of a level has a sense"
    if found.reach.windows and not of_change:
        return None
    return Extreme(
        series=subject,
        of="change" if of_change else "level",
        sense=sense,
        window=window if of_change else Window(end=window.end),
        over="counts" if found.reach.counts is not None else "time",
        since=found.reach.since,
        since_vague=found.reach.vague,
        counts=found.reach.counts,
        rank=found.rank,
        amount=amount,
    )


def tail_extreme(story: Story, clause: Clause, i: int, told: Level | Change) -> int | None:
    """ ", the lowest level since P" after a level or change: the Extreme, and the chunk after it."""
    row = clause.chunks
    if i + 1 >= len(row) or row[i].text not in {",", "-", "–", "—", "("}:
        return None
    when = told.when if isinstance(told, Level) else told.window.end
    anchor = when.start if when is not None else said_on(story, clause)
    found = superlative(story.pack, row, i + 1, anchor)
    if found is None or found.reach is None:
        return None
    if isinstance(told, Level):
        if found.of_change:
            return None
        made = extreme_of(told.series, found, Window(end=told.when), told.amount, None)
    elif found.of_change:
        made = extreme_of(told.series, found, told.window, told.amount, told.direction)
    else:
        made = extreme_of(told.series, found, told.window, None, None)
        if not found.level:
            # "fell by 3%, the lowest since": of the level or of the change is not said
            return None
    if made is None:
        return None
    story.add(clause, found.span, made)
    return found.end


def predicate_extreme(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """SUBJECT was the lowest since P; at Q on P, SUBJECT was the lowest of n counts held since P."""
    row = clause.chunks
    if not row[i].tags & {"be", "stand"} or i <= floor:
        return None
    said = said_on(story, clause)
    opening = _at_amount(story, clause, floor)
    start = floor if opening is None else opening[2]
    before = head(story, row, start, i)
    if before.barred or before.subject is None or before.future:
        return None
    told = before.time.when(said, before=story.period)
    level = None if opening is None else opening[1]
    when = level if level is not None else told[1]
    anchor = when.start if when is not None else said
    found = superlative(story.pack, row, i + 1, anchor)
    if found is None or found.reach is None or found.of_change or not told[0]:
        return None
    end = found.end
    if when is None and end < len(row):
        trail = adjuncts(row, end)
        if trail.empty and trail.stop is not None:
            readable, when = trail.when(said, before=story.period)
            if not readable:
                return None
            end = trail.end
    if end < len(row) and row[end].sort == "word" and not row[end].tags & {"and", "breaks", "which"}:
        return None
    amount = None
    if opening is not None:
        amount = amount_of(opening[0])
        quantity = opening[0].quantity
        assert quantity is not None
        told_level = Level(before.subject, when, amount)
        story.add(clause, _span(opening[0]), told_level, value=value_of(opening[0]), relation=quantity.relation)
    made = extreme_of(before.subject, found, Window(end=when), amount, None)
    if made is None:
        return None
    story.add(clause, found.span, made, hedge=before.hedge)
    return end


def _at_amount(story: Story, clause: Clause, floor: int) -> tuple[Chunk, Period | None, int] | None:
    """At Q [on P], ...: the quantity, its period, and the chunk after the comma."""
    row = clause.chunks
    if floor + 2 >= len(row) or "at" not in row[floor].tags or row[floor + 1].quantity is None:
        return None
    trail = adjuncts(row, floor + 2)
    if not trail.empty or trail.end >= len(row) or row[trail.end].text != ",":
        return None
    readable, when = trail.when(said_on(story, clause), before=story.period)
    return (row[floor + 1], when, trail.end + 1) if readable else None


def never_so(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """[In recent years,] SUBJECT has never fallen so sharply [in recent years] [, even during amnesties].

    It is said of the last change that had a subject of its own: the Extreme is over that change's window.
    """
    row = clause.chunks
    if "never" not in row[i].tags or i <= floor:
        return None
    said = said_on(story, clause)
    verb = i + 1
    while verb < len(row) and row[verb].tags & {"auxiliaries", "adverb"}:
        verb += 1
    if verb + 2 >= len(row) or not row[verb].tags & {"v-up", "v-down"} or "so" not in row[verb + 1].tags:
        return None
    if "sharply" not in row[verb + 2].tags:
        return None
    direction: Direction = "up" if "v-up" in row[verb].tags else "down"
    subject, since = _subject_since(story, clause, floor, i, said)
    if subject is None:
        return None
    end = verb + 3
    later = reach(story.pack, row, end, said)
    if later is not None:
        since, end = later, later.end
    last = story.last_change()
    window = Window()
    if last is not None and last[1].direction == direction:
        window = last[1].window
        subject = Description(text=subject.text, leans_on=last[0], place=subject.place, context=subject.context)
    vague = since is not None and since.vague
    made = Extreme(
        series=subject,
        of="change",
        sense="high" if direction == "up" else "low",
        window=window,
        over="time",
        since=None if since is None else since.since,
        since_vague=vague,
    )
    story.add(clause, (row[i].start, row[end - 1].end), made)
    event = _event_class(clause, end)
    if event is not None:
        right = EventClass(event[0], made.since, vague)
        left = Change(subject, window, direction, None)
        story.add(clause, event[1], Comparison(left, ">", right))
        end = event[2]
    return end


def _subject_since(
    story: Story, clause: Clause, floor: int, i: int, said: date
) -> tuple[Description | None, Reach | None]:
    """The noun phrase before "never", a reach before or after it taken off."""
    row = clause.chunks
    end = i
    while end > floor and row[end - 1].tags & {"auxiliaries", "have", "adverb"}:
        end -= 1
    since = None
    for k in (1, 2, 3):
        at = end - k
        found = reach(story.pack, row[:end], at, said) if at > floor else None
        if found is not None and found.end == end:
            since, end = found, at
            break
    start = floor
    while start < end and (row[start].sort == "mark" or row[start].tags & {"and", "breaks"}):
        start += 1
    lead = reach(story.pack, row[:end], start, said)
    if lead is not None and lead.end < end:
        since, start = since or lead, lead.end
        start += row[start].text == ","
    return describe(story, row[start:end]), since


def _event_class(clause: Clause, i: int) -> tuple[str, tuple[int, int], int] | None:
    """[,] even during amnesties: the class, the span, the chunk after."""
    row = clause.chunks
    j = i + 1 if i < len(row) and row[i].text == "," else i
    if j + 1 >= len(row) or "even" not in row[j].tags:
        return None
    k = j + 1
    while k < len(row) and row[k].tags & {"articles", "determiners"}:
        k += 1
    if k >= len(row) or "event" not in row[k].tags:
        return None
    kind = next(tag[6:] for tag in row[k].tags if tag.startswith("event:"))
    return kind, (row[j].start, row[k].end), k + 1


def _span(chunk: Chunk) -> tuple[int, int]:
    return chunk.start, chunk.end
