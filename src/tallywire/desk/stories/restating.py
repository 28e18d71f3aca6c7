"""The restatements that stories are about, or were called back to the desk for, each with its class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import log, stories
from tallywire.desk.stories.story import StoryLine
from tallywire.feed.record_pages.words import gravity
from tallywire.record import Record
from tallywire.series import Class, Observation, Revision

RESTATING = ("revision", "return")
"""Kinds of stories that are about a restatement."""


class Change(msgspec.Struct, frozen=True):
    """From one observation of a figure to a later one, by their numbers; before: 0 for the first of its period."""

    before: int
    after: int


class Restating(msgspec.Struct, frozen=True):
    """A step that restated a figure of a story; `step.classified` says how. before: what had stood, where it did."""

    series: str
    step: Revision
    before: Observation | None


class _Seen(msgspec.Struct, frozen=True):
    seq: int


class _Pair(msgspec.Struct, frozen=True):
    before: _Seen
    after: _Seen


class _Lead(msgspec.Struct, frozen=True):
    """As much of a lead as says which figure was restated."""

    restatement: _Pair | None = None


class _Review(msgspec.Struct, frozen=True):
    """As much of a review's line in the log as says what it asked about."""

    asked: str = ""
    restated: tuple[str, ...] = ()


_leads = msgspec.json.Decoder(_Lead)
_reviews = msgspec.json.Decoder(_Review)


def changes(db: DeskDB, lines: Iterable[StoryLine]) -> dict[str, tuple[Change, ...]]:
    """By story, which figures changed: the one it is about, and those that it is back on the desk for.

    A figure that was put back is told from its first one on.
    """
    given = tuple(lines)
    told = {line.id: line for line in given if line.kind in RESTATING}
    asked = {line.id: line for line in given if line.asked}
    about: dict[str, tuple[Change, ...]] = {}
    back: dict[str, tuple[Change, ...]] = {}
    with db.read() as connection:
        rows = connection.execute(select(stories.c.id, stories.c.lead).where(stories.c.id.in_(tuple(told))))
        for id, raw in rows:
            pair = None if raw is None else _leads.decode(raw).restatement
            if pair is not None:
                before = 0 if told[id].kind == "return" else pair.before.seq
                about[id] = (Change(before, pair.after.seq),)
        chosen = select(log.c.subject, log.c.detail).where(
            log.c.action == "reviewed", log.c.subject.in_(tuple(asked))
        )
        for id, detail in connection.execute(chosen.order_by(log.c.id)):
            review = _reviews.decode(detail)
            if review.asked == asked[id].asked:
                back[id] = tuple(Change(*map(int, key.split(">"))) for key in review.restated)
    return {id: about.get(id, ()) + back.get(id, ()) for id in (*about, *back)}


def restating(record: Record, series: Sequence[str], told: Sequence[Change]) -> tuple[Restating, ...]:
    """The steps by which figures of some series changed so, the newest first, with the classes they have now."""
    found: list[Restating] = []
    for id in series if told else ():
        steps = record.revisions(id)
        numbers = {seq: place for place, step in enumerate(steps) if (seq := _number(step)) is not None}
        for change in told:
            last = numbers.get(change.after)
            if last is not None:
                found += _between(id, steps, numbers.get(change.before), last)
    return tuple(sorted(found, key=lambda each: each.step.known_at, reverse=True))


def gravest(found: Iterable[Restating]) -> Class | None:
    """The class that matters most; None where there is none."""
    kinds = {each.step.classified.kind for each in found if each.step.classified is not None}
    return min(kinds, key=gravity, default=None)


def _between(id: str, steps: Sequence[Revision], first: int | None, last: int) -> Iterator[Restating]:
    """The classed steps of one period after the `first` (that of the period where it is None) up to the `last`."""
    place = last
    while place > 0 and place != first and steps[place - 1].period == steps[last].period:
        if steps[place].classified is not None:
            yield Restating(id, steps[place], steps[place - 1].observation)
        place -= 1


def _number(step: Revision) -> int | None:
    """That of the observation which the step is; None where a figure left its table, or came back to it as it was."""
    return None if step.observation is None or step.absence is not None else step.observation.seq
