"""What is archived and was not derived, derived."""

from __future__ import annotations

from collections.abc import Callable

from tallywire.desk.derive import events_of, parsed_or_none
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.watched import Watched


def read_on(newsroom: Newsroom, tell: Callable[[Watched], None] | None = None) -> None:
    """What another process wrote meanwhile, or what an append that failed left half in memory, read again."""
    if newsroom.archive.count != newsroom.derived:
        newsroom.reopen_record()
        catch_up(newsroom, tell)


def catch_up(newsroom: Newsroom, tell: Callable[[Watched], None] | None = None) -> int:
    """Derive what a crash had left underived, or another process archived; returns how many releases.

    tell: called, once it is on disk, for each release that brought anything new.
    """
    waiting = newsroom.record.underived()
    found: list[Watched] = []
    for release in waiting:
        body = newsroom.archive.body(release.id)
        parsed = parsed_or_none(newsroom.sources, release, body)
        arrivals = newsroom.record.learn(release, parsed.figures, parsed.illegible)
        if arrivals.observations or arrivals.absences:
            # What changed in the source's health is judged by its next fetch.
            found.append(Watched(release.source, "ok", None, release, arrivals, parsed.problems))
        newsroom.record.learn_events(release, events_of(release, body))
    newsroom.record.flush()
    newsroom.derived = newsroom.archive.count
    if tell is not None:
        for each in found:
            tell(each)
    return len(waiting)
