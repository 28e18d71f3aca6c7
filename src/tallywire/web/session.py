"""Who is asking: the session cookie, the roles, and protection against forged requests."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tallywire.web.refusals import Refusal

Role = Literal["nobody", "reporter", "editor"]
"""The least that a route asks for; each may do what those before it may."""

RANK: dict[Role, int] = {"nobody": 0, "reporter": 1, "editor": 2}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "tallywire"
HOST_COOKIE = "__Host-tallywire"
"""A browser takes this one over https only, for this host only."""
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
LOG_IN = "/login"
LONGEST = 14 * 24 * 3600

Endpoint = Callable[[Request], Awaitable[Response]]


class Account(Protocol):
    """What the pages need to know of an account."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Literal["reporter", "editor"]: ...


class SignedIn(Protocol):
    """A session that stands: whose it is, and the token that its forms carry."""

    @property
    def account(self) -> Account: ...
    @property
    def csrf(self) -> str: ...


Door = Callable[[str, datetime], SignedIn | None]
"""A session token and the real time to who is signed in; called in a thread."""


def over_https(request: Request) -> bool:
    return request.url.scheme == "https"


def cookie_name(request: Request) -> str:
    return HOST_COOKIE if over_https(request) else COOKIE


def token(request: Request) -> str:
    """The session token that came with a request, or ""."""
    return request.cookies.get(cookie_name(request), "")[:200]


def remember(request: Request, response: Response, session: str) -> None:
    """Give a new session's token to the browser that asked."""
    response.set_cookie(
        cookie_name(request),
        session,
        max_age=LONGEST,
        path="/",
        secure=over_https(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    response.delete_cookie(cookie_name(request), path="/", secure=over_https(request), httponly=True, samesite="lax")


def who(request: Request) -> SignedIn | None:
    """Who asks, as `guarded` found it out; None for a reader."""
    found: SignedIn | None = getattr(request.state, "signed_in", None)
    return found


def allowed(signed_in: SignedIn | None, role: Role) -> bool:
    have: Role = "nobody" if signed_in is None else signed_in.account.role
    return RANK[have] >= RANK[role]


def guarded(endpoint: Endpoint, role: Role, identify: Callable[[Request], Awaitable[SignedIn | None]]) -> Endpoint:
    """An endpoint behind its role and, on every method that changes something, behind the checks for forgery.

    A browser's own words on where a request comes from have to agree (Sec-Fetch-Site, else Origin); where someone
    is signed in, the form or the header has to carry the session's token too.
    """

    async def guard(request: Request) -> Response:
        signed_in = await identify(request)
        request.state.signed_in = signed_in
        if not allowed(signed_in, role):
            if signed_in is None and request.method in ("GET", "HEAD"):
                return RedirectResponse(f"{LOG_IN}?next={_next(request)}", 303)
            raise Refusal(
                401 if signed_in is None else 403,
                "this page is for the desk" if signed_in is None else f"this is for the role of {role}",
                hint="Log in first" if signed_in is None else "Ask an editor",
            )
        if request.method not in SAFE:
            same_site(request)
            if signed_in is not None:
                await _own_form(request, signed_in.csrf)
        return await endpoint(request)

    return guard


def same_site(request: Request) -> None:
    """Raises Refusal (403) for a request that a page of another site caused."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        own = fetch_site in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        own = origin is None or _same_origin(origin, request)
    if not own:
        raise Refusal(403, "this request comes from another site", hint="Open the page here and send it again")


def _same_origin(origin: str, request: Request) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc.lower()) == (request.url.scheme, request.headers.get("host", "").lower())


async def _own_form(request: Request, csrf: str) -> None:
    sent = request.headers.get(CSRF_HEADER, "")
    if not sent:
        sent = field(await form_of(request), CSRF_FIELD)
    if not csrf or not hmac.compare_digest(sent.encode(), csrf.encode()):
        raise Refusal(403, "this form is no longer valid", hint="Go back, load the page anew and send it again")


async def form_of(request: Request) -> FormData:
    """The form of a request, read once; no files. Raises Refusal for a body that is no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Refusal(415, "the request holds no form")
    return await request.form(max_files=0, max_fields=200, max_part_size=MAX_FIELD)


MAX_FIELD = 4 << 20


def field(form: FormData, name: str) -> str:
    """A field's text; "" where it is missing."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def own_path(text: str) -> str:
    """`text` where it is a path of this site, else "": nothing that a browser would take for another host."""
    if not text.startswith("/") or text.startswith(("//", "/\\")) or any(c <= " " or c == "\x7f" for c in text):
        return ""
    return text[:500]


def _next(request: Request) -> str:
    """Where to go after logging in: a path of this site, escaped."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return quote(path[:500], safe="/")
