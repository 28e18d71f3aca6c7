"""The newsroom as the server reads it: held open, and opened anew when it has grown on disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock

from tallywire.brief import SourceSheet
from tallywire.desk import Clock, Newsroom, leads
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import SETTINGS
from tallywire.desk.rebuilding import OLD_RECORD, RECORD
from tallywire.desk.sheets import source_sheets
from tallywire.desk.stacks import ArchiveStacks
from tallywire.errors import NewsroomError, TallywireError
from tallywire.feed.names import file_name
from tallywire.record import NameCatalogue
from tallywire.series import AsOf, Basis, Series
from tallywire.statement import Lead

LOOK_EVERY = 1.0
"""Seconds between two looks at the disk, at least."""

RESTS = 9
"""The next look waits so many times as long as opening the newsroom took: a server beside a busy watch must serve."""

MOST_LEADS = 16
"""Moments whose leads are kept: finding them goes over the whole record."""

MOST_OPENINGS = 3
"""So often a newsroom is opened whose record is exchanged meanwhile."""

log = logging.getLogger("tallywire.web")

State = tuple[tuple[str, int, int], ...]
"""Name, change time in nanoseconds and size of what a newsroom is read from."""


class Snapshot:
    """A newsroom opened for reading, with what is made of it once: the catalogue of names, and its excerpts.

    earlier: the snapshot before this one, whose catalogue serves on where the series are the same.
    """

    def __init__(self, newsroom: Newsroom, state: State, earlier: Snapshot | None = None) -> None:
        self.newsroom = newsroom
        self.state = state
        self.series: tuple[Series, ...] = tuple(sorted(newsroom.series(), key=lambda each: each.id))
        self.excerpts = Excerpts(newsroom)
        self.sources = {source.id: source for source in newsroom.sources}
        self._leads = lru_cache(maxsize=MOST_LEADS)(partial(_found, newsroom))
        self._last = newsroom.archive.last_at
        if earlier is not None and earlier.series == self.series:
            self.catalogue, self.words = earlier.catalogue, earlier.words

    @cached_property
    def catalogue(self) -> NameCatalogue:
        """The names of all series; seconds for a hundred thousand, once."""
        return NameCatalogue(self.series)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What a search for a series looks through, in the order of `series`."""
        return tuple(_words(each) for each in self.series)

    @cached_property
    def sheets(self) -> dict[str, SourceSheet]:
        """The sources with all their versions, by the name they have in addresses."""
        return {file_name(sheet.id): sheet for sheet in source_sheets(self.newsroom)}

    @cached_property
    def stacks(self) -> ArchiveStacks:
        return ArchiveStacks(self.newsroom)

    def leads(self, as_of: AsOf, days: int) -> tuple[Lead, ...]:
        """The leads of the `days` before a moment; of the moments asked for last they are kept."""
        return self._leads(as_of, days)

    def now(self, basis: Basis = "proven") -> datetime:
        """The moment to read at where none is asked for.

        What is proven is known from the newest entry on, so that an unchanged record gives the same answer; on the
        asserted basis it is this minute.
        """
        if basis == "proven" and self._last is not None:
            return self._last
        return self.newsroom.clock.now().replace(second=0, microsecond=0)


class Snapshots:
    """The latest snapshot of a folder. Never takes the writer's lock: a watch may run beside it.

    Looks at the disk at most once a second, in a thread, and rarer where opening takes long; until a newer one is
    open, the one held is given.
    """

    def __init__(self, folder: Path, *, clock: Clock | None, seconds: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._seconds = seconds
        self._held: Snapshot | None = None
        self._look_at = 0.0
        self._troubled = ""
        self._opening = Lock()
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tallywire-snapshot")

    def held(self) -> Snapshot | None:
        """The snapshot in memory, if there is one; has the disk looked at where that is due."""
        now = self._seconds()
        if self._held is not None and now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            self._looking.submit(self._renew).add_done_callback(_noted)
        return self._held

    def open(self) -> Snapshot:
        """The snapshot, opened now if there is none yet; takes a while and belongs in a thread.

        Raises NewsroomError, SourceError or ArchiveError where the folder cannot be read.
        """
        if self._held is not None:
            return self._held
        with self._opening:
            if self._held is None:
                self._held = opened = self._opened()
                self._look_at = self._seconds() + LOOK_EVERY
                self._looking.submit(lambda: opened.catalogue)
            return self._held

    def warm(self) -> None:
        """Have the newsroom opened in the background, so that the first page need not wait for it."""
        self._looking.submit(self._warm)

    def settle(self) -> None:
        """Wait until a look that is under way has ended."""
        self._looking.submit(lambda: None).result()

    def look(self) -> None:
        """Open the newsroom anew where it is not as it was; takes a while and belongs in a thread.

        For a reader whose record was exchanged while it was read, as a rebuild does.
        """
        self._renew()

    def _warm(self) -> None:
        try:
            self.open()
        except TallywireError as error:
            log.warning("the newsroom cannot be read yet: %s", error.message)

    def _renew(self) -> None:
        trouble = ""
        started = self._seconds()
        try:
            with self._opening:
                if self._held is not None and state(self._folder) != self._held.state:
                    renewed = self._opened()
                    renewed.catalogue  # noqa: B018 - made before the first text asks for it
                    self._held = renewed
        except TallywireError as error:
            trouble = error.message
        except OSError as error:
            trouble = error.strerror or type(error).__name__
        if trouble and trouble != self._troubled:
            log.warning("the newsroom is served as it was: %s", trouble)
        self._troubled = trouble
        took = self._seconds() - started
        self._look_at = max(self._look_at, self._seconds() + RESTS * took)

    def _opened(self) -> Snapshot:
        for _ in range(MOST_OPENINGS):
            # The state is taken first: what grows while the newsroom is opened is seen by the next look.
            before, record = state(self._folder), _identity(self._folder / RECORD)
            with Newsroom(self._folder, clock=self._clock) as newsroom:
                opened = Snapshot(newsroom, before, self._held)
            # Between the moment when the old record is moved away and that when the new one is there, there is none.
            if _identity(self._folder / RECORD) == record and (record or not (self._folder / OLD_RECORD).exists()):
                return opened
        raise NewsroomError("its record is being exchanged", where=str(self._folder))


def _noted(done: Future[None]) -> None:
    """A fault while looking is no reader's; it is logged, and the newsroom served as it was."""
    error = done.exception()
    if error is not None:
        log.error("the newsroom could not be looked at: %s", type(error).__name__, exc_info=error)


def state(folder: Path) -> State:
    """What a newsroom is read from, as it stands on disk, without opening a file."""
    found = [_seen(folder / SETTINGS)]
    logs = (folder / RECORD / name / "_delta_log" for name in ("observations", "events"))
    found += [_seen(path) for path in logs]
    for part, end in (("archive", ".warc.gz"), ("sources", ".toml")):
        try:
            with os.scandir(folder / part) as entries:
                found += sorted(_seen(Path(entry.path)) for entry in entries if entry.name.endswith(end))
        except FileNotFoundError:
            continue
    return tuple(found)


def _found(newsroom: Newsroom, as_of: AsOf, days: int) -> tuple[Lead, ...]:
    return leads(newsroom, as_of, days=days)


def _seen(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size


def _identity(path: Path) -> int:
    """Which folder stands at a path; 0 for none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _words(series: Series) -> str:
    """What a search looks through."""
    dimensions = " ".join(value for _, value in series.dimensions)
    return " ".join((series.id, series.title, *series.names, series.place, series.topic, dimensions)).casefold()
