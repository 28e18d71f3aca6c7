"""Levels: X stood at N; Russia had N inmates; N people were held in X on D; there were N fewer X than in P."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallywire.read.adjuncts import Adjuncts, adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.measure import amount_of, measure_of, quantity_of, unit_of_noun, value_of
from tallywire.read.pledge import pledge
from tallywire.read.said import said_on
from tallywire.read.story import Clause, Story
from tallywire.read.subject import Head, ends_here, head, narrowed
from tallywire.read.tails import tails
from tallywire.statement import Change, Description, Direction, Level, Nature, Window

_SMALLEST = Decimal(100)
_NOUN_WORDS = 16


def level(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """The level whose predicate stands at chunk `i`; None where there is none or it is not to be read."""
    tags = clause.chunks[i].tags
    if "there" in tags:
        return _there(story, clause, i, floor)
    if tags & {"be", "stand"} and i > floor:
        return _lower_than(story, clause, i, floor) or _stands(story, clause, i, floor)
    if "have" in tags and i > floor:
        return _has(story, clause, i, floor)
    return None


def counted_first(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """N people were [held] in X on D, at the head of a clause."""
    row = clause.chunks
    quantity = row[i].quantity
    if quantity is None or quantity.unit not in {"", "people", "jobs"} or any(c.sort != "mark" for c in row[floor:i]):
        return _after_time(story, clause, i, floor)
    return _counted(story, clause, i)


def _after_time(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """On D, N people were in X."""
    row = clause.chunks
    quantity = row[i].quantity
    if quantity is None or quantity.unit not in {"", "people", "jobs"}:
        return None
    lead = adjuncts(row[:i], floor)
    if not lead.empty or not lead.timed or lead.end != i - 1 or row[i - 1].text != ",":
        return None
    return _counted(story, clause, i, lead)


def _counted(story: Story, clause: Clause, i: int, lead: Adjuncts | None = None) -> int | None:
    row = clause.chunks
    verb = next((k for k in range(i + 1, min(i + _NOUN_WORDS, len(row))) if "be" in row[k].tags), -1)
    if verb < 0 or quantity_of(row[i]).value < 2:
        return None
    middle = row[i + 1 : verb]
    if any(c.sort != "word" or c.tags - {"states", "adverb", "prepositions", "in", "level-noun"} for c in middle):
        return None
    if not middle and not quantity_of(row[i]).noun:
        return None
    j = verb + 1
    while j < len(row) and row[j].tags & {"adverb", "states"}:
        j += 1
    state = j > verb + 1
    if j >= len(row) or not (row[j].tags & {"in", "at"} or (state and row[j].sort == "period")):
        return None
    end = _noun_end(row, j)
    found = adjuncts(row, end)
    if lead is not None:
        found.fill_time(lead)
    readable, when = found.when(said_on(story, clause), before=story.period)
    if not readable or when is None or not found.empty or found.unreadable:
        return None
    noun = quantity_of(row[i]).noun
    phrase = _phrase(noun, _slice(story, middle), _slice(story, row[verb + 1 : end]))
    subject = Description(text=phrase, place=_place_of(row[j:end]), context=story.context)
    statement = Level(
        subject, when, amount_of(row[i], "people" if noun else unit_of_noun(story.pack, row[verb - 1].lower))
    )
    add_level(story, clause, row[i], statement, "", "fact")
    return tails(story, clause, found.end, statement)


def _noun_end(row: Sequence[Chunk], i: int) -> int:
    k = i
    while k < len(row) and row[k].sort == "word":
        if row[k].tags & {"in", "at", "by"} and k + 1 < len(row) and row[k + 1].sort in {"period", "length"}:
            break
        if row[k].tags & {"be", "report", "future", "which", "breaks", "v-up", "v-down", "yearly"} and k > i:
            break
        if row[k].tags & {"and"} and k + 1 < len(row) and row[k + 1].sort != "word":
            break
        k += 1
    return k


def _phrase(*parts: str) -> str:
    return " ".join(" ".join(parts).split())


def _slice(story: Story, body: Sequence[Chunk]) -> str:
    return story.text[body[0].start : body[-1].end] if body else ""


def _place_of(body: Sequence[Chunk]) -> str:
    run: list[str] = []
    for chunk in body:
        if chunk.proper:
            run.append(chunk.text)
        elif run:
            break
    return " ".join(run)


def _stands(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """X stood at N on D; the number of X was N; the rate was 5.1%."""
    row = clause.chunks
    j = i + 1
    while j < len(row) and row[j].tags & {"adverb", "hedge"} and row[j].sort == "word":
        j += 1
    if j >= len(row) or row[j].quantity is None:
        return None
    before = head(story, row, floor, i)
    if before.barred or before.subject is None:
        return None
    found = adjuncts(row, j, level=True)
    if found.to is not row[j] or found.by is not None or found.steps or found.unreadable:
        return None
    if "be" in row[i].tags and not _countable(row, floor, i, j, before, found):
        return None
    found.fill_time(before.time)
    if not ends_here(row, found.end) or (found.scope is not None and not before.subject.text):
        return None
    before.subject = narrowed(story, before.subject, found)
    hedge = before.hedge or next((c.lower for c in row[i + 1 : j] if "hedge" in c.tags), "")
    return _tell(story, clause, row[j], found, before, hedge, i)


def _tell(
    story: Story, clause: Clause, chunk: Chunk, found: Adjuncts, before: Head, hedge: str, i: int
) -> int | None:
    said = said_on(story, clause)
    row = clause.chunks
    assert before.subject is not None
    readable, when = found.when(said, future=before.future, before=story.period)
    start = found.start
    if not readable and found.from_ is not None and found.length is None:
        found.start = None
        readable, when = found.when(said, future=before.future, before=story.period)
        found.start = start
    if not readable:
        return None
    if quantity_of(chunk).spread and quantity_of(chunk).value < 0:
        return None
    statement = Level(before.subject, when, amount_of(chunk, unit_of_noun(story.pack, found.noun)))
    if before.future:
        what = (row[before.start].start, row[found.end - 1].end)
        pledge(story, clause, what, when, statement, chunk, hedge)
        return found.end
    add_level(story, clause, chunk, statement, hedge, "forecast" if before.hedge_open else "fact")
    if found.from_ is not None and start is not None:
        earlier = Adjuncts(0)
        earlier.stop = start
        known, then = earlier.when(said, before=story.period)
        if known and then is not None:
            add_level(story, clause, found.from_, Level(before.subject, then, amount_of(found.from_)), hedge, "fact")
    return tails(story, clause, found.end, statement)


def _countable(row: Sequence[Chunk], floor: int, i: int, j: int, before: Head, found: Adjuncts) -> bool:
    """Whether "X was N" speaks of a series: a counting subject, a rate with %, or a bare figure with its period."""
    assert before.subject is not None
    after = row[found.end] if found.end < len(row) else None
    following = row[j + 1] if j + 1 < len(row) else None
    if following is not None and following.sort == "word" and "of" in following.tags:
        return False
    if found.noun:
        return False
    if after is not None and after.sort == "word" and not after.tags & {"and", "breaks", "which", "c-up", "c-down"}:
        return False
    body = row[floor:i]
    counted = any(chunk.tags & {"mean"} for chunk in body) or any("heads" in chunk.tags for chunk in body)
    quantity = quantity_of(row[j])
    if quantity.unit in {"%", "ppm"} or counted:
        return quantity.unit not in {"people", "jobs"} or counted
    if before.subject.leans_on:
        return True
    timed = found.timed or before.time.timed
    return timed and not quantity.noun and any("articles" in chunk.tags for chunk in body[:4])


def _lower_than(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """The number of X was N lower than in P."""
    row = clause.chunks
    if i + 3 >= len(row) or row[i + 1].quantity is None:
        return None
    word = row[i + 2]
    if not word.tags & {"c-up", "c-down"} or "than" not in row[i + 3].tags:
        return None
    before = head(story, row, floor, i)
    if before.barred or before.subject is None or before.future:
        return None
    found = adjuncts(row, i + 4)
    return _difference(story, clause, row[i + 1], word, found, before)


def _difference(story: Story, clause: Clause, chunk: Chunk, word: Chunk, found: Adjuncts, before: Head) -> int | None:
    assert before.subject is not None
    if not found.empty or found.stop is None or found.start is not None or found.unreadable:
        return None
    said = said_on(story, clause)
    readable, start = found.when(said, before=story.period)
    back = found.stop.length if found.stop.form == "ago" else None
    known, end = before.time.when(said, before=story.period)
    if not readable or start is None or not known or quantity_of(chunk).value <= 0:
        return None
    if end is not None and end.start <= start.start and back is None:
        return None
    window = Window(start, end) if back is None else Window(None, end, back)
    direction: Direction = "up" if "c-up" in word.tags else "down"
    statement = Change(before.subject, window, direction, amount_of(chunk), measure_of(chunk))
    quantity = quantity_of(chunk)
    story.add(
        clause,
        (chunk.start, chunk.end),
        statement,
        value=value_of(chunk),
        relation=quantity.relation,
        hedge=before.hedge,
    )
    return tails(story, clause, found.end, statement)


def _has(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """Utopia had almost 48,000 ferry passengers in the country's harbours at the beginning of September."""
    row = clause.chunks
    if i + 1 >= len(row) or row[i + 1].quantity is None:
        return None
    quantity = quantity_of(row[i + 1])
    if quantity.unit not in {"", "people", "jobs"} or quantity.value < _SMALLEST:
        return None
    before = head(story, row, floor, i)
    subject = before.subject
    if before.barred or subject is None or before.future or len(subject.text.split()) > 6:
        return None
    named = subject.text[:1].isupper()
    if not subject.leans_on and not named and not any(c.lower == "the" for c in row[before.start : i]):
        return None
    end = _noun_end(row, i + 2)
    if end == i + 2 and not quantity.noun:
        return None
    if end > i + 2 and row[i + 2].tags & {"c-up", "c-down", "further"}:
        return None
    if any(c.tags & {"than", "that", "to", "have"} and "states" not in c.tags for c in row[i + 2 : end]):
        return None
    found = adjuncts(row, end)
    found.fill_time(before.time)
    readable, when = found.when(said_on(story, clause), before=story.period)
    if not readable or when is None or not found.empty or found.unreadable:
        return None
    phrase = _phrase(quantity.noun, _slice(story, row[i + 2 : end]))
    place = subject.text if named else subject.place
    described = Description(text=phrase, place=place, context=story.context)
    unit = "" if quantity.unit else _unit_in(story, row[i + 2 : end])
    statement = Level(described, when, amount_of(row[i + 1], unit))
    add_level(story, clause, row[i + 1], statement, before.hedge, "fact")
    return tails(story, clause, found.end, statement)


def _unit_in(story: Story, body: Sequence[Chunk]) -> str:
    """The unit of the noun phrase's head, the last word before a preposition."""
    head_noun = ""
    for chunk in body:
        if "prepositions" in chunk.tags:
            break
        head_noun = chunk.lower
    return unit_of_noun(story.pack, head_noun)


def _there(story: Story, clause: Clause, i: int, floor: int) -> int | None:
    """There were N [fewer] X [in P] [than in P]."""
    row = clause.chunks
    if i + 1 >= len(row) or row[i + 1].quantity is None:
        return None
    quantity = quantity_of(row[i + 1])
    if quantity.unit not in {"", "people", "jobs"} or quantity.value < 2:
        return None
    lead = adjuncts(row[:i], floor)
    time = lead if lead.empty and lead.timed else Adjuncts(0)
    if i > floor and not (lead.end >= i - 1 and lead.empty):
        return None
    word = row[i + 2] if i + 2 < len(row) and row[i + 2].tags & {"c-up", "c-down"} else None
    start = i + 3 if word is not None else i + 2
    end = _noun_end(row, start)
    than = next((k for k in range(start, end) if "than" in row[k].tags), -1)
    if than >= 0:
        end = than
    if end == start and not quantity.noun:
        return None
    phrase = _phrase(quantity.noun, _slice(story, row[start:end]))
    subject = Description(text=phrase, place=_place_of(row[start:end]), context=story.context)
    before = Head()
    before.subject, before.time = subject, time
    middle = adjuncts(row, end)
    if word is not None:
        if middle.timed and not time.timed:
            before.time = middle
        after = middle.end
        if after >= len(row) or "than" not in row[after].tags:
            return None
        return _difference(story, clause, row[i + 1], word, adjuncts(row, after + 1), before)
    middle.fill_time(time)
    readable, when = middle.when(said_on(story, clause), before=story.period)
    if not readable or when is None or not middle.empty or middle.unreadable:
        return None
    if any(chunk.tags & {"n-up", "n-down", "that"} for chunk in row[start:end]):
        return None
    statement = Level(subject, when, amount_of(row[i + 1], _unit_in(story, row[start:end])))
    add_level(story, clause, row[i + 1], statement, "", "fact")
    return tails(story, clause, middle.end, statement)


def add_level(story: Story, clause: Clause, chunk: Chunk, statement: Level, hedge: str, nature: Nature) -> None:
    """Take a level up, its span that of the number."""
    story.add(
        clause,
        (chunk.start, chunk.end),
        statement,
        value=value_of(chunk),
        relation=quantity_of(chunk).relation,
        hedge=hedge,
        nature=nature,
    )
