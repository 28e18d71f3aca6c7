"""What a reader is told where something went wrong: a page, or problem JSON (RFC 9457) under /api/."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tallywire.errors import TallywireError
from tallywire.web.front import MISSING
from tallywire.web.house import house
from tallywire.web.refusals import Refusal, refusal, title
from tallywire.web.render import STORE_NOTHING, fill, page

PROBLEM = "application/problem+json"

log = logging.getLogger("tallywire.web")

_SENTENCES = {
    404: "There is no page at this address.",
    405: "This address does not take that kind of request.",
    500: "Something went wrong here. It was noted; nothing that you sent was kept.",
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """RFC 9457. `detail`: what was wrong, in a sentence; `hint`: what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    hint: str = ""


async def refused(request: Request, error: Exception) -> Response:
    """The answer to an HTTPException, with its own headers."""
    assert isinstance(error, HTTPException)
    detail = error.detail if isinstance(error, Refusal) else _SENTENCES.get(error.status_code, "")
    hint = error.hint if isinstance(error, Refusal) else ""
    return await _told(request, error.status_code, detail, hint, error.headers or {})


async def house_error(request: Request, error: Exception) -> Response:
    """The answer to an error of the house."""
    assert isinstance(error, TallywireError)
    return await refused(request, refusal(error))


async def failed(request: Request, error: Exception) -> Response:
    """The answer to a fault of the server's own, logged by place; what was sent is in no log."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s failed: %s\n%s", request.method, request.url.path, type(error).__name__, frames)
    return await _told(request, 500, _SENTENCES[500], "", {})


def problem(status: int, detail: str, hint: str, headers: Mapping[str, str]) -> Response:
    body = Problem(title=title(status), status=status, detail=_sentence(detail), hint=_sentence(hint))
    # msgspec leaves defaults out; the type is one of RFC 9457's own words, and is said.
    json = msgspec.json.encode({"type": body.type, **msgspec.to_builtins(body)})
    return Response(json, status, {**STORE_NOTHING, **headers}, media_type=PROBLEM)


async def _told(request: Request, status: int, detail: str, hint: str, headers: Mapping[str, str]) -> Response:
    path = request.url.path
    if path.startswith("/api/"):
        return problem(status, detail or title(status), hint, headers)
    if status == 404 and not hint:
        own = house(request)
        found = await own.read(lambda: own.site.held(MISSING) or own.site.load(MISSING))
        if found is not None:
            return HTMLResponse(found.body, 404, {**STORE_NOTHING, **headers})
    values = {"status": status, "what": _sentence(detail or title(status)), "hint": _sentence(hint)}
    try:
        return await page(
            request,
            "refused.html",
            values,
            title=title(status),
            status=status,
            headers={**STORE_NOTHING, **headers},
        )
    except HTTPException:
        # Even the frame of a page cannot be told: the newsroom itself cannot be read.
        return HTMLResponse(fill("broken.html", values), status, {**STORE_NOTHING, **headers})


def _sentence(text: str) -> str:
    shown = text.strip()
    if not shown:
        return ""
    return shown[:1].upper() + shown[1:] + ("" if shown.endswith((".", "?", "!", "…")) else ".")
