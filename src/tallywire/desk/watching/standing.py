"""How each source does, for whoever looks after them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.calendars import Calendars
from tallywire.desk.watching.taking_in import arrivals_of
from tallywire.desk.watching.timetable import Timetable, states
from tallywire.errors import SourceError
from tallywire.series import State
from tallywire.watch import Source


class SourceStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One source: its state, since when and why; when it was asked, last brought something new, and is next due.

    was and now: its layout before and after, where it drifted. trouble: what is wrong beside the page.
    """

    source: str
    name: str
    address: str
    state: State | None
    since: datetime | None
    detail: str
    was: str
    now: str
    asked: datetime | None
    new: datetime | None
    due: datetime | None
    series: int
    releases: int
    trouble: str


def standings(newsroom: Newsroom) -> tuple[SourceStanding, ...]:
    """Every source in the order of the files; state None: never asked yet, or filled by hand."""
    told = states(newsroom)
    timetable = Timetable(newsroom.folder)
    calendars = Calendars(newsroom)
    archived = newsroom.archive.sources()

    def standing(source: Source) -> SourceStanding:
        notice, known, releases = told.get(source.id), timetable[source.id], archived.get(source.id)
        healthy: State | None = "ok" if releases and not source.by_hand else None
        first = newsroom.archive.numbered(releases.first).at if releases else None
        return SourceStanding(
            source=source.id,
            name=source.name,
            address=source.address,
            state=notice.after if notice is not None else healthy,
            since=notice.at if notice is not None else first,
            detail=notice.detail if notice is not None else "",
            was=notice.was if notice is not None else "",
            now=notice.now if notice is not None else "",
            asked=known.asked,
            new=max(known.arrivals or arrivals_of(newsroom, source), default=None),
            due=None if source.by_hand else known.due,
            series=len(source.entries),
            releases=releases.count if releases else 0,
            trouble=_trouble(newsroom, calendars, source),
        )

    return tuple(standing(source) for source in newsroom.sources)


def _trouble(newsroom: Newsroom, calendars: Calendars, source: Source) -> str:
    try:
        calendars.planned(source, newsroom.clock.now())
    except SourceError as error:
        return str(error)
    return ""
