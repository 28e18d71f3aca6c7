"""Templates into answers."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tallywire.feed.names import web_address
from tallywire.feed.render import clean
from tallywire.web.house import house
from tallywire.web.session import who
from tallywire.web.shown import likes_gzip

STORE_NOTHING = {"Cache-Control": "no-store"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tallywire.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


async def page(
    request: Request,
    template: str,
    values: Mapping[str, object],
    *,
    title: str,
    description: str = "",
    here: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page of the server around `template`; every value is escaped. here: the entry of the menu it belongs to.

    Nothing of it is stored on the way unless `headers` say otherwise. It is packed only for readers: beside a
    session's token, the length of a packed page would tell of it (BREACH).
    """
    frame = await _frame(request)
    text = fill(template, {**frame, **values, "title": title, "description": description or title, "here": here})
    said = dict(headers if headers is not None else STORE_NOTHING)
    body = text.encode("utf-8")
    if who(request) is None:
        said["Vary"] = "Accept-Encoding, Cookie"
        if likes_gzip(request):
            said["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=4, mtime=0)
    return HTMLResponse(body, status, headers=said)


def fill(template: str, values: Mapping[str, object]) -> str:
    return clean(_environment().get_template(template).render(values))


async def _frame(request: Request) -> dict[str, object]:
    """What the base of every page needs."""
    own = house(request)
    newsroom = (await own.snapshot()).newsroom
    settings = newsroom.settings
    signed_in = who(request)
    return {
        "site": settings.title,
        "desk": settings.desk,
        "contact": settings.contact,
        "contact_href": web_address(settings.contact),
        "clock": newsroom.clock_word,
        "signed_in": signed_in.account.name if signed_in is not None else "",
        "role": signed_in.account.role if signed_in is not None else "nobody",
        "csrf": signed_in.csrf if signed_in is not None else "",
        "has_desk": own.desk,
    }
