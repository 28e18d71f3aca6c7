"""The noun phrase before a predicate: what is counted, and where."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.read.adjuncts import Adjuncts, adjuncts
from tallywire.read.chunks import Chunk
from tallywire.read.limits import MAX_NOUN_PHRASE
from tallywire.read.story import Story
from tallywire.statement import Description

_NO_NOUN = frozenset("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~–—−•…")
_SPEAKING = frozenset({"added", "found", "says", "reads"})
_CLOSERS = frozenset({"and", "breaks", "which", "against", "cause", "hedge", "then", "with", "that"})
_BREAK_MARKS = frozenset(";:—–!?")


class Head:
    """What stands before a predicate: the subject, leading or trailing times, hedge, and how it is to be taken."""

    def __init__(self) -> None:
        self.subject: Description | None = None
        self.time = Adjuncts(0)
        self.hedge = ""
        self.hedge_open = False
        self.future = False
        self.barred = False
        self.perfect = False
        self.start = 0


def head(story: Story, row: Sequence[Chunk], floor: int, verb: int) -> Head:
    """Read what stands between `floor` and the predicate at `verb`; `barred` where no claim may be made of it.

    Barred: denied, wished or supposed, or a subject that is no noun phrase. Without a subject of its own
    ("it", "the figure", nothing after "and") the description leans on the last claim.
    """
    found = Head()
    start = _left(row, floor, verb)
    found.start = start
    end = _strip_auxiliaries(row, start, verb, found)
    start = _strip_opening(row, start, end)
    start = _lead_time(row, start, end, found)
    start = _strip_opening(row, start, end)
    end = _trailing_time(row, start, end, found)
    if found.barred:
        return found
    found.subject = describe(story, row[start:end])
    found.barred = found.subject is None
    return found


def _left(row: Sequence[Chunk], floor: int, verb: int) -> int:
    for k in range(verb - 1, floor - 1, -1):
        chunk = row[k]
        if chunk.sort == "mark" and chunk.text in _BREAK_MARKS and row[k + 1].start > chunk.end:
            return k + 1
        if "breaks" in chunk.tags and chunk.sort == "word":
            if any("which" in before.tags for before in row[floor:k]):
                return floor
            return k if chunk.tags & {"wish"} else k + 1
        if "and" in chunk.tags and k > floor and row[k - 1].text == ",":
            return k + 1
    return floor


def _strip_auxiliaries(row: Sequence[Chunk], start: int, verb: int, found: Head) -> int:
    end = verb
    while end > start:
        chunk = row[end - 1]
        tags = chunk.tags
        if tags & {"not", "wish", "never"}:
            found.barred = True
        if "future" in tags:
            found.future = True
        found.perfect = found.perfect or "perfect" in tags
        if "hedge" in tags:
            found.hedge = found.hedge or chunk.lower
            found.hedge_open = found.hedge_open or "open" in tags
        elif not (tags & {"future", "auxiliaries", "adverb", "not", "wish"} or chunk.lower in {"be", "been"}):
            break
        end -= 1
    for chunk in row[start:end]:
        if chunk.tags & {"wish", "not", "never"} and chunk.sort == "word":
            found.barred = True
    if found.hedge_open and end < verb and any("auxiliaries" in c.tags for c in row[end:verb]):
        found.hedge_open = False
    return end


def _strip_opening(row: Sequence[Chunk], start: int, end: int) -> int:
    while start < end:
        chunk = row[start]
        opening = bool(chunk.tags & {"and", "then", "adverb", "or"}) and "since" not in chunk.tags
        opening = opening or (chunk.sort == "mark" and chunk.text in ",-.)")
        if "first_time" in chunk.tags:
            comma = next((k for k in range(start, end) if row[k].text == ","), end)
            return _strip_opening(row, comma, end)
        if "that" in chunk.tags and start + 1 < end and "articles" in row[start + 1].tags:
            opening = True
        if not opening:
            break
        start += 1
    return start


def _lead_time(row: Sequence[Chunk], start: int, end: int, found: Head) -> int:
    """In March, ...; Between 2010 and 2015, ..."""
    if start >= end or row[start].sort not in {"word", "period"}:
        return start
    if not (row[start].tags & {"in", "by", "between", "from", "since", "yearly"} or row[start].sort == "period"):
        return _after_lead(row, start, end)
    lead = adjuncts(row[:end], start)
    if lead.end > start and lead.empty and lead.end < end:
        comma = row[lead.end].text == ","
        if comma or row[lead.end].tags & {"articles", "pronoun"} or row[lead.end].proper:
            found.time = lead
            return lead.end + (1 if comma else 0)
    return _after_lead(row, start, end)


def _after_lead(row: Sequence[Chunk], start: int, end: int) -> int:
    """Skip "However," and "In the east,": a short opening before a lone comma."""
    commas = [k for k in range(start, end) if row[k].text == ","]
    if len(commas) == 1 and 0 < commas[0] - start <= 6 and commas[0] + 1 < end:
        opening = row[start]
        if opening.tags & {"prepositions"} or commas[0] == start + 1:
            return commas[0] + 1
    return start


def _trailing_time(row: Sequence[Chunk], start: int, end: int, found: Head) -> int:
    """The number of X in March ...: the time after the noun phrase."""
    while end - start >= 3 and (row[end - 1].text == "," or "so_far" in row[end - 1].tags):
        end -= 1
    for k in (2, 4, 3):
        at = end - k
        if at <= start or not row[at].tags & {"in", "between", "since", "by"}:
            continue
        trail = adjuncts(row[:end], at)
        if trail.end == end and trail.empty and trail.timed:
            if not found.time.timed:
                found.time = trail
            return at
    if end - start >= 2 and row[end - 1].sort == "period":
        if not found.time.timed:
            found.time.stop = row[end - 1].when
        end -= 1
    while end - start >= 2 and "so_far" in row[end - 1].tags:
        end -= 1
    return end


def describe(story: Story, body: Sequence[Chunk], *, definite: bool = False) -> Description | None:
    """The description that a noun phrase gives; leaning where it is "it" or "the figure", None where it is none.

    definite: it is known to be a title, and a comma in it belongs to it.
    """
    text = story.text
    body = list(body)
    if not body:
        return lean(story)
    if len(body) == 1 and "pronoun" in body[0].tags:
        return lean(story)
    mean = "mean" in body[0].tags
    if mean:
        body = body[1:]
    stripped = body
    while stripped and "articles" in stripped[0].tags:
        stripped = stripped[1:]
    if not stripped:
        return None
    if not mean and len(stripped) == 1 and stripped[0].tags & {"contested", "level-noun"}:
        return lean(story)
    stripped = _apposition(stripped, definite or mean or len(stripped) < len(body))
    if not 0 < len(stripped) <= MAX_NOUN_PHRASE or not _noun_phrase(story, stripped, mean):
        return None
    phrase = " ".join(text[stripped[0].start : stripped[-1].end].split())
    return Description(text=phrase, place=_place(stripped), context=story.context)


def _apposition(body: list[Chunk], definite: bool) -> list[Chunk]:
    """A, B, -> A where a phrase in commas follows the noun; "the A, B" stays whole (the price index, all items)."""
    commas = [k for k, chunk in enumerate(body) if chunk.text == ","]
    if not commas:
        return body
    if (len(commas) == 2 and commas[1] == len(body) - 1) or (len(commas) == 1 and commas[0] == len(body) - 1):
        return body[: commas[0]]
    whole = definite and len(commas) == 1 and commas[0] > 0 and not body[commas[0] + 1].tags & {"determiners"}
    return body if whole else []


def _noun_phrase(story: Story, body: Sequence[Chunk], mean: bool) -> bool:
    first = body[0]
    if body[-1].lower.endswith(("'s", "’s")) or body[-1].text == "s":
        return False
    if first.text[0].isdigit() or first.text[0] in _NO_NOUN:
        return False
    if first.lower.partition("'")[0] in story.pack.grammar.words["first_person"]:
        return False
    if "first_person" in first.tags or (first.tags & {"report", "future", "be"}):
        return False
    if first.tags & {"prepositions"} and not mean:
        return False
    aged = False
    for chunk in body:
        tags = chunk.tags
        aged = aged or "ages" in tags
        if chunk.sort in {"quantity", "length"} and not aged:
            return False
        if chunk.sort == "period" and chunk.when is not None and chunk.when.form == "unreadable":
            return False
        if tags & {"be", "future", "pronoun", "which", "according", "citing", "cause"} and not aged:
            return False
        if "have" in tags and "states" not in tags:
            return False
        if tags & {"v-up", "v-down", "v-factor"} and not (tags & {"n-up", "n-down"} and mean):
            return False
        if "report" in tags and ("loose" not in tags or chunk.lower in _SPEAKING):
            return False
        if chunk.sort == "mark" and chunk.text in "?!;:/<>|{}[]=#*\\^~":
            return False
    return True


def _place(body: Sequence[Chunk]) -> str:
    """The last capitalised run after "in", or a possessive: Russia's."""
    for k in range(len(body) - 1, 0, -1):
        if body[k - 1].lower in {"in", "the"} and body[k].proper and body[k].sort == "word":
            if body[k - 1].lower == "the" and not (k > 1 and body[k - 2].lower == "in"):
                continue
            run = []
            for chunk in body[k:]:
                if not chunk.proper:
                    break
                run.append(chunk.text)
            return " ".join(run)
    if len(body) > 1 and body[0].proper and body[0].lower.endswith(("'s", "’s")):
        return body[0].text[:-2]
    return ""


def narrowed(story: Story, subject: Description, found: Adjuncts) -> Description:
    """The subject with the place or scope that stands after the verb: fell by N in the building trade."""
    text = subject.text
    if found.scope is not None and text:
        text = f"{text} {' '.join(story.text[found.scope[0] : found.scope[1]].split())}"
    return msgspec.structs.replace(subject, text=text, place=found.place or subject.place)


def ends_here(row: Sequence[Chunk], i: int) -> bool:
    """Whether the clause may end at chunk `i`: whatever else follows would change what was said."""
    if i >= len(row):
        return True
    return row[i].sort == "mark" or bool(row[i].tags & _CLOSERS)


def lean(story: Story) -> Description | None:
    """A description that takes over the subject of the last claim; None where there is none near enough."""
    found = story.antecedent()
    if found is None:
        return None
    root, subject = found
    return Description(text="", leans_on=root, place=subject.place, context=story.context)
