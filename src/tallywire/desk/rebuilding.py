"""The record made anew from the archive, and compared with the one that stood."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import msgspec

from tallywire.desk.derive import events_of, figures_or_none
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import NewsroomError


class Rebuilt(msgspec.Struct, frozen=True):
    """How many releases were read again, and where the new record differs from the old (empty: nowhere)."""

    releases: int
    differences: tuple[str, ...]


def rebuild(newsroom: Newsroom) -> Rebuilt:
    """Derive the record again from archive and source files; it takes the old one's place when it is whole.

    Until then the old one stands: a crash in between leaves it as it was.
    """
    record, fresh, old = (newsroom.folder / name for name in ("record", "record.new", "record.old"))
    for left_over in (fresh, old):
        if left_over.exists():
            shutil.rmtree(left_over)
    made = newsroom.record.rebuild_into(
        fresh,
        lambda release, body: figures_or_none(newsroom.sources, release, body),
        events_of,
    )
    found: Sequence[str] = newsroom.record.same_as(made)
    try:
        if record.exists():
            record.rename(old)
        fresh.rename(record)
    except OSError as error:
        raise NewsroomError(f"the new record cannot take its place: {error.strerror}", where=str(record)) from None
    if old.exists():
        shutil.rmtree(old)
    return Rebuilt(len(newsroom.archive.releases()), tuple(found))
