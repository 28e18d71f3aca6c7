"""The first hand a request meets: the host, the site's files out of memory, and the headers of every answer."""

from __future__ import annotations

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallywire.web.bodies import bounded
from tallywire.web.conditions import matched, takes_gzip, unchanged_since
from tallywire.web.file import File, Header
from tallywire.web.headers import HSTS, Kind, security
from tallywire.web.hosts import Hosts
from tallywire.web.limits import Limits
from tallywire.web.site import Site

READ = ("GET", "HEAD")
MISSING = "/404.html"


class Front:
    """An ASGI app before the pages. What is published is answered here, without routing.

    own: first parts of addresses that belong to the pages alone, whatever lies in the site's folder.
    """

    def __init__(self, pages: ASGIApp, *, site: Site, hosts: Hosts, own: frozenset[str], limits: Limits) -> None:
        self._pages = pages
        self._site = site
        self._hosts = hosts
        self._own = own
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        host: bytes | None = None
        accepts = none_match = since = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                accepts = value
            elif name == b"if-none-match":
                none_match = value
            elif name == b"if-modified-since":
                since = value
        if not self._hosts.allow(host):
            await _misdirected(scope, send)
            return
        address: str = scope["path"]
        if address[1:].partition("/")[0] not in self._own:
            file = self._site.held(address)
            if file is None:
                file = await asyncio.to_thread(self._site.load, address)
            if file is not None:
                if scope["method"] in READ:
                    await _answer(file, scope, send, accepts, none_match, since)
                else:
                    await _not_allowed(scope, send)
                return
            if scope["method"] in READ and await asyncio.to_thread(self._site.is_folder, address):
                await _moved(scope, send)
                return
        limits = self._limits
        body = bounded(scope, receive, most=limits.body_bytes, seconds=limits.body_seconds)
        await self._pages(scope, body, _with_headers(scope, send))


async def _answer(file: File, scope: Scope, send: Send, accepts: bytes, none_match: bytes, since: bytes) -> None:
    """A file, packed where the reader takes that, or 304 where it is the one the reader has."""
    packs = file.packed is not None and takes_gzip(accepts)
    if file.status == 200 and (none_match or since):
        tags = file.tags[::-1] if packs else file.tags
        if none_match:
            tag = matched(none_match, tags)
        else:
            tag = tags[0] if unchanged_since(since, file.modified) else None
        if tag is not None:
            await _send(scope, send, 304, file.unchanged[tag], b"")
            return
    if packs and file.packed is not None:
        await _send(scope, send, file.status, file.packed_headers, file.packed)
    else:
        await _send(scope, send, file.status, file.headers, file.body)


async def _send(scope: Scope, send: Send, status: int, headers: list[Header], body: bytes) -> None:
    if scope["scheme"] == "https":
        headers = [*headers, HSTS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _plain(scope: Scope, send: Send, status: int, text: str, *more: Header) -> None:
    body = text.encode("utf-8")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *security("site"),
        *more,
    ]
    await _send(scope, send, status, headers, body)


async def _misdirected(scope: Scope, send: Send) -> None:
    await _plain(
        scope,
        send,
        421,
        "This server does not answer to that name. Its own is the `address` in tallywire.toml; others are given to "
        "it when it starts.\n",
        (b"connection", b"close"),
    )


async def _not_allowed(scope: Scope, send: Send) -> None:
    await _plain(scope, send, 405, "This page can only be read.\n", (b"allow", b"GET, HEAD"))


async def _moved(scope: Scope, send: Send) -> None:
    """To the same address with a slash at its end, relative, so that it cannot lead anywhere else."""
    last = scope["raw_path"].rpartition(b"/")[2] if scope.get("raw_path") else b""
    target = b"./" + last.partition(b"?")[0] + b"/"
    await _plain(scope, send, 308, "The page is at this address with a slash at its end.\n", (b"location", target))


def _with_headers(scope: Scope, send: Send) -> Send:
    """Adds the security headers to whatever a page answers."""
    path: str = scope["path"]
    kind: Kind = "api" if path.startswith("/api/") else "page"

    async def one(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            for name, value in security(kind):
                headers.setdefault(name.decode("latin-1"), value.decode("latin-1"))
            if scope["scheme"] == "https":
                headers[HSTS[0].decode("latin-1")] = HSTS[1].decode("latin-1")
            message = {**message, "headers": headers.raw}
        await send(message)

    return one
