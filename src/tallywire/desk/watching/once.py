"""One round over the sources."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.asking import ask, condition_of
from tallywire.desk.watching.calendars import Calendars, calendar_source
from tallywire.desk.watching.catching_up import catch_up
from tallywire.desk.watching.events import take_in_events
from tallywire.desk.watching.taking_in import take_in
from tallywire.desk.watching.timetable import Timetable, known_now
from tallywire.desk.watching.watched import Asked, Condition, Watched
from tallywire.errors import UsageError
from tallywire.watch import DEFAULT_LIMITS, DEFAULT_PACE, Fetcher, Limits, OwnLoop, Pace, Response, Source, Validators

Progress = Callable[[str], None]

TOGETHER = 256
"""Sources that are fetched side by side and taken in together."""


def watch_once(
    newsroom: Newsroom,
    *,
    only: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    pace: Pace = DEFAULT_PACE,
    progress: Progress | None = None,
    late: Callable[[Watched], None] | None = None,
) -> tuple[Watched, ...]:
    """Fetch every source once (or those named) and take in what came; in the order of the source files.

    A failing source is told and does not keep the others from being fetched. Event files that changed are taken in
    first. late: called for what an earlier run archived, could not record, and this one did. Raises UsageError,
    before anything is fetched, for a name in `only` that cannot be watched.
    """
    sources = chosen(newsroom, only)
    with newsroom.archive.writing():
        catch_up(newsroom, late)
        take_in_events(newsroom)
    timetable = Timetable(newsroom.folder)
    calendars = Calendars(newsroom)
    fetched = [calendar for source in sources if (calendar := calendar_source(source)) is not None]
    watched: list[Watched] = []
    with OwnLoop() as loop:
        fetcher = Fetcher(contact=newsroom.settings.contact, limits=limits, pace=pace)

        async def fetch(source: Source, validators: Validators | None) -> Response:
            if progress is not None:
                progress(source.id)
            return await fetcher.fetch(source, previous=validators)

        everything = [*fetched, *sources]
        for first in range(0, len(everything), TOGETHER):
            group = everything[first : first + TOGETHER]
            known = known_now(newsroom, timetable, group)

            async def ask_all(asked: Sequence[tuple[Source, Condition | None]]) -> list[Asked]:
                return await asyncio.gather(*(ask(source, condition, fetch) for source, condition in asked))

            conditions = [(each, condition_of(newsroom, each, known[each.id])) for each in group]
            asked = loop.run(partial(ask_all, conditions))
            taken = take_in(newsroom, asked, known, calendars, late=late)
            timetable.put({each.watched.source: each.known for each in taken})
            watched += [each.watched for each in taken]
    ids = {source.id for source in sources}
    return tuple(each for each in watched if each.source in ids)


def chosen(newsroom: Newsroom, only: Sequence[str]) -> Sequence[Source]:
    """The sources that are fetched, or those of them that are named; raises UsageError for one that is not."""
    if not only:
        return [source for source in newsroom.sources if not source.by_hand]
    sources = [newsroom.source(id) for id in dict.fromkeys(only)]
    for source in sources:
        if source.by_hand:
            raise UsageError(f"{source.id} is filled by hand and not fetched", hint="Use `tallywire import`")
    return sources
