"""What every page of the server is handed: the newsroom, the site, its bounds, and its workers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request

from tallywire.desk import Clock
from tallywire.desk.checking import Checked
from tallywire.errors import BusyError, NewsroomError, TallywireError
from tallywire.watch import Response as Fetched
from tallywire.web.limits import Limits
from tallywire.web.rates import Bucket, Seconds, client_name
from tallywire.web.refusals import Reopened, TooMany, refusal
from tallywire.web.session import Door, SignedIn, token
from tallywire.web.site import Site
from tallywire.web.snapshot import Snapshot, Snapshots
from tallywire.web.workers import Workers

T = TypeVar("T")

Fetch = Callable[[str, str], Fetched]
"""An address and the contact sent with it, to what its server answers; raises FetchError."""

Keep = Callable[[SignedIn, Checked, str, str], str]
"""Keeps a checked text (its title, its address) for someone who asked for it; gives the page where it lies."""


class House:
    """One server's state. Nothing of what readers send is kept in it."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock | None,
        limits: Limits,
        fetch: Fetch,
        door: Door | None,
        keep: Keep | None,
        desk: bool,
        seconds: Seconds = time.monotonic,
    ) -> None:
        self.folder = folder
        self.limits = limits
        self.fetch = fetch
        self.door = door
        self.keep = keep
        self.desk = desk
        self.snapshots = Snapshots(folder, clock=clock, seconds=seconds)
        self.site = Site(folder / "site", limits.cache_bytes)
        self.checks = Bucket(limits.checks_a_minute, seconds)
        self.fetches = Bucket(limits.fetches_a_minute, seconds)
        self.thinking = Workers("work", threads=2, waiting=limits.waiting, seconds=limits.work_seconds)
        self.fetching = Workers("fetch", threads=4, waiting=limits.waiting, seconds=limits.work_seconds)
        self.reading = Workers("read", threads=4, waiting=8 * limits.waiting, seconds=limits.work_seconds)

    async def snapshot(self) -> Snapshot:
        """The newsroom as it stands; raises Refusal where it cannot be read."""
        held = self.snapshots.held()
        return held if held is not None else await self.read(self.snapshots.open)

    async def read(self, work: Callable[[], T]) -> T:
        """Something short that touches the disk, in a thread; the house's errors become refusals."""
        return await self._told(self.reading, work)

    async def think(self, work: Callable[[], T]) -> T:
        """Reading, judging or finding, in a thread; the house's errors become refusals."""
        return await self._told(self.thinking, work)

    async def ask_out(self, work: Callable[[], T]) -> T:
        """Something that waits for another server, in a thread; the house's errors become refusals."""
        return await self._told(self.fetching, work)

    async def _told(self, workers: Workers, work: Callable[[], T]) -> T:
        try:
            return await workers.run(work)
        except BusyError as error:
            raise refusal(error) from error
        except NewsroomError as error:
            # The record may have been made anew under the one that is held.
            await self.reading.run(self.snapshots.look)
            raise Reopened from error
        except TallywireError as error:
            raise refusal(error) from error

    async def identify(self, request: Request) -> SignedIn | None:
        """Who is signed in with the request's session."""
        session = token(request)
        door = self.door
        if not session or door is None:
            return None
        snapshot = await self.snapshot()
        return await self.read(lambda: door(session, snapshot.newsroom.clock.real()))

    async def today(self) -> date:
        return (await self.snapshot()).newsroom.clock.now().date()


def house(request: Request) -> House:
    found = request.app.state.house
    assert isinstance(found, House)
    return found


def charge(request: Request, bucket: Bucket) -> None:
    """Take one token for the client that asks; raises TooMany."""
    client = client_name(request.client.host) if request.client is not None else ""
    wait = bucket.take(client)
    if wait > 0:
        raise TooMany(wait)
