"""Ways in and out of the desk: an invitation taken up, log-in, log-out, and one's own account."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tallywire.desk.accounts import (
    AccountError,
    Invitation,
    LoginFailed,
    LoginRefused,
    accept,
    change_password,
    invitation,
    log_in,
    log_out,
    log_out_everywhere,
)
from tallywire.web.desk_pages.asking import OURS, asking, desk_page, go, run
from tallywire.web.desk_pages.room import room
from tallywire.web.desk_pages.steps import problem_of
from tallywire.web.house import house
from tallywire.web.render import STORE_NOTHING, page
from tallywire.web.session import LOG_IN, field, forget, form_of, own_path, remember, token, who

DESK = "/desk"
MOST_TOKEN = 200
MOST_TYPED = 1000
"""Characters of a name or password that are looked at; accounts refuse far shorter ones."""

HERE_ONLY = ("/desk", "/check", "/account")
"""Where a log-in may lead."""


async def login_form(request: Request) -> Response:
    """GET: the form; who is in already goes to the desk."""
    if who(request) is not None:
        return RedirectResponse(_after(request.query_params.get("next", "")), 303, headers=STORE_NOTHING)
    return await _login(request, after=_after(request.query_params.get("next", "")))


async def logged_in(request: Request) -> Response:
    """POST: a new session for the right name and password; the one before it, if any, ends."""
    form = await form_of(request)
    name, password = field(form, "name")[:MOST_TYPED], field(form, "password")[:MOST_TYPED]
    after = _after(field(form, "next"))
    own, desk = house(request), room(request)
    at = (await own.snapshot()).newsroom.clock.real()
    earlier = token(request)

    def work() -> str:
        session, _ = log_in(desk.db(), name, password, address=client(request), at=at)
        if earlier:
            log_out(desk.db(), earlier, at)
        return session

    try:
        session = await run(own.thinking, work)
    except LoginRefused as error:
        wait = {"Retry-After": str(max(1, int(error.wait.total_seconds())))}
        return await _login(request, after=after, name=name, problem=problem_of(error), status=429, headers=wait)
    except LoginFailed as error:
        return await _login(request, after=after, name=name, problem=problem_of(error), status=401)
    response = RedirectResponse(after, 303, headers=STORE_NOTHING)
    remember(request, response, session)
    return response


async def logged_out(request: Request) -> Response:
    """POST: ends the session."""
    own, desk, session = house(request), room(request), token(request)
    at = (await own.snapshot()).newsroom.clock.real()
    await run(own.reading, lambda: log_out(desk.db(), session, at))
    response = RedirectResponse("/", 303, headers=STORE_NOTHING)
    forget(request, response)
    return response


async def accept_form(request: Request) -> Response:
    """GET /accept?token=…: the form of an invitation, or a word that its link is not good."""
    sent = request.query_params.get("token", "")[:MOST_TOKEN]
    return await _accept(request, sent)


async def accepted(request: Request) -> Response:
    """POST /accept: makes the account, or sets its password anew, and logs in."""
    form = await form_of(request)
    sent, name = field(form, "token")[:MOST_TOKEN], field(form, "name")[:MOST_TYPED]
    password, again = field(form, "password")[:MOST_TYPED], field(form, "again")[:MOST_TYPED]
    own, desk = house(request), room(request)
    at = (await own.snapshot()).newsroom.clock.real()
    earlier = token(request)

    def work() -> str:
        if password != again:
            raise AccountError("the two passwords are not the same", hint="Type it twice alike")
        made = accept(desk.db(), sent, name, password, at)
        session, _ = log_in(desk.db(), made.name, password, address=client(request), at=at)
        if earlier:
            log_out(desk.db(), earlier, at)
        return session

    try:
        session = await run(own.thinking, work)
    except AccountError as error:
        return await _accept(request, sent, name=name, problem=problem_of(error), status=422)
    response = RedirectResponse(DESK, 303, headers=STORE_NOTHING)
    remember(request, response, session)
    return response


async def account_page(request: Request) -> Response:
    """GET /account"""
    ask = await asking(request)
    return await desk_page(ask, "account.html", {"account": ask.account}, title="Your account")


async def password_changed(request: Request) -> Response:
    """POST /account: changes one's own password; the account's other sessions end."""
    ask = await asking(request)
    form = await form_of(request)
    old, new, again = (field(form, name)[:MOST_TYPED] for name in ("old", "password", "again"))

    def work() -> None:
        if new != again:
            raise AccountError("the two new passwords are not the same", hint="Type it twice alike")
        change_password(ask.room.db(), ask.account.id, old, new, ask.real, session=token(request))

    try:
        await run(ask.own.thinking, work)
    except OURS as error:
        status = 429 if isinstance(error, LoginRefused) else 422
        values = {"account": ask.account}
        return await desk_page(
            ask, "account.html", values, title="Your account", status=status, problem=problem_of(error)
        )
    return go(ask, "/account", done="The password is changed. Your other sessions are over.")


async def everywhere_out(request: Request) -> Response:
    """POST /account/log-out-everywhere: ends all of one's own sessions, this one too."""
    ask = await asking(request)
    await ask.desk(lambda db: log_out_everywhere(db, ask.account.id, ask.real))
    response = RedirectResponse(LOG_IN, 303, headers=STORE_NOTHING)
    forget(request, response)
    return response


def client(request: Request) -> str:
    """The network address that asks."""
    return request.client.host if request.client is not None else ""


def _after(text: str) -> str:
    """Where a log-in leads: a page of the desk, and never another site."""
    path = own_path(text)
    first = f"/{urlsplit(path).path[1:].partition('/')[0]}" if path else ""
    return path if first in HERE_ONLY and ".." not in path and "\\" not in unquote(path) else DESK


async def _login(
    request: Request,
    *,
    after: str,
    name: str = "",
    problem: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    values = {"after": after, "name": name, "problem": problem, "log_in": LOG_IN}
    response = await page(request, "desk/login.html", values, title="Log in", here="desk", status=status)
    response.headers.update(headers or {})
    return response


async def _accept(request: Request, sent: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    own, desk = house(request), room(request)
    at = (await own.snapshot()).newsroom.clock.real()
    found: Invitation | None = None
    if sent:
        found = await run(own.reading, lambda: invitation(desk.db(), sent, at))
    values = {"token": sent, "invitation": found, "name": name, "problem": problem}
    title = "This link is not good" if found is None else "Welcome to the desk"
    return await page(
        request, "desk/accept.html", values, title=title, here="desk", status=410 if found is None else status
    )
