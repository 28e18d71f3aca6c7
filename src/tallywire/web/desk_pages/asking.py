"""Who asks the desk for something, and what it is asked of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tallywire.desk import Newsroom
from tallywire.desk.accounts import Account, AccountError, SignedIn
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import DeskError
from tallywire.errors import TallywireError, TextError, UsageError
from tallywire.web.desk_pages.flash import Flash, drop, heard, say
from tallywire.web.desk_pages.room import Room, room
from tallywire.web.house import House, house
from tallywire.web.refusals import refusal
from tallywire.web.render import STORE_NOTHING, page
from tallywire.web.session import who
from tallywire.web.snapshot import Snapshot
from tallywire.web.workers import Workers

T = TypeVar("T")

OURS = (DeskError, AccountError, UsageError, TextError)
"""What a page of the desk tells where it happened; any other error is the server's to tell."""


class Asking(msgspec.Struct, frozen=True):
    """A request to the desk by someone who is signed in, and the newsroom as it stands."""

    request: Request
    own: House
    room: Room
    snapshot: Snapshot
    signed_in: SignedIn

    @property
    def account(self) -> Account:
        return self.signed_in.account

    @property
    def name(self) -> str:
        return self.signed_in.account.name

    @property
    def is_editor(self) -> bool:
        return self.signed_in.account.role == "editor"

    @property
    def newsroom(self) -> Newsroom:
        return self.snapshot.newsroom

    @property
    def sources(self) -> dict[str, str]:
        """Names of the newsroom's sources, by id."""
        return {id: source.name for id, source in self.snapshot.sources.items()}

    @property
    def at(self) -> datetime:
        """The newsroom's time, which stories and the log carry."""
        return self.newsroom.clock.now()

    @property
    def real(self) -> datetime:
        """The real time, which accounts and sessions go by."""
        return self.newsroom.clock.real()

    async def desk(self, work: Callable[[DeskDB], T]) -> T:
        """A short step in the desk's database, in a thread. Errors of OURS are raised as they are."""
        return await run(self.own.reading, lambda: work(self.room.db()))

    async def think(self, work: Callable[[DeskDB], T]) -> T:
        """Judging, finding or telling, in a thread. Errors of OURS are raised as they are."""
        return await run(self.own.thinking, lambda: work(self.room.db()))


async def asking(request: Request) -> Asking:
    """Who asks; for ways that ask for a role."""
    own = house(request)
    found = who(request)
    assert isinstance(found, SignedIn), "the way asks for a role"
    return Asking(request, own, room(request), await own.snapshot(), found)


async def run(workers: Workers, work: Callable[[], T]) -> T:
    try:
        return await workers.run(work)
    except OURS:
        raise
    except TallywireError as error:
        raise refusal(error) from error


async def desk_page(
    ask: Asking,
    template: str,
    values: Mapping[str, object],
    *,
    title: str,
    status: int = 200,
    problem: str = "",
) -> Response:
    """A page of the desk, with what the last step said, and with `problem` at its head."""
    said = heard(ask.request, ask.signed_in.csrf)
    flash = Flash("problem", problem) if problem else said
    frame = {
        "flash": flash,
        "is_editor": ask.is_editor,
        "site_failure": ask.room.writer.failure,
        **values,
    }
    response = await page(ask.request, f"desk/{template}", frame, title=title, here="desk", status=status)
    drop(ask.request, response)
    return response


def go(ask: Asking, to: str, *, done: str = "", problem: str = "") -> Response:
    """To another page of the desk, which says what was done."""
    response = RedirectResponse(to, 303, headers=STORE_NOTHING)
    if done or problem:
        say(ask.request, response, ask.signed_in.csrf, Flash("problem", problem) if problem else Flash("done", done))
    return response
