"""One round of watching: fetch, archive, tell health, parse, record. Nothing is derived before it is archived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from tallywire.desk.derive import EVENTS, NOTHING, WITH_FIGURES, events_of, figures_of, parsed_or_none
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import FetchError, OutageError, SourceError, TableError, UsageError
from tallywire.record import Arrivals
from tallywire.series import Notice, Release, State
from tallywire.watch import (
    DEFAULT_LIMITS,
    BlockingFetcher,
    Limits,
    Parsed,
    Problem,
    Response,
    Source,
    Validators,
    archived_type,
    judge,
    load_events,
)

Progress = Callable[[str], None]

READ_WELL: tuple[State | None, ...] = (None, "ok", "unchanged", "returned")
"""After these the server may be asked whether the page changed; after others the whole page is wanted."""


class Watched(msgspec.Struct, frozen=True):
    """What one source gave in one round."""

    source: str
    state: State
    notice: Notice | None
    release: Release | None
    arrivals: Arrivals | None
    problems: tuple[Problem, ...] = ()


def catch_up(newsroom: Newsroom) -> int:
    """Derive what is archived and was not derived, after a crash; returns how many releases."""
    waiting = newsroom.record.underived()
    for release in waiting:
        body = newsroom.archive.body(release.id)
        read = parsed_or_none(newsroom.sources, release, body)
        newsroom.record.learn(release, read.figures, read.illegible)
        newsroom.record.learn_events(release, events_of(release, body))
    newsroom.record.flush()
    return len(waiting)


def watch_once(
    newsroom: Newsroom,
    *,
    only: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> tuple[Watched, ...]:
    """Fetch every source once (or those named), in one tick: one append to the record at its end.

    A failing source is told and does not keep the others from being fetched. Event files that changed are taken
    in first. Raises UsageError, before anything is fetched, for a name in `only` that cannot be watched.
    """
    sources = _chosen(newsroom, only)
    catch_up(newsroom)
    take_in_events(newsroom)
    found = []
    with BlockingFetcher(contact=newsroom.settings.contact, limits=limits) as fetcher:
        for source in sources:
            if progress is not None:
                progress(source.id)
            found.append(_watch(newsroom, source, fetcher))
    newsroom.record.flush()
    return tuple(found)


def _chosen(newsroom: Newsroom, only: Sequence[str]) -> Sequence[Source]:
    if not only:
        return [source for source in newsroom.sources if not source.by_hand]
    sources = [newsroom.source(id) for id in dict.fromkeys(only)]
    for source in sources:
        if source.by_hand:
            raise UsageError(f"{source.id} is filled by hand and not fetched", hint="Use `tallywire import`")
    return sources


def states(newsroom: Newsroom) -> dict[str, Notice]:
    """The last notice of each source that ever had one."""
    return {notice.source: notice for notice in newsroom.archive.notices()}


def _watch(newsroom: Newsroom, source: Source, fetcher: BlockingFetcher) -> Watched:
    told = states(newsroom).get(source.id)
    before = told.after if told is not None else None
    previous = newsroom.archive.last(source.id, source.address)
    fetched = _fetched(newsroom, source, previous, before, fetcher)
    if isinstance(fetched, FetchError):
        at, real = newsroom.clock.stamp()
        state, notice = judge(source, before, fetched, None, at=at)
        _tell(newsroom, notice, real)
        return Watched(source.id, state, notice, None, None)
    release = _archive(newsroom, source, fetched)
    same = previous is not None and previous.status in WITH_FIGURES and previous.body_hash == release.body_hash
    parsed: Parsed | TableError
    try:
        # An unchanged page is read too: the source file may have been mended, or have gained a series.
        parsed = figures_of(source, release, newsroom.archive.body(release.id))
    except TableError as error:
        parsed = error
    read = parsed if isinstance(parsed, Parsed) else NOTHING
    arrivals = newsroom.record.learn(release, read.figures, read.illegible)
    at, real = newsroom.clock.stamp()
    state, notice = judge(source, before, fetched, parsed, at=at, release=release.id)
    if state == "ok" and same:
        state = "unchanged"
    _tell(newsroom, notice, real)
    problems = parsed.problems if isinstance(parsed, Parsed) and not same else ()
    return Watched(source.id, state, notice, release, arrivals, problems)


def _fetched(
    newsroom: Newsroom, source: Source, previous: Release | None, before: State | None, fetcher: BlockingFetcher
) -> Response | FetchError:
    validators = _validators(newsroom, previous, before)
    try:
        fetched = fetcher.fetch(source, previous=validators)
    except FetchError as error:
        return error
    if fetched.status == 304 and validators is None:
        return OutageError("HTTP 304, which says nothing where nothing was asked", where=source.address)
    return fetched


def _validators(newsroom: Newsroom, previous: Release | None, before: State | None) -> Validators | None:
    """What to ask with whether the page changed: only where the last answer was read well."""
    if previous is None or previous.status not in WITH_FIGURES or before not in READ_WELL:
        return None
    headers = {name.lower(): value for name, value in newsroom.archive.wire(previous.id)[0]}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Validators(previous.address, etag, modified) if etag or modified else None


def _archive(newsroom: Newsroom, source: Source, fetched: Response) -> Release:
    at, real = newsroom.clock.stamp()
    if fetched.status == 304:
        return newsroom.archive.append_not_modified(
            source=source.id, address=source.address, at=at, real=real, headers=fetched.headers
        )
    return newsroom.archive.append_response(
        source=source.id,
        address=source.address,
        at=at,
        real=real,
        status=fetched.status,
        headers=fetched.headers,
        wire=fetched.wire,
        media_type=archived_type(source, fetched.media_type),
    )


def _tell(newsroom: Newsroom, notice: Notice | None, real: datetime) -> None:
    if notice is not None:
        newsroom.archive.append_notice(notice, real=real)


def take_in_events(newsroom: Newsroom) -> int:
    """Archive and learn the event files that changed since they were last taken in; returns how many."""
    taken = 0
    for path in sorted((newsroom.folder / "events").glob("*.csv")):
        body = path.read_bytes()
        source = EVENTS + path.stem
        previous = newsroom.archive.last(source, path.name)
        if previous is not None and newsroom.archive.body(previous.id) == body:
            continue
        at, real = newsroom.clock.stamp()
        _check_events(body, str(path), at)
        release = newsroom.archive.append_resource(
            source=source, address=path.name, at=at, real=real, body=body, media_type="text/csv; charset=utf-8"
        )
        newsroom.record.learn(release, ())
        newsroom.record.learn_events(release, events_of(release, body))
        taken += 1
    if taken:
        newsroom.record.flush()
    return taken


def _check_events(body: bytes, where: str, at: datetime) -> None:
    """An event file that does not fit is refused before it is archived."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 text: {error.reason} at byte {error.start}", where=where) from None
    load_events(text, where, release="", known_at=at)
