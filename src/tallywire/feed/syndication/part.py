"""Streams cut into documents: a current one with the newest briefs, and archive documents that stay as they are."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tallywire.brief import Brief, Withdrawn
from tallywire.feed.dates import utc
from tallywire.feed.stream import Stream, newest_first

CHUNK = 50
"""Briefs in an archive document, those withdrawn since counted."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a stream. number: 0 for the current one, else an archive's, counted from the oldest.

    archives: how many archive documents there are. briefs: newest first. withdrawn: what had stood in an archive
    document, and in the current one all that had been in the stream, the latest withdrawn first.
    """

    stream: Stream
    number: int
    archives: int
    briefs: tuple[Brief, ...]
    withdrawn: tuple[Withdrawn, ...]

    @property
    def older(self) -> int:
        """The number of the archive document before this one; 0 where there is none."""
        return self.archives if self.number == 0 else self.number - 1

    @property
    def newer(self) -> int:
        """The number of the archive document after this one; 0 where there is none."""
        return self.number + 1 if 0 < self.number < self.archives else 0

    @property
    def updated(self) -> datetime | None:
        """When anything in it last changed; None where nothing is in it."""
        return max(
            (*(utc(moment(brief)) for brief in self.briefs), *(utc(gone.at) for gone in self.withdrawn)), default=None
        )


def moment(brief: Brief) -> datetime:
    """When a brief was last changed, or else published."""
    return max(brief.published, brief.updated or brief.published)


def parts(stream: Stream) -> tuple[Part, ...]:
    """The current document, with the newest 50 to 99, then the archive documents of 50, the oldest first.

    What was withdrawn keeps its place, so that no other document changes with it.
    """
    items: list[Brief | Withdrawn] = sorted(
        (*stream.briefs, *stream.withdrawn), key=lambda item: (utc(item.published), item.id)
    )
    archives = max(len(items) // CHUNK - 1, 0)
    found = [_part(stream, 0, archives, items[archives * CHUNK :], stream.withdrawn)]
    for number in range(1, archives + 1):
        chunk = items[(number - 1) * CHUNK : number * CHUNK]
        ids = {item.id for item in chunk if isinstance(item, Withdrawn)}
        gone = tuple(item for item in stream.withdrawn if item.id in ids)
        found.append(_part(stream, number, archives, chunk, gone))
    return tuple(found)


def part_path(stream: Stream, number: int, ending: str) -> str:
    """The site path of a stream's document: `feed.atom`, `feed-archive/3.atom`."""
    return f"{stream.path}-archive/{number}.{ending}" if number else f"{stream.path}.{ending}"


def _part(
    stream: Stream, number: int, archives: int, items: list[Brief | Withdrawn], withdrawn: tuple[Withdrawn, ...]
) -> Part:
    return Part(
        stream=stream,
        number=number,
        archives=archives,
        briefs=newest_first(tuple(item for item in items if isinstance(item, Brief))),
        withdrawn=withdrawn,
    )
