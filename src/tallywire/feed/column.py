"""The feed's narrow second column: topics, the sources' health, the latest revisions and takedowns."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import msgspec

from tallywire.feed.dates import moment_words, short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.item import Tagged, labels
from tallywire.feed.names import brief_path, source_path
from tallywire.feed.states import state_words

MOST = 5

_RESTATING = frozenset({"Revision", "Returned", "Taken down"})


class Topic(msgspec.Struct, frozen=True):
    """A topic or place with its page, and how many briefs it has."""

    name: str
    href: str
    count: int


class State(msgspec.Struct, frozen=True):
    """How a source is doing; `mark` picks shape and colour, `words` say it."""

    name: str
    href: str
    mark: str
    words: str
    since: str
    since_stamp: str
    since_full: str
    note: str


class Change(msgspec.Struct, frozen=True):
    headline: str
    href: str
    labels: tuple[Tagged, ...]
    date: str
    stamp: str


class Column(msgspec.Struct, frozen=True):
    topics: tuple[Topic, ...]
    places: tuple[Topic, ...]
    states: tuple[State, ...]
    changes: tuple[Change, ...]


def column(issue: Issue, *, root: str) -> Column:
    restated = islice((brief for brief in issue.briefs if _RESTATING.intersection(brief.labels)), MOST)
    return Column(
        topics=_shelves(issue, root, "topic"),
        places=_shelves(issue, root, "place"),
        states=_states(issue, root),
        changes=tuple(
            Change(
                brief.headline.text,
                root + brief_path(brief.id),
                labels(brief),
                short_day(utc(brief.published).date()),
                stamp(brief.published),
            )
            for brief in restated
        ),
    )


def _states(issue: Issue, root: str) -> tuple[State, ...]:
    """The state of each source; two of one name are told apart by what they are called here."""
    names = Counter(source.name for source in issue.edition.sources if source.health is not None)
    return tuple(
        State(
            f"{health.name} ({source.id})" if names[source.name] > 1 else health.name,
            root + source_path(health.source),
            *state_words(health.state),
            since=short_day(utc(health.since).date()),
            since_stamp=stamp(health.since),
            since_full=moment_words(health.since),
            # The source's page gives the address.
            note=health.note.removesuffix(f" at {source.address}"),
        )
        for source in issue.edition.sources
        if (health := source.health) is not None
    )


def _shelves(issue: Issue, root: str, kind: str) -> tuple[Topic, ...]:
    return tuple(
        Topic(stream.title, root + stream.page, len(stream.briefs))
        for stream in issue.streams
        if stream.kind == kind and stream.briefs
    )
