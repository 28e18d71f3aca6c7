"""Changes: X fell by N between A and B; X fell to N from M; X doubled."""

from __future__ import annotations

from datetime import date

import msgspec

from tallywire.read.adjuncts import Adjuncts, adjuncts
from tallywire.read.chunks import Chunk, Quantity
from tallywire.read.extreme import extreme_of
from tallywire.read.measure import amount_of, measure_of, quantity_of, unit_of_noun, value_of
from tallywire.read.pledge import pledge
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import Head, ends_here, head, lean, narrowed
from tallywire.read.superlative import superlative
from tallywire.read.tails import tails
from tallywire.read.when import day_after
from tallywire.series import Period
from tallywire.statement import Change, Description, Direction, Level, Measure, Nature, Sum, Window


class Told(msgspec.Struct, frozen=True):
    """What is common to all claims of one predicate."""

    subject: Description
    direction: Direction
    hedge: str
    nature: Nature
    future: bool
    what: tuple[int, int]
    verb: tuple[int, int]


def change(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """A verb of movement with its amounts, and what follows it; None where it is none or not to be read."""
    row = clause.chunks
    if not row[i].tags & {"v-up", "v-down"} or _is_noun(row[i], row[i - 1] if i else None):
        return None
    direction: Direction = "up" if "v-up" in row[i].tags else "down"
    found = adjuncts(row, i + 1)
    record = _record_target(story, clause, found)
    _crossing(story, found)
    bare = found.start is not None and found.stop is not None
    if found.empty and record is None and not bare:
        return None
    before = head(story, row, floor, i)
    loose = before.perfect or "stative" in row[i].tags
    subject = _object_subject(story, row[i], found, before)
    if (before.barred and subject is None) or _unusable(found):
        return None
    subject = subject or before.subject
    if subject is None or before.barred:
        return None
    found.fill_time(before.time)
    if found.unreadable or (record is None and not ends_here(row, found.end)):
        return None
    if found.scope is not None and not subject.text:
        return None
    subject = narrowed(story, subject, found)
    hedge = before.hedge or found.hedge
    nature: Nature = "forecast" if before.hedge_open else "fact"
    end = found.end if record is None else record
    what = (row[before.start].start if before.start < i else row[i].start, row[end - 1].end)
    told = Told(subject, direction, hedge, nature, before.future, what, (row[i].start, row[i].end))
    if loose and not found.timed and found.by is not None and found.from_ is None:
        # has fallen by 30%: from when is not said, so only a level that stands beside it is read
        found.by = found.percent = None
        if found.empty:
            return None
    return _emit(story, clause, found, told, record is not None)


def _is_noun(chunk: Chunk, before: Chunk | None) -> bool:
    if not chunk.tags & {"n-up", "n-down"} or before is None:
        return False
    return bool(before.tags & {"determiners", "s-high", "s-low", "record", "of", "n-up", "n-down"}) or (
        "prepositions" in before.tags and "to" not in before.tags
    )


def _crossing(story: Story, found: Adjuncts) -> None:
    """Fell below N: the amount is the level that was crossed, not a change."""
    if found.by is not None and found.to is None and quantity_of(found.by).cue in story.pack.changes.verbs.crossing:
        found.by, found.to = None, found.by


def _unusable(found: Adjuncts) -> bool:
    """Amounts that cannot be a change's: negative sizes, rates per day, shares."""
    chunks = [chunk for chunk in (found.by, found.percent, *found.steps) if chunk is not None]
    return found.unreadable or any(_no_size(quantity_of(chunk)) for chunk in chunks)


def _no_size(quantity: Quantity) -> bool:
    return quantity.value < 0 or (quantity.value == 0 and not quantity.spread)


def _object_subject(story: Story, verb: Chunk, found: Adjuncts, before: Head) -> Description | None:
    """The economy added 300,000 jobs: what is counted is the object, where it happened the subject."""
    if "v-object" not in verb.tags or found.by is None:
        return None
    if quantity_of(found.by).unit in {"USD", "EUR", "GBP", "JPY", "RUB", "UAH"}:
        # lost $2bn: a loss, not a fall of what is named
        before.barred = True
        return None
    noun = quantity_of(found.by).noun or found.noun
    if not noun or before.subject is None or before.subject.leans_on:
        return None
    named = before.subject.text if before.subject.text[:1].isupper() else ""
    return Description(text=noun, place=before.subject.place or named, context=story.context)


def _record_target(story: Story, clause: Clause, found: Adjuncts) -> int | None:
    """ "to its lowest level since P" after the verb: the chunk after it."""
    row = clause.chunks
    j = found.end
    if found.to is not None or j + 1 >= len(row) or "to" not in row[j].tags:
        return None
    best = superlative(story.pack, row, j + 1, said_on(story, clause))
    return None if best is None or best.reach is None or best.of_change else best.end


def _emit(story: Story, clause: Clause, found: Adjuncts, told: Told, record: bool) -> int | None:
    said = said_on(story, clause)
    row = clause.chunks
    target = found.end
    if record:
        best = superlative(story.pack, row, target + 1, said)
        assert best is not None, "a record target was seen before"
        trail = adjuncts(row, best.end)
        if trail.empty and trail.timed and not found.timed:
            found.fill_time(trail)
            target = trail.end
        else:
            target = best.end
    window = found.window(said, future=told.future, before=story.period)
    if window is None:
        return None
    if told.future:
        return _pledged(story, clause, found, told, window, said)
    window = _from_previous(story, told.subject, found, window)
    statement: Level | Change | None = None
    if found.by is not None:
        statement = _amounts(story, clause, found, told, window)
    if found.to is not None:
        level = _level(story, clause, found.to, told, window.end)
        statement = statement or level
    if found.from_ is not None and window.start is not None and found.to is not None:
        _level(story, clause, found.from_, told, window.start)
    if record:
        best = superlative(story.pack, row, found.end + 1, window.end.start if window.end else said)
        if best is not None:
            made = extreme_of(told.subject, best, Window(end=window.end), None, None)
            if made is not None:
                story.add(clause, best.span, made, hedge=told.hedge)
    end = target if record else found.end
    if statement is None and not record and window.start is not None and window.end is not None:
        statement = Change(told.subject, window, told.direction, None)
        story.add(clause, told.verb, statement, hedge=told.hedge, nature=told.nature)
    if statement is None:
        return end
    end = tails(story, clause, end, statement)
    if isinstance(statement, Change):
        end = _continued(story, clause, end, told, statement)
    return end


def _amounts(story: Story, clause: Clause, found: Adjuncts, told: Told, window: Window) -> Change:
    assert found.by is not None, "a change has an amount here"
    quantity = quantity_of(found.by)
    unit = "times" if found.factor else "" if quantity.unit else unit_of_noun(story.pack, found.noun)
    measure: Measure = "factor" if found.factor else measure_of(found.by, found.per_month)
    statement = Change(told.subject, window, told.direction, amount_of(found.by, unit), measure)
    story.add(
        clause,
        (found.by.start, found.by.end),
        statement,
        value=value_of(found.by),
        relation=quantity.relation,
        hedge=told.hedge,
        nature=told.nature,
    )
    subject = told.subject
    if found.percent is not None:
        percent = quantity_of(found.percent)
        story.add(
            clause,
            (found.percent.start, found.percent.end),
            Change(subject, window, told.direction, amount_of(found.percent, unit), measure_of(found.percent)),
            value=percent.value,
            relation=percent.relation,
            hedge=told.hedge,
            nature=told.nature,
        )
    if found.steps:
        _steps(story, clause, found, told, statement)
    return statement


def _steps(story: Story, clause: Clause, found: Adjuncts, told: Told, total: Change) -> None:
    last = len(found.steps) - 1
    parts = tuple(
        Change(
            total.series,
            Window(total.window.start if k == 0 else None, total.window.end if k == last else None),
            told.direction,
            amount_of(step),
            measure_of(step),
        )
        for k, step in enumerate(found.steps)
    )
    story.add(clause, (found.steps[0].start, found.steps[-1].end), Sum(total, parts))


def _level(story: Story, clause: Clause, chunk: Chunk, told: Told, when: Period | None) -> Level:
    quantity = quantity_of(chunk)
    statement = Level(told.subject, when, amount_of(chunk))
    story.add(
        clause,
        (chunk.start, chunk.end),
        statement,
        value=value_of(chunk),
        relation=quantity.relation,
        hedge=told.hedge,
        nature=told.nature,
    )
    return statement


def _from_previous(story: Story, subject: Description, found: Adjuncts, window: Window) -> Window:
    """The window of a step: "it fell by N by P" and "by another N" begin where the last count ended."""
    if window.start is not None or window.length is not None or found.by is None:
        return window
    last = story.last_count()
    leaning = bool(subject.leans_on) and isinstance(last, Level)
    if last is None or not (found.further or leaning):
        return window
    start = last.when if isinstance(last, Level) else last.window.end
    if start is None or (window.end is not None and start.start >= window.end.start):
        return window
    return Window(start, window.end)


def _continued(story: Story, clause: Clause, i: int, told: Told, first: Change) -> int:
    """, and by another N by P: further steps of the same movement."""
    row = clause.chunks
    while i < len(row):
        j = i + 1 if row[i].text == "," else i
        joined = False
        while j < len(row) and row[j].tags & {"and", "then", "adverb"}:
            j, joined = j + 1, True
        if not joined or j >= len(row) or "by" not in row[j].tags:
            return i
        found = adjuncts(row, j)
        if found.by is None or found.to is not None or _unusable(found):
            return i
        window = found.window(said_on(story, clause), before=story.period)
        if window is None:
            return i
        if window.start is None and window.length is None and first.window.end is not None:
            later = window.end is None or first.window.end.start < window.end.start
            window = Window(first.window.end, window.end) if later else window
        leaning = told.subject if told.subject.text else lean(story) or told.subject
        step = Told(leaning, told.direction, told.hedge, told.nature, told.future, told.what, told.verb)
        first = _amounts(story, clause, found, step, window)
        i = tails(story, clause, found.end, first)
    return i


def _pledged(story: Story, clause: Clause, found: Adjuncts, told: Told, window: Window, said: date) -> int | None:
    outcome: Level | Change
    chunk = found.to or found.by
    if chunk is None:
        return None
    by = window.end or (day_after(window.length, said) if window.length else None)
    if found.to is not None:
        outcome = Level(told.subject, by, amount_of(found.to))
    else:
        outcome = Change(told.subject, window, told.direction, amount_of(chunk), measure_of(chunk, found.per_month))
    pledge(story, clause, told.what, by, outcome, chunk, told.hedge)
    return found.end
