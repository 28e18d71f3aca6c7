"""Who works at the desk: invitations with a one-time link, roles, accounts closed and opened, passwords set anew."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.accounts import (
    Account,
    accounts,
    as_role,
    disable,
    enable,
    invite,
    log_out_everywhere,
    open_invitations,
    reset_link,
    set_role,
    take_back,
)
from tallywire.desk.store import DeskDB
from tallywire.errors import TallywireError
from tallywire.feed.dates import moment_words, stamp
from tallywire.web.desk_pages.asking import OURS, Asking, asking, desk_page, go
from tallywire.web.desk_pages.steps import problem_of
from tallywire.web.refusals import Missing
from tallywire.web.session import field, form_of

_Work = Callable[[DeskDB], None]

PEOPLE = "/desk/people"
ACCEPT = "/accept"


class Invited(msgspec.Struct, frozen=True):
    """An invitation that nobody took up yet; its link was shown once and is kept nowhere."""

    id: str
    words: str
    who: str
    until: str
    until_stamp: str


class Link(msgspec.Struct, frozen=True):
    """A link that is shown once."""

    address: str
    words: str


async def people_page(request: Request) -> Response:
    """GET /desk/people"""
    return await _page(await asking(request))


async def invited(request: Request) -> Response:
    """POST /desk/people/invite: shows the link, once."""
    ask = await asking(request)
    role = field(await form_of(request), "role")
    try:
        token = await ask.desk(lambda db: invite(db, as_role(role), by=ask.name, at=ask.real))
    except OURS as error:
        return await _problem(ask, error)
    return await _page(ask, link=Link(_link(request, token), f"makes an account for one {role}, within a week"))


async def taken_back(request: Request) -> Response:
    """POST /desk/people/take-back: an open invitation becomes void."""
    ask = await asking(request)
    id = field(await form_of(request), "invitation")[:64]
    return await _done(ask, lambda db: take_back(db, id, ask.name, ask.real), "The link is void.")


async def role_set(request: Request) -> Response:
    """POST /desk/people/{account}/role"""
    ask = await asking(request)
    account, role = _account(request), field(await form_of(request), "role")
    return await _done(
        ask, lambda db: set_role(db, account, as_role(role), ask.name, ask.real), "The role is changed."
    )


async def closed(request: Request) -> Response:
    """POST /desk/people/{account}/close"""
    ask, account = await asking(request), _account(request)
    return await _done(ask, lambda db: disable(db, account, ask.name, ask.real), "Closed. Its sessions are over.")


async def opened(request: Request) -> Response:
    """POST /desk/people/{account}/open"""
    ask, account = await asking(request), _account(request)
    return await _done(ask, lambda db: enable(db, account, ask.name, ask.real), "Open again.")


async def logged_out(request: Request) -> Response:
    """POST /desk/people/{account}/log-out: ends all its sessions."""
    ask, account = await asking(request), _account(request)
    return await _done(
        ask, lambda db: log_out_everywhere(db, account, ask.real, by=ask.name), "Its sessions are over."
    )


async def reset(request: Request) -> Response:
    """POST /desk/people/{account}/reset: shows a link that sets its password anew, once."""
    ask, account = await asking(request), _account(request)
    try:
        token = await ask.desk(lambda db: reset_link(db, account, ask.name, ask.real))
    except OURS as error:
        return await _problem(ask, error)
    return await _page(ask, link=Link(_link(request, token), "sets the password anew, within a week"))


async def _done(ask: Asking, work: _Work, done: str) -> Response:
    try:
        await ask.desk(work)
    except OURS as error:
        return await _problem(ask, error)
    return go(ask, PEOPLE, done=done)


async def _problem(ask: Asking, error: TallywireError) -> Response:
    return await _page(ask, problem=problem_of(error), status=422)


async def _page(ask: Asking, *, link: Link | None = None, problem: str = "", status: int = 200) -> Response:
    def work(db: DeskDB) -> tuple[tuple[Account, ...], tuple[Invited, ...]]:
        invitations = tuple(
            Invited(
                each.id,
                f"sets the password of {each.name}" if each.name else f"a new {each.role}",
                each.made_by,
                moment_words(each.expires_at),
                stamp(each.expires_at),
            )
            for each in open_invitations(db, ask.real)
        )
        return accounts(db), invitations

    everyone, waiting = await ask.desk(work)
    values = {"accounts": everyone, "invitations": waiting, "link": link, "own": ask.account.id}
    return await desk_page(ask, "people.html", values, title="People · Desk", status=status, problem=problem)


def _link(request: Request, token: str) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}{ACCEPT}?token={quote(token, safe='')}"


def _account(request: Request) -> int:
    number = str(request.path_params["account"])
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Missing("there is no such account")
    return int(number)
