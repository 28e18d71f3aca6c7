"""A tick: what was fetched is archived together, then read, recorded and judged. Nothing is derived before."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from tallywire.desk.derive import CALENDARS, NOTHING, WITH_FIGURES, figures_of
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.calendars import Calendars
from tallywire.desk.watching.catching_up import read_on
from tallywire.desk.watching.due import next_due
from tallywire.desk.watching.timetable import abreast
from tallywire.desk.watching.watched import READ_WELL, Asked, Condition, Known, Watched
from tallywire.errors import FetchError, OutageError, SourceError, TableError
from tallywire.record import Hop
from tallywire.series import Release
from tallywire.watch import (
    PARSER_VERSION,
    Look,
    Parsed,
    Response,
    Seen,
    Source,
    archived_type,
    judge,
    late,
    look,
)
from tallywire.watch.rhythm import length_of_time

MOST_ARRIVALS = 32
UNKNOWN = -1


class Taken(msgspec.Struct, frozen=True):
    """One source's part of a tick: what is told of it, what is known of it from now on, and the real time."""

    watched: Watched
    known: Known
    real: datetime


def take_in(
    newsroom: Newsroom,
    asked: Sequence[Asked],
    known: Mapping[str, Known],
    calendars: Calendars,
    *,
    chance: Callable[[], float] = random.random,
    late: Callable[[Watched], None] | None = None,
) -> tuple[Taken, ...]:
    """Archive, read, record and judge what was fetched, in this order, in one append each.

    The newsroom need not be open for writing: its lock is taken for as long as this lasts, and what another
    process wrote meanwhile is read first. When this returns everything is on disk. Raises ArchiveError or
    NewsroomError where the disk is full: then what was archived is derived at the next start or by the next call,
    which hands what was new in it to `late` (see `catch_up`), and the rest is not acknowledged.
    """
    with newsroom.archive.writing():
        read_on(newsroom, late)
        known = abreast(newsroom, known, [each.source for each in asked])
        # Until this is through, what is in memory may be half of it.
        newsroom.derived = UNKNOWN
        previous = [newsroom.archive.last(each.source.id, each.source.address) for each in asked]
        released = _archive(newsroom, asked)
        parsed = [
            None if release is None else _read(newsroom, each, release, before, known[each.source.id])
            for each, release, before in zip(asked, released, previous, strict=True)
        ]
        newsroom.record.prefetch(
            {figure.series for one in parsed if isinstance(one, Parsed) for figure in one.figures}
        )
        taken = [
            _take(newsroom, each, release, one, before, known[each.source.id], calendars)
            for each, release, one, before in zip(asked, released, parsed, previous, strict=True)
        ]
        with newsroom.archive.batch():
            for each in taken:
                if each.watched.notice is not None:
                    newsroom.archive.append_notice(each.watched.notice, real=each.real)
        newsroom.record.flush()
        newsroom.derived = newsroom.archive.count
    return tuple(_due(each, one, calendars, chance()) for each, one in zip(taken, asked, strict=True))


def _due(taken: Taken, asked: Asked, calendars: Calendars, chance: float) -> Taken:
    """With the moment at which the source is asked next."""
    known = taken.known
    assert known.asked is not None, "it was asked just now"
    retry_at = asked.fetched.retry_at if isinstance(asked.fetched, OutageError) else None
    planned = _planned(asked.source, calendars, known.asked)
    due = next_due(asked.source, known, planned, now=known.asked, chance=chance, retry_at=retry_at)
    return msgspec.structs.replace(taken, known=msgspec.structs.replace(known, due=due))


def _archive(newsroom: Newsroom, asked: Sequence[Asked]) -> list[Release | None]:
    """Every response archived, with one wait for the disk; None for what brought none."""
    released: list[Release | None] = []
    with newsroom.archive.batch():
        for each in asked:
            released.append(None if isinstance(each.fetched, FetchError) else _place(newsroom, each, each.fetched))
    return released


def _place(newsroom: Newsroom, asked: Asked, fetched: Response) -> Release:
    source = asked.source
    at, real = newsroom.clock.stamp()
    hops = tuple(Hop(hop.address, hop.status, hop.headers) for hop in fetched.redirects)
    if fetched.status == 304:
        return newsroom.archive.append_not_modified(
            source=source.id,
            address=source.address,
            of=asked.condition.release if asked.condition is not None else "",
            at=at,
            real=real,
            headers=fetched.headers,
            request=fetched.request,
            redirects=hops,
            final_address=fetched.final_address,
        )
    return newsroom.archive.append_response(
        source=source.id,
        address=source.address,
        at=at,
        real=real,
        status=fetched.status,
        headers=fetched.headers,
        wire=fetched.wire,
        media_type=_media_type(source, fetched),
        request=fetched.request,
        redirects=hops,
        final_address=fetched.final_address,
    )


def _media_type(source: Source, fetched: Response) -> str:
    return fetched.media_type if source.id.startswith(CALENDARS) else archived_type(source, fetched.media_type)


def _read(
    newsroom: Newsroom, asked: Asked, release: Release, previous: Release | None, known: Known
) -> Parsed | TableError | None:
    """What a release says; None where the one before has the same bytes, read well with the same source file."""
    source, fetched = asked.source, asked.fetched
    if source.id.startswith(CALENDARS) or release.status not in WITH_FIGURES:
        return None
    same = previous is not None and previous.body_hash == release.body_hash
    if same and known.state in READ_WELL and known.read == _reading(source, release):
        return None
    body = fetched.body if isinstance(fetched, Response) and fetched.status != 304 else b""
    try:
        # An unchanged page is read again where the source file was mended, or has gained a series.
        return figures_of(source, release, body or newsroom.archive.body(release.id))
    except TableError as error:
        return error


def _reading(source: Source, release: Release) -> str:
    file = hashlib.sha256(msgspec.json.encode((PARSER_VERSION, source))).hexdigest()[:16]
    return f"{release.body_hash} {file}"


def _take(
    newsroom: Newsroom,
    asked: Asked,
    release: Release | None,
    parsed: Parsed | TableError | None,
    previous: Release | None,
    known: Known,
    calendars: Calendars,
) -> Taken:
    source, fetched = asked.source, asked.fetched
    at, real = newsroom.clock.stamp()
    if release is None:
        notice = None
        state = known.state
        if not source.id.startswith(CALENDARS):
            state, notice = judge(source, known.state, Seen(fetched=fetched), at=at)
        after = msgspec.structs.replace(known, state=state, fails=known.fails + 1, asked=at)
        return Taken(Watched(source.id, state or "outage", notice, None, None), after, real)
    read = parsed if isinstance(parsed, Parsed) else NOTHING
    if not known.arrivals and read.figures:
        # Asked before this release is learned: what it brings comes on top.
        known = msgspec.structs.replace(known, arrivals=arrivals_of(newsroom, source))
    arrivals = newsroom.record.learn(release, read.figures, read.illegible)
    if arrivals.arrived:
        known = msgspec.structs.replace(known, arrivals=(*known.arrivals, at)[-MOST_ARRIVALS:])
    same = previous is not None and previous.status in WITH_FIGURES and previous.body_hash == release.body_hash
    was, now = _looks(newsroom, source, release) if isinstance(parsed, TableError) else (None, None)
    seen = Seen(
        fetched=fetched,
        parsed=parsed,
        release=release.id,
        late=_late(source, known, calendars, at),
        was=was,
        now=now,
    )
    state, notice = ("ok", None) if source.id.startswith(CALENDARS) else judge(source, known.state, seen, at=at)
    if state == "ok" and same:
        state = "unchanged"
    away = state in {"outage", "taken_down"}
    after = msgspec.structs.replace(
        known,
        state=state,
        fails=known.fails + 1 if away else 0,
        asked=at,
        read=_reading(source, release) if isinstance(parsed, Parsed) else known.read,
        condition=_condition(fetched, asked, release),
    )
    problems = read.problems if not same else ()
    return Taken(Watched(source.id, state, notice, release, arrivals, problems), after, real)


def _condition(fetched: Response | FetchError, asked: Asked, release: Release) -> Condition | None:
    if isinstance(fetched, FetchError) or fetched.status not in WITH_FIGURES:
        return None
    if fetched.status == 304:
        return Condition(asked.condition.validators, release.id) if asked.condition is not None else None
    held = fetched.validators
    return Condition(held, release.id) if held.etag or held.last_modified else None


def arrivals_of(newsroom: Newsroom, source: Source) -> tuple[datetime, ...]:
    """The last moments at which the record learned something new of a source, without what was imported."""
    found: set[datetime] = set()
    for series in source.series():
        for observation in newsroom.record.first_published(series.id):
            release = newsroom.archive.entry(observation.release).release
            if release is not None and release.kind == "fetched":
                found.add(observation.known_at)
    return tuple(sorted(found))[-MOST_ARRIVALS:]


def _late(source: Source, known: Known, calendars: Calendars, now: datetime) -> str:
    if not source.watch.late or source.id.startswith(CALENDARS):
        return ""
    grace = length_of_time(source.watch.grace) if source.watch.grace else None
    return late(known.arrivals, _planned(source, calendars, now), now=now, grace=grace)


def _planned(source: Source, calendars: Calendars, now: datetime) -> tuple[datetime, ...] | None:
    try:
        return calendars.planned(source, now)
    except SourceError:
        # A calendar that cannot be read is told by `tallywire sources`; the page's own rhythm is left.
        return None


def _looks(newsroom: Newsroom, source: Source, release: Release) -> tuple[Look | None, Look]:
    """How the page looked when figures were last read from it, and how it looks now."""
    now = look(source, newsroom.archive.body(release.id), release.media_type)
    as_of = newsroom.as_of()
    held = {
        observation.release
        for series in source.series()
        for observation in newsroom.record.observations(series.id, as_of=as_of)
    }
    entries = [newsroom.archive.entry(id) for id in held]
    read = [entry.release for entry in entries if entry.release is not None and entry.release.kind == "fetched"]
    newest = max(read, key=lambda each: each.fetched_at, default=None)
    return None if newest is None else look(source, newsroom.archive.body(newest.id), newest.media_type), now
