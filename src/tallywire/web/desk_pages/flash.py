"""What the desk says after a step, on the page that follows: one line in a short cookie, signed for this session."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.web.session import cookie_name, over_https

SECONDS = 60
MOST = 700

Kind = Literal["done", "problem"]


class Flash(msgspec.Struct, frozen=True):
    kind: Kind
    text: str


def say(request: Request, response: Response, csrf: str, flash: Flash) -> None:
    """Send a line along with a redirect. Nobody can make one for someone else: the key is the session's own."""
    short = flash if len(flash.text) <= MOST else Flash(flash.kind, flash.text[:MOST] + "…")
    body = base64.urlsafe_b64encode(msgspec.json.encode(short)).decode()
    response.set_cookie(
        _name(request),
        f"{body}.{_seal(csrf, body)}",
        max_age=SECONDS,
        path="/",
        secure=over_https(request),
        httponly=True,
        samesite="lax",
    )


def heard(request: Request, csrf: str) -> Flash | None:
    """The line that came with a request; None where there is none, or it is of another session."""
    body, _, seal = request.cookies.get(_name(request), "").partition(".")
    if not body or not csrf or not hmac.compare_digest(seal.encode(), _seal(csrf, body).encode()):
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(body), type=Flash)
    except (ValueError, msgspec.MsgspecError):
        return None


def drop(request: Request, response: Response) -> None:
    """Say it once."""
    if _name(request) in request.cookies:
        response.delete_cookie(_name(request), path="/", secure=over_https(request), httponly=True, samesite="lax")


def _name(request: Request) -> str:
    return f"{cookie_name(request)}-said"


def _seal(csrf: str, body: str) -> str:
    return hmac.new(csrf.encode(), b"said:" + body.encode(), hashlib.sha256).hexdigest()
