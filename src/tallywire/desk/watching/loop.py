"""Watching without end: one event loop, a table of due times, and a tick that takes in what came."""

from __future__ import annotations

import asyncio
import heapq
import os
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.asking import ask, condition_of
from tallywire.desk.watching.calendars import Calendars, calendar_source
from tallywire.desk.watching.catching_up import catch_up
from tallywire.desk.watching.events import take_in_events
from tallywire.desk.watching.once import chosen
from tallywire.desk.watching.taking_in import take_in
from tallywire.desk.watching.timetable import Timetable, known_now
from tallywire.desk.watching.watched import Asked, Known, Watched
from tallywire.errors import ArchiveError, BusyError, NewsroomError, SourceError, TallywireError
from tallywire.watch import DEFAULT_LIMITS, DEFAULT_PACE, Fetcher, Limits, Pace, Response, Source, Validators


class Ticking(msgspec.Struct, frozen=True):
    """How the loop goes. Seconds.

    tick: what came is taken in this often; together: or as soon as there is this much. under_way: sources
    that are being asked at one time. look: how often source and event files are looked at. rest: the newsroom's clock
    is looked at at least this often. again: how long to wait after a tick that could not be written (a full disk,
    another writer).
    """

    tick: float = 2.0
    together: int = 512
    under_way: int = 1024
    look: float = 30.0
    rest: float = 1.0
    again: float = 30.0


DEFAULT_TICKING = Ticking()


class Told(msgspec.Struct, frozen=True):
    """What the loop says: of a source that was watched, or what went wrong outside the sources."""

    watched: Watched | None = None
    trouble: str = ""


class Pulse(msgspec.Struct):
    """How the loop does: sources taken in, ticks, and the longest and the last waits of the event loop in seconds."""

    taken: int = 0
    ticks: int = 0
    failed_ticks: int = 0
    lags: deque[float] = msgspec.field(default_factory=lambda: deque(maxlen=10_000))


class Loop:
    """Watches a newsroom's sources (or those named in `only`) until it is told to stop.

    The newsroom is open for reading: its lock is held only while a tick is written, so that other commands can
    write in between. Source and event files that change are taken up while it runs. One host never holds up the
    others: each host's sources stand in a line of their own, and of each line one is asked at a time.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        fetcher: Fetcher,
        *,
        only: Sequence[str] = (),
        ticking: Ticking = DEFAULT_TICKING,
        tell: Callable[[Told], None],
    ) -> None:
        self.pulse = Pulse()
        self._newsroom = newsroom
        self._fetcher = fetcher
        self._only = only
        self._ticking = ticking
        self._tell = tell
        self._timetable = Timetable(newsroom.folder)
        self._calendars = Calendars(newsroom)
        self._sources: dict[str, Source] = {}
        self._known: dict[str, Known] = {}
        self._files: object = None
        self._due: list[tuple[datetime, str]] = []
        self._out: set[str] = set()
        self._lines: dict[str, deque[str]] = {}
        self._turns: deque[str] = deque()
        self._asking: set[asyncio.Task[None]] = set()
        self._came: list[Asked] = []
        self._late: deque[Watched] = deque()
        self._something = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until `stop` is set; what was fetched by then is taken in before this returns."""
        await asyncio.to_thread(self._begin)
        self._tell_late()
        ticking = asyncio.create_task(self._tick_on(stop))
        looking = asyncio.create_task(self._look_on(stop))
        feeling = asyncio.create_task(self._feel(stop))
        try:
            while not stop.is_set():
                self._line_up(self._newsroom.clock.now())
                self._start()
                await self._pause(stop)
        finally:
            for task in self._asking:
                task.cancel()
            await asyncio.gather(*self._asking, return_exceptions=True)
            self._something.set()
            await asyncio.gather(ticking, looking, feeling)

    def next_due(self) -> tuple[datetime, str] | None:
        """The source that is due next, and when."""
        return self._due[0] if self._due else None

    def all_due(self) -> None:
        """Ask every source now, whenever it would have been due."""
        now = self._newsroom.clock.now()
        self._due = [(min(due, now), id) for due, id in self._due]
        heapq.heapify(self._due)
        self._something.set()

    # Sources

    def _begin(self) -> None:
        with self._newsroom.archive.writing():
            catch_up(self._newsroom, self._late.append)
            take_in_events(self._newsroom)
        self._files = self._seen_files()
        self._take_up()

    def _take_up(self) -> None:
        """The sources as the files have them now; new ones are due at once, as are those without a due time."""
        sources = chosen(self._newsroom, self._only)
        everything = [*sources, *(each for source in sources if (each := calendar_source(source)) is not None)]
        fresh = known_now(self._newsroom, self._timetable, everything)
        self._sources = {source.id: source for source in everything}
        self._known = {id: self._known.get(id, fresh[id]) for id in self._sources}
        now = self._newsroom.clock.now()
        # A source that is in a line, or asked, or being taken in, comes back by itself.
        self._due = [(known.due or now, id) for id, known in self._known.items() if id not in self._out]
        heapq.heapify(self._due)

    def _seen_files(self) -> object:
        found: list[tuple[str, int]] = []
        for name in ("sources", "events", "calendars"):
            folder = self._newsroom.folder / name
            if folder.is_dir():
                with os.scandir(folder) as entries:
                    found += [(entry.path, entry.stat().st_mtime_ns) for entry in entries if entry.is_file()]
        return sorted(found)

    async def _look_on(self, stop: asyncio.Event) -> None:
        while not await _waited(stop, self._ticking.look):
            try:
                files = await asyncio.to_thread(self._seen_files)
                if files == self._files:
                    continue
                self._files = files
                await asyncio.to_thread(self._reload)
                self._tell_late()
            except (TallywireError, OSError) as error:
                if not isinstance(error, SourceError):
                    # A full disk, or another writer: what changed is still to be taken up.
                    self._files = None
                self._tell(Told(trouble=str(error)))
                continue
            self._take_up()
            self._something.set()

    def _reload(self) -> None:
        with self._newsroom.archive.writing():
            if self._newsroom.archive.count != self._newsroom.derived:
                # A tick that failed may have left half of it in memory, which is not to be flushed.
                self._newsroom.reopen_record()
            self._newsroom.reload_sources()
            catch_up(self._newsroom, self._late.append)
            take_in_events(self._newsroom)

    # Asking

    def _line_up(self, now: datetime) -> None:
        while self._due and self._due[0][0] <= now:
            _, id = heapq.heappop(self._due)
            source = self._sources.get(id)
            if source is None:
                continue
            self._out.add(id)
            host = urlsplit(source.address).netloc.lower()
            line = self._lines.get(host)
            if line is None:
                line = self._lines[host] = deque()
                self._turns.append(host)
            line.append(id)

    def _start(self) -> None:
        """Ask the first of each line that is not being asked, in turn, as long as there is room."""
        while self._turns and len(self._asking) < self._ticking.under_way and len(self._came) < self._room:
            host = self._turns.popleft()
            id = self._lines[host].popleft()
            source = self._sources.get(id)
            if source is None:
                self._out.discard(id)
                self._next_of(host)
                continue
            task = asyncio.create_task(self._ask(source, host))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    @property
    def _room(self) -> int:
        # What came and cannot be taken in, as the disk is full, is not piled up.
        return 2 * self._ticking.together

    async def _ask(self, source: Source, host: str) -> None:
        try:
            condition = condition_of(self._newsroom, source, self._known.get(source.id, Known()))
            asked = await ask(source, condition, self._fetch)
            self._came.append(asked)
        except TallywireError as error:
            # The archive was altered where the last release stands: told each time, and the others go on.
            self._tell(Told(trouble=str(error)))
            self._back(source.id, self._newsroom.clock.now() + source.watch.interval)
        finally:
            self._next_of(host)
            self._something.set()

    def _next_of(self, host: str) -> None:
        """The host's line goes to the end of the turns, or away when it is empty."""
        if self._lines.get(host):
            self._turns.append(host)
        else:
            self._lines.pop(host, None)

    async def _fetch(self, source: Source, validators: Validators | None) -> Response:
        return await self._fetcher.fetch(source, previous=validators)

    async def _pause(self, stop: asyncio.Event) -> None:
        """Until something came, the next source is due, or the loop has rested."""
        wait = self._ticking.rest
        if self._due:
            wait = min(wait, max(0.01, (self._due[0][0] - self._newsroom.clock.now()).total_seconds()))
        if not stop.is_set():
            await _waited(self._something, wait)
            self._something.clear()

    # Taking in

    async def _tick_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            # Not at once when something came: what comes in the same moments is taken in together.
            ended = asyncio.get_running_loop().time() + self._ticking.tick
            while not stop.is_set() and len(self._came) < self._ticking.together:
                left = ended - asyncio.get_running_loop().time()
                if left <= 0 or await _waited(stop, min(left, 0.05)):
                    break
            await self._tick(stop)
        while self._asking:
            await asyncio.wait(self._asking)
        await self._tick(stop)

    async def _tick(self, stop: asyncio.Event) -> None:
        came, self._came = self._came[: self._ticking.together], self._came[self._ticking.together :]
        self._out.difference_update(each.source.id for each in came if each.source.id not in self._sources)
        came = [each for each in came if each.source.id in self._sources]
        if not came:
            return
        known = {each.source.id: self._known[each.source.id] for each in came}
        try:
            taken, trouble = await asyncio.to_thread(self._take_in, came, known)
        except (ArchiveError, NewsroomError, BusyError, OSError) as error:
            self._tell_late()
            self.pulse.failed_ticks += 1
            self._tell(Told(trouble=str(error)))
            # Not acknowledged: the sources are asked again, once there is room to write.
            again = self._newsroom.clock.now() + timedelta(seconds=self._ticking.again)
            for each in came:
                self._back(each.source.id, again)
            await _waited(stop, self._ticking.again if not stop.is_set() else 0)
            return
        self._tell_late()
        self.pulse.ticks += 1
        self.pulse.taken += len(taken)
        for id, after, watched in taken:
            self._known[id] = after
            self._back(id, after.due or self._newsroom.clock.now())
            self._tell(Told(watched=watched))
        if trouble:
            self._tell(Told(trouble=trouble))
        self._something.set()

    def _tell_late(self) -> None:
        """Tell what came in a tick that failed, or before a crash, and is recorded by now."""
        while self._late:
            self._tell(Told(watched=self._late.popleft()))

    def _back(self, id: str, due: datetime) -> None:
        self._out.discard(id)
        heapq.heappush(self._due, (due, id))

    def _take_in(self, came: list[Asked], known: dict[str, Known]) -> tuple[list[tuple[str, Known, Watched]], str]:
        """What was taken in, and why the timetable could not be written, if so: that loses nothing."""
        taken = take_in(self._newsroom, came, known, self._calendars, late=self._late.append)
        trouble = ""
        try:
            self._timetable.put({each.watched.source: each.known for each in taken})
        except NewsroomError as error:
            trouble = str(error)
        return [(each.watched.source, each.known, each.watched) for each in taken], trouble

    async def _feel(self, stop: asyncio.Event) -> None:
        """Measure how long the event loop keeps others waiting."""
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            before = loop.time()
            await asyncio.sleep(0.05)
            self.pulse.lags.append(max(0.0, loop.time() - before - 0.05))


async def _waited(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event came within `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


async def watch_on(
    newsroom: Newsroom,
    stop: asyncio.Event,
    *,
    only: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    pace: Pace = DEFAULT_PACE,
    ticking: Ticking = DEFAULT_TICKING,
    tell: Callable[[Told], None],
) -> Pulse:
    """Watch until `stop` is set: see `Loop`."""
    fetcher = Fetcher(contact=newsroom.settings.contact, limits=limits, pace=pace)
    loop = Loop(newsroom, fetcher, only=only, ticking=ticking, tell=tell)
    await loop.run(stop)
    return loop.pulse
