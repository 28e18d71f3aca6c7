"""The feeds of an edition as files of the site: each stream in three formats, current and archived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tallywire.brief import Leaf
from tallywire.feed.issue import Issue
from tallywire.feed.syndication.atom import atom
from tallywire.feed.syndication.entries import Entries
from tallywire.feed.syndication.jsonfeed import json_feed
from tallywire.feed.syndication.part import Part, part_path, parts
from tallywire.feed.syndication.rss import rss

Format = Callable[[Part, Entries], bytes]

FORMATS: dict[str, Format] = {"atom": atom, "rss": rss, "json": json_feed}
"""By the ending of their files."""


def documents(issue: Issue) -> Iterator[Leaf]:
    """Every document of every stream; a new brief changes only the current ones of its streams.

    The whole's current documents carry the archive's head, so they change with the archive too.
    """
    entries = Entries(issue.edition)
    for stream in issue.streams:
        for part in parts(stream):
            made_of = (
                (stream.path, stream.page, stream.title, part.number, part.archives),
                entries.seal(part),
                entries.changed(part),
                tuple(issue.digests[brief.id] for brief in part.briefs),
                part.withdrawn,
            )
            key = issue.key(*made_of)
            for ending, write in FORMATS.items():
                path = part_path(stream, part.number, ending)
                yield Leaf(path, key, partial(write, part, entries))
