"""What stands at the site's own addresses while nothing is published there, and the server's own style."""

from __future__ import annotations

from functools import cache
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response

from tallywire.feed.render import asset
from tallywire.web.media import media_type
from tallywire.web.refusals import Missing
from tallywire.web.render import page
from tallywire.web.shown import shown

_STAY = "public, max-age=300"


async def empty(request: Request) -> Response:
    """The front page before the first publication."""
    return await page(request, "empty.html", {}, title="Nothing is published yet", here="feed")


async def style(request: Request) -> Response:
    return shown(request, asset("style.css").encode("utf-8"), media_type("style.css"), cache=_STAY)


async def icon(request: Request) -> Response:
    return shown(request, asset("icon.svg").encode("utf-8"), media_type("icon.svg"), cache=_STAY)


async def static(request: Request) -> Response:
    """A file that belongs to the server's own pages."""
    name = str(request.path_params["name"])
    content = _own().get(name)
    if content is None:
        raise Missing("there is no such file", hint="It may belong to another version")
    return shown(request, content, media_type(name), cache=_STAY)


@cache
def _own() -> dict[str, bytes]:
    """The files that lie beside the templates, by name."""
    return {file.name: file.read_bytes() for file in resources.files("tallywire.web").joinpath("static").iterdir()}
