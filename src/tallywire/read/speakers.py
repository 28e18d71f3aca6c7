"""Peels off who says it: chains of attribution, outermost first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallywire.read.chunks import Chunk
from tallywire.read.limits import MAX_SPEAKER
from tallywire.read.story import Clause, Story
from tallywire.read.when import resolve
from tallywire.statement import Attribution

_DEPTH = 5
_STOPS = frozenset(",.;:()!?—…")


def speakers(story: Story, chunks: Sequence[Chunk]) -> list[Clause]:
    """The clauses of a sentence, each with its chain and the day it was said; empty where speech nests too deep.

    A sentence without a speaker has an empty chain, save in a paragraph that opened with "according to" (see read)
    and where it names "the report": that one takes over the outermost speaker of the last chain.
    """
    return _peel(story, list(chunks), (), None, _DEPTH)


def _peel(
    story: Story, row: list[Chunk], chain: tuple[Attribution, ...], said: date | None, depth: int
) -> list[Clause]:
    if depth == 0:
        return []
    row = _trim(row)
    for step in (_according, _with_reporting, _leading, _closing):
        found = step(story, row, chain, said, depth)
        if found is not None:
            return found
    return [Clause(row, chain, said)] if row else []


def _trim(row: list[Chunk]) -> list[Chunk]:
    start, end = 0, len(row)
    while start < end and row[start].sort == "mark" and row[start].text not in "($€£-":
        start += 1
    while end > start and row[end - 1].sort == "mark" and row[end - 1].text in ".,;:":
        end -= 1
    return row[start:end]


def _name(row: Sequence[Chunk]) -> str:
    """Who speaks, as written, without an article, apposition or relative clause; "" where that is nobody."""
    body = list(row)
    for k, chunk in enumerate(body):
        if (chunk.sort == "mark" and chunk.text in ",(") or (k and {"that", "which"} & chunk.tags):
            body = body[:k]
            break
    while body and "articles" in body[0].tags:
        body = body[1:]
    while body and ("auxiliaries" in body[-1].tags or "adverb" in body[-1].tags or "hedge" in body[-1].tags):
        body = body[:-1]
    if not body or len(body) > MAX_SPEAKER or any(chunk.sort in {"quantity", "length"} for chunk in body):
        return ""
    if body[0].sort != "word" or ("pronoun" in body[0].tags and len(body) > 1):
        return ""
    parts = []
    for chunk, following in zip(body, [*body[1:], None], strict=True):
        gap = following is not None and following.start > chunk.end
        parts.append(chunk.text + (" " if gap else ""))
    name = "".join(parts)
    return name[4:] if name.lower().startswith("the ") else name


def _source(story: Story, row: Sequence[Chunk]) -> str:
    """The source behind "citing statistics from NP"."""
    name = _name(row)
    lower = name.lower()
    for relay in story.pack.speech.report.relay:
        if lower.startswith(relay + " "):
            rest = name[len(relay) + 1 :]
            article = rest.split(" ", 1)
            return article[1] if len(article) == 2 and article[0].lower() in {"the", "a"} else rest
    return name


def _until(row: Sequence[Chunk], i: int) -> int:
    """The next comma or other stop from `i`, or the end."""
    while i < len(row) and not (row[i].sort == "mark" and row[i].text in _STOPS):
        i += 1
        if i < len(row) and row[i].text == "." and (len(row[i - 1].text) == 1 or "." in row[i - 1].text):
            i += 1
    return i


def _relayed(story: Story, row: Sequence[Chunk], i: int) -> tuple[tuple[Attribution, ...], int]:
    """ ", which cites NP" or ", citing NP" at the comma `i`, and where it ends."""
    j = i
    if j < len(row) and row[j].text == ",":
        j += 1
    if j < len(row) and "which" in row[j].tags and j + 1 < len(row) and "cites" in row[j + 1].tags:
        j += 1
    elif not (j < len(row) and "citing" in row[j].tags):
        return (), i
    end = _until(row, j + 1)
    who = _source(story, row[j + 1 : end])
    return ((Attribution(who, row[j].lower),), end) if who else ((), i)


def _according(
    story: Story, row: list[Chunk], chain: tuple[Attribution, ...], said: date | None, depth: int
) -> list[Clause] | None:
    k = next((i for i, chunk in enumerate(row) if "according" in chunk.tags), -1)
    if k < 0:
        return None
    end = _until(row, k + 1)
    who = _name(row[k + 1 : end])
    links, end = _relayed(story, row, end)
    if not who:
        return []
    left, right = row[:k] if row[k].text[0].islower() else [], row[end:]
    if right and right[0].text == ",":
        right = right[1:]
    if left and left[-1].text == ",":
        left = left[:-1]
    return _peel(story, [*left, *right], (*chain, *_heard(story, who, row[k].lower), *links), said, depth - 1)


def _heard(story: Story, who: str, verb: str) -> tuple[Attribution, ...]:
    """The link for a speaker, "the report" being the one of the last outermost speaker."""
    lowered = f"the {who.lower()}"
    known = {*story.pack.speech.report.inherit}
    if (lowered in known or who.lower() in known or who.lower() in story.pack.speech.report.pronouns) and story.chain:
        return (Attribution(story.chain[0].who, verb),)
    return (Attribution(who, verb),)


def _with_reporting(
    story: Story, row: list[Chunk], chain: tuple[Attribution, ...], said: date | None, depth: int
) -> list[Clause] | None:
    """..., with NP reporting on P that S: two clauses."""
    for k, chunk in enumerate(row):
        if "with" not in chunk.tags or k == 0:
            continue
        verb = next((i for i in range(k + 1, min(k + MAX_SPEAKER, len(row))) if "report" in row[i].tags), -1)
        if verb < 0 or not row[verb].lower.endswith("ing"):
            continue
        who = _name(row[k + 1 : verb])
        day, after = _said_on(story, row, verb + 1)
        if any(chunk.sort == "mark" for chunk in row[k + 1 : verb]):
            continue
        if not who or after >= len(row) or "that" not in row[after].tags:
            continue
        first = _peel(story, row[:k], chain, said, depth - 1)
        link = (*chain, Attribution(who, row[verb].lower))
        return first + _peel(story, row[after + 1 :], link, day or said, depth - 1)
    return None


def _said_on(story: Story, row: Sequence[Chunk], i: int) -> tuple[date | None, int]:
    """ "on Sept. 22" at `i` as a day, and the chunk after it."""
    j = i + 1 if i < len(row) and "in" in row[i].tags else i
    if j < len(row) and row[j].sort == "period":
        when = row[j].when
        assert when is not None
        found = resolve(when, story.published)
        if found is not None and found.granularity == "day":
            return found.start, j + 1
        return None, j + 1
    return None, i


def _leading(
    story: Story, row: list[Chunk], chain: tuple[Attribution, ...], said: date | None, depth: int
) -> list[Clause] | None:
    """[On P,] NP reported [on P] [, citing NP,] [that] S."""
    start, day = 0, said
    opening = 1 if row and "in" in row[0].tags else 0
    if len(row) > opening + 2 and row[opening].sort == "period" and row[opening + 1].text == ",":
        found, _ = _said_on(story, row, 0)
        start, day = opening + 2, found or said
    limit = min(len(row), start + MAX_SPEAKER + 8)
    verb = next((i for i in range(start, limit) if "report" in row[i].tags), -1)
    if verb <= start:
        return None
    head = row[start:verb]
    if any(c.sort in {"quantity", "length"} or {"v-up", "v-down", "be", "have", "future"} & c.tags for c in head):
        return None
    who = _name(head)
    if not who:
        return None
    said_day, after = _said_on(story, row, verb + 1)
    links, after = _relayed(story, row, after)
    if links and after < len(row) and row[after].text == ",":
        after += 1
    if row[verb].lower == "told":
        after = next((i for i in range(after, min(after + 10, len(row))) if "that" in row[i].tags), len(row))
    if after >= len(row):
        return None
    complement = "that" in row[after].tags
    tags = row[verb].tags
    if not complement:
        opens = row[after].text in {":", ","} and after + 1 < len(row)
        if "loose" in tags or ("plain" not in tags and row[after].sort != "word"):
            return None
        if (row[after].sort == "mark" and not opens) or {"prepositions", "auxiliaries"} & row[after].tags:
            return None
        if "promising" in tags:
            return None
    body = row[after + 1 :] if complement or row[after].sort == "mark" else row[after:]
    # A date before the speaker may date the speech; one inside the body stays there.
    link = (*_heard(story, who, row[verb].lower), *links)
    return _peel(story, body, (*chain, *link), said_day or day, depth - 1)


def _closing(
    story: Story, row: list[Chunk], chain: tuple[Attribution, ...], said: date | None, depth: int
) -> list[Clause] | None:
    """S, NP reported [on P] [, citing NP]. Also S, said NP."""
    for k in range(len(row) - 1, 0, -1):
        if "report" not in row[k].tags:
            continue
        comma = k - 1
        while comma > 0 and k - comma <= MAX_SPEAKER and row[comma].text != ",":
            comma -= 1
        if row[comma].text != "," or comma == 0:
            continue
        day, after = _said_on(story, row, k + 1)
        if comma == k - 1:
            end = _until(row, k + 1)
            who = _name(row[k + 1 : end])
            after = end
        else:
            who = _name(row[comma + 1 : k])
            if {"and", "breaks", "which", "with"} & row[comma + 1].tags:
                continue
        links, after = _relayed(story, row, after)
        if not who or (after < len(row) and row[after].sort != "mark"):
            continue
        body = [*row[:comma], *row[after:]]
        link = (*_heard(story, who, row[k].lower), *links)
        return _peel(story, body, (*chain, *link), day or said, depth - 1)
    return None
