"""History from a web archive: past versions of a source's page, archived with the time that archive asserts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import msgspec

from tallywire.desk.derive import NOTHING, figures_of
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching import catch_up
from tallywire.desk.watching.catching_up import read_on
from tallywire.desk.watching.taking_in import UNKNOWN
from tallywire.errors import FetchError, OutageError, RefusedError, TableError, UsageError
from tallywire.record import Hop, redact
from tallywire.series import Release
from tallywire.watch import BlockingFetcher, Problem, Response, Source, archived_type
from tallywire.watch.memento import Memento
from tallywire.watch.memento_archive import MementoArchive, asked_for
from tallywire.watch.memento_fetch import EARLIEST, LATEST, fetch_memento, list_mementos, with_timemap

Every = Literal["", "day", "week", "month"]
Fetched = tuple[Memento, Response | FetchError]

TOGETHER = 16
"""Mementos that are archived together; an interruption loses so many at most, and they are fetched again."""

TOGETHER_BYTES = 64 << 20

MOST_FAILURES = 3
"""So many mementos in a row that cannot be fetched end the run."""


class Stretch(msgspec.Struct, frozen=True):
    """Which mementos are wanted: from the day `since` to the day `until`, the first of each `every`, `limit` at most.

    limit counts those that are fetched now (0: all), so that the next run goes on after them.
    """

    since: date | None = None
    until: date | None = None
    every: Every = ""
    limit: int = 0


EVERYTHING = Stretch()


class Plan(msgspec.Struct, frozen=True):
    """What a backfill would fetch.

    listed: how many mementos the archive lists in the stretch. thinned: how many of them `every` leaves out. held:
    how many are archived already. wanted: those to be fetched, oldest first. later: how many `limit` leaves for
    another run. unusable: what of the lists cannot be used, in words.
    """

    source: str
    archive: MementoArchive
    listed: int
    thinned: int
    held: int
    wanted: tuple[Memento, ...]
    later: int
    unusable: tuple[str, ...]


class Past(msgspec.Struct, frozen=True):
    """What became of one memento.

    release: None where it was not taken; then `trouble` says why. Where it was, `trouble` says why nothing could be
    read from it, if so. figures: how many were read; new: how many the record had not as they stood then.
    """

    memento: Memento
    release: Release | None = None
    figures: int = 0
    new: int = 0
    problems: tuple[Problem, ...] = ()
    trouble: str = ""


class Backfilled(msgspec.Struct, frozen=True):
    """What became of a plan. stopped: why it ended before its last memento, "" where it did not."""

    plan: Plan
    past: tuple[Past, ...]
    stopped: str = ""


def plan_backfill(
    newsroom: Newsroom,
    id: str,
    fetcher: BlockingFetcher,
    stretch: Stretch = EVERYTHING,
    *,
    timemap: str = "",
    tell: Callable[[str], None] | None = None,
) -> Plan:
    """Ask a source's web archive what it holds, and say what of it would be fetched. Nothing is archived.

    timemap: another template than that of the source file. tell: called with the address of each TimeMap. Raises
    UsageError, and FetchError for a TimeMap that cannot be had.
    """
    source = newsroom.source(id)
    if newsroom.simulated:
        raise UsageError("a simulated newsroom takes no history from the real web", where=str(newsroom.folder))
    archive = with_timemap(source, timemap)
    now = newsroom.clock.now()
    since = _begin(stretch.since) if stretch.since is not None else EARLIEST
    until = min(_end(stretch.until) if stretch.until is not None else LATEST, now)
    found = list_mementos(fetcher, source, archive, since=since, until=until, tell=tell)
    thin = _thinned(found.mementos, stretch.every)
    held = _held(newsroom, source)
    wanted = [each for each in thin if _name(archive, each) not in held]
    fetched = wanted[: stretch.limit] if stretch.limit else wanted
    return Plan(
        source=id,
        archive=archive,
        listed=len(found.mementos),
        thinned=len(found.mementos) - len(thin),
        held=len(thin) - len(wanted),
        wanted=tuple(fetched),
        later=len(wanted) - len(fetched),
        unusable=found.unusable,
    )


def backfill(
    newsroom: Newsroom, plan: Plan, fetcher: BlockingFetcher, *, progress: Callable[[str], None] | None = None
) -> Backfilled:
    """Fetch what a plan wants, one after another; archive it in batches, and record its figures as vintages.

    Figures stand where the memento's time puts them, asserted and not proven. The newsroom need not be open for
    writing: its lock is taken for each batch. What was archived when a run is interrupted stays, and the next run
    passes over it. progress: called with the day of each memento. Raises ArchiveError or NewsroomError where the
    disk is full.
    """
    source = newsroom.source(plan.source)
    with newsroom.archive.writing():
        read_on(newsroom)
        catch_up(newsroom)
    past: list[Past] = []
    group: list[Fetched] = []
    failures = 0
    stopped = ""
    for memento in plan.wanted:
        if progress is not None:
            progress(f"{memento.at:%Y-%m-%d}")
        try:
            answer: Response | FetchError = fetch_memento(fetcher, source, plan.archive, memento)
        except FetchError as error:
            answer = error
        group.append((memento, answer))
        failed = isinstance(answer, (OutageError, RefusedError))
        failures = failures + 1 if failed else 0
        stopped = _stopped(answer, failures)
        if stopped or len(group) >= TOGETHER or _size(group) >= TOGETHER_BYTES:
            past += _take_in(newsroom, source, plan.archive, group)
            group = []
        if stopped:
            break
    if group:
        past += _take_in(newsroom, source, plan.archive, group)
    return Backfilled(plan, tuple(past), stopped)


def _take_in(newsroom: Newsroom, source: Source, archive: MementoArchive, group: Sequence[Fetched]) -> list[Past]:
    """Archive what came, with one wait for the disk, then read and record it."""
    with newsroom.archive.writing():
        read_on(newsroom)
        newsroom.derived = UNKNOWN
        held = _held(newsroom, source)
        past: list[Past] = []
        releases: list[Release | None] = []
        with newsroom.archive.batch():
            for memento, answer in group:
                taken = isinstance(answer, Response) and _name(archive, memento) not in held
                releases.append(_place(newsroom, source, archive, memento, answer) if taken else None)
        for (memento, answer), release in zip(group, releases, strict=True):
            if isinstance(answer, FetchError):
                past.append(Past(memento, trouble=answer.message))
            elif release is None:
                past.append(Past(memento, trouble="was archived by another process meanwhile"))
            else:
                past.append(_learn(newsroom, source, memento, release, answer.body))
        newsroom.record.flush()
        newsroom.derived = newsroom.archive.count
    return past


def _place(
    newsroom: Newsroom, source: Source, archive: MementoArchive, memento: Memento, answer: Response | FetchError
) -> Release:
    assert isinstance(answer, Response), "an error is not archived"
    at, real = newsroom.clock.stamp()
    return newsroom.archive.append_memento(
        source=source.id,
        address=source.address,
        at=at,
        real=real,
        status=answer.status,
        headers=answer.headers,
        wire=answer.wire,
        media_type=archived_type(source, answer.media_type),
        published_at=memento.at,
        memento_address=asked_for(archive, memento),
        request=answer.request,
        redirects=tuple(Hop(hop.address, hop.status, hop.headers) for hop in answer.redirects),
        final_address=answer.final_address,
    )


def _learn(newsroom: Newsroom, source: Source, memento: Memento, release: Release, body: bytes) -> Past:
    try:
        parsed, trouble = figures_of(source, release, body), ""
    except TableError as error:
        # A layout of then: the bytes are kept, and a rebuild reads them again when the source file fits them.
        parsed, trouble = NOTHING, error.message
    arrivals = newsroom.record.learn(release, parsed.figures, parsed.illegible)
    return Past(memento, release, len(parsed.figures), len(arrivals.observations), parsed.problems, trouble)


def _stopped(answer: Response | FetchError, failures: int) -> str:
    if isinstance(answer, OutageError) and answer.retry_at is not None:
        return f"the archive asks to be left alone until {answer.retry_at:%Y-%m-%d %H:%M:%S} UTC"
    if failures >= MOST_FAILURES:
        return f"{failures} mementos in a row could not be fetched"
    return ""


def _held(newsroom: Newsroom, source: Source) -> frozenset[str]:
    """The addresses of the mementos of a source that are archived."""
    past = newsroom.archive.not_fetched()
    return frozenset(each.note for each in past if each.kind == "memento" and each.source == source.id)


def _name(archive: MementoArchive, memento: Memento) -> str:
    """A memento's address as the archive of this newsroom has it."""
    try:
        return redact(asked_for(archive, memento))
    except FetchError:
        # It is told when it is fetched.
        return ""


def _thinned(mementos: Sequence[Memento], every: Every) -> Sequence[Memento]:
    """The first of each day, week or month: the same ones whenever it is asked."""
    if not every:
        return mementos
    first: dict[tuple[int, ...], Memento] = {}
    for each in mementos:
        match every:
            case "day":
                key: tuple[int, ...] = each.at.timetuple()[:3]
            case "week":
                key = each.at.isocalendar()[:2]
            case "month":
                key = each.at.timetuple()[:2]
        first.setdefault(key, each)
    return tuple(first.values())


def _size(group: Sequence[Fetched]) -> int:
    return sum(len(answer.body) for _, answer in group if isinstance(answer, Response))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end(day: date) -> datetime:
    if day == date.max:
        return LATEST
    return _begin(day + timedelta(days=1)) - timedelta(microseconds=1)
