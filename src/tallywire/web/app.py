"""The server as one ASGI app, made of a newsroom's folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tallywire.desk import Clock
from tallywire.desk.newsroom import read_settings
from tallywire.errors import TallywireError
from tallywire.watch import Limits as FetchLimits
from tallywire.watch import Response as Fetched
from tallywire.watch import fetch_address
from tallywire.web.api import open_to_all
from tallywire.web.desk_pages.room import seat
from tallywire.web.failures import failed, house_error, refused
from tallywire.web.front import Front
from tallywire.web.hosts import Hosts, host_of
from tallywire.web.house import Fetch, House, Keep
from tallywire.web.limits import LIMITS, Limits
from tallywire.web.refusals import Reopened
from tallywire.web.routes import WAYS, Way, own_parts
from tallywire.web.session import SAFE, Door, Endpoint, guarded

FETCH_LIMITS = FetchLimits(
    wire_bytes=2 << 20,
    body_bytes=4 << 20,
    total_seconds=10.0,
    connect_seconds=5.0,
    read_seconds=10.0,
    retries=0,
)
"""Of a page that a reader names."""


def fetched(address: str, contact: str) -> Fetched:
    """A reader's address, under the fetcher's own guards; no host is opened by any setting."""
    return fetch_address(address, contact=contact, limits=FETCH_LIMITS)


def app(
    folder: Path,
    *,
    clock: Clock | None = None,
    hosts: Collection[str] = (),
    limits: Limits = LIMITS,
    fetch: Fetch = fetched,
    door: Door | None = None,
    keep: Keep | None = None,
    ways: Sequence[Way] = WAYS,
) -> Front:
    """The site, the check page and the API of the newsroom in `folder`.

    hosts: names it answers to beside localhost and the host of the settings' address. door: who is signed in.
    keep: keeps a checked text. Raises NewsroomError if the folder is no newsroom.
    """
    settings = read_settings(folder)
    table = tuple(ways)
    own = House(
        folder,
        clock=clock,
        limits=limits,
        fetch=fetch,
        door=door,
        keep=keep,
        desk=any(way.path == "/desk" for way in table),
    )
    pages = Starlette(
        routes=_routes(table, own),
        exception_handlers={HTTPException: refused, TallywireError: house_error, Exception: failed},
        lifespan=partial(_lifespan, own),
    )
    pages.state.house = own
    if own.desk:
        pages.state.room = seat(own)
    names = [name for name in (*hosts, host_of(settings.address)) if name]
    return Front(pages, site=own.site, hosts=Hosts(names), own=own_parts(table), limits=limits)


def _routes(table: tuple[Way, ...], own: House) -> list[Route]:
    """One route for each address, so that a refused method is told all that are taken."""
    addresses: dict[str, dict[str, Endpoint]] = {}
    for way in table:
        methods = addresses.setdefault(way.path, {})
        for method in way.methods:
            if method in methods:
                raise ValueError(f"{method} {way.path} is in the table twice")
            answers = open_to_all(way.endpoint) if _is_api(way) else guarded(way.endpoint, way.role, own.identify)
            methods[method] = _once_more(answers) if way.again or method in SAFE else answers
            if _is_api(way):
                methods.setdefault("OPTIONS", open_to_all(way.endpoint))
    return [Route(path, _by_method(methods), methods=list(methods)) for path, methods in addresses.items()]


def _once_more(endpoint: Endpoint) -> Endpoint:
    """Asks again where the newsroom had to be opened anew."""

    async def asked(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Reopened:
            return await endpoint(request)

    return asked


def _is_api(way: Way) -> bool:
    return way.path.startswith("/api/")


def _by_method(methods: dict[str, Endpoint]) -> Endpoint:
    async def chosen(request: Request) -> Response:
        return await methods["GET" if request.method == "HEAD" else request.method](request)

    return chosen


@asynccontextmanager
async def _lifespan(own: House, pages: Starlette) -> AsyncIterator[None]:
    """Opens the newsroom beside the first requests, which the site answers without it."""
    own.snapshots.warm()
    yield
