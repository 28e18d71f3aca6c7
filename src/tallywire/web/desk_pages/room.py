"""The desk as one server keeps it: its database, opened once, and the one who writes the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import TypeVar

import msgspec
from starlette.requests import Request

from tallywire.check import report
from tallywire.desk import publish
from tallywire.desk.accounts import SignedIn, signed_in
from tallywire.desk.checking import Checked
from tallywire.desk.plain import plain_values
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import keep_check
from tallywire.web.desk_pages.classing import Classing
from tallywire.web.desk_pages.site_writer import SiteWriter
from tallywire.web.house import House
from tallywire.web.session import SignedIn as AnyoneSignedIn

T = TypeVar("T")

DATABASE = "desk.db"


class Room:
    def __init__(self, own: House) -> None:
        self._house = own
        self._db: DeskDB | None = None
        self._opening = Lock()
        self._finding = Lock()
        self.writer = SiteWriter(self._write_site)
        self.classing = Classing()

    def db(self) -> DeskDB:
        """The desk's database; the first call opens it, brings its tables up to date, and belongs in a thread."""
        with self._opening:
            if self._db is None:
                self._db = DeskDB(self._house.folder / DATABASE)
            return self._db

    def looking(self, work: Callable[[], T]) -> T:
        """Look for news; a second look waits for the first."""
        with self._finding:
            return work()

    def door(self, token: str, at: datetime) -> SignedIn | None:
        """Whose session a token is; called in a thread."""
        return signed_in(self.db(), token, at)

    def keep(self, signed_in: AnyoneSignedIn, checked: Checked, title: str, address: str) -> str:
        """Keep a checked text for someone who asked for it; gives the page where it lies. Called in a thread."""
        newsroom = self._house.snapshots.open().newsroom
        said = report(checked.verdicts, as_of=checked.as_of, published=checked.published)
        kept = keep_check(
            self.db(),
            title=title,
            address=address,
            published=checked.published,
            text=checked.text,
            report=msgspec.json.encode(plain_values(said, clock=newsroom.clock_word)).decode(),
            who=signed_in.account.name,
            at=newsroom.clock.now(),
        )
        return f"/desk/checks/{kept.id}"

    def _write_site(self) -> None:
        publish(self._house.snapshots.open().newsroom)


def seat(own: House) -> Room:
    """The desk's room of a server, whose door and kept texts it looks after where nothing else does."""
    made = Room(own)
    own.door = own.door or made.door
    own.keep = own.keep or made.keep
    return made


def room(request: Request) -> Room:
    """The desk's room of the server that is asked."""
    found = request.app.state.room
    assert isinstance(found, Room)
    return found
