"""Release calendars of the watched sources: files of the newsroom, or what was fetched last."""

from __future__ import annotations

from datetime import datetime, timedelta

from tallywire.desk.derive import CALENDARS, WITH_FIGURES
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import SourceError
from tallywire.watch import Rhythm, Source, planned

FOLDER = "calendars"
_BACK = timedelta(days=400)
_AHEAD = timedelta(days=60)
Moments = tuple[datetime, ...]


def calendar_source(source: Source) -> Source | None:
    """The fetched calendar of a source as a source of its own, which gives no figures; None where it has none."""
    address = source.watch.calendar
    if not address.startswith(("http://", "https://")):
        return None
    return Source(
        id=CALENDARS + source.id,
        name=f"Release calendar of {source.name}",
        address=address,
        media="text",
        entries=(),
        contact=source.contact,
        homepage=source.homepage,
        allow_hosts=source.allow_hosts,
        robots=source.robots,
        watch=Rhythm(every="1 d"),
    )


class Calendars:
    """What the calendars say; each is read again only when it changed, or the day did."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._read: dict[str, tuple[object, Moments | SourceError]] = {}

    def planned(self, source: Source, now: datetime) -> Moments | None:
        """The moments planned from 400 days back to 60 days ahead; None where there is no calendar, or none yet.

        Raises SourceError for a calendar that cannot be read.
        """
        if not source.watch.calendar:
            return None
        fetched = calendar_source(source)
        body, stamp = self._file(source) if fetched is None else self._fetched(fetched)
        if body is None:
            return None
        key = (stamp, now.date(), source.watch.event)
        held = self._read.get(source.id)
        if held is None or held[0] != key:
            held = self._read[source.id] = (key, self._moments(source, body, now))
        if isinstance(held[1], SourceError):
            raise held[1]
        return held[1]

    def _file(self, source: Source) -> tuple[bytes | None, object]:
        path = self._newsroom.folder / FOLDER / source.watch.calendar
        try:
            return path.read_bytes(), path.stat().st_mtime_ns
        except OSError as error:
            raise SourceError(
                f"the calendar of {source.id} cannot be read: {error.strerror}",
                where=str(path),
                hint="Put the file there, or take watch.calendar out of the source file",
            ) from None

    def _fetched(self, calendar: Source) -> tuple[bytes | None, object]:
        release = self._newsroom.archive.last(calendar.id, calendar.address)
        if release is None or release.status not in WITH_FIGURES:
            return None, None
        return self._newsroom.archive.body(release.id), release.body_hash

    @staticmethod
    def _moments(source: Source, body: bytes, now: datetime) -> Moments | SourceError:
        try:
            text = body.decode("utf-8-sig", "replace")
            where = source.watch.calendar
            return planned(text, source.watch.event, since=now - _BACK, until=now + _AHEAD, where=where)
        except SourceError as error:
            return error
