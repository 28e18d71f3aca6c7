"""No hostile address is reached: not itself, not behind redirects, not by what its name resolves to.

Three things watch: traps that listen on loopback, the function that connects, and the interpreter's audit of every
socket. The third would see a connection that went past the second.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import httpcore2
import msgspec
import pytest

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch import Fetcher, Limits, Response, check_ip
from tests.watch.clocks import QuickClock
from tests.watch.samples import source_of
from tests.watch.server import Site, answer, redirect, serving
from tests.watch.ssrf import ADDRESSES, NAMES, PUBLIC, Hostile

MARK = b"the trap was reached"
FRONT = "stat.example"
"""The agency whose pages redirect inside; it is served by the first site and allowed by its source."""
QUICK = Limits(total_seconds=20, connect_seconds=5, read_seconds=5, retries=2)

_audited: list[tuple[str, object]] = []
_auditing = threading.local()


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"} and getattr(_auditing, "on", False):
        _audited.append((event, args[1] if event == "socket.connect" else args[0]))


sys.addaudithook(_hook)


class Watching:
    """The first site, the trap, and every connection that was asked for or made."""

    def __init__(self, front: Site, trap: Site) -> None:
        self.front = front
        self.trap = trap
        self.connected: list[tuple[str, int]] = []

    def inside(self) -> list[object]:
        """What was connected to beside the first site and public addresses."""
        home = ("127.0.0.1", self.front.port)
        asked: list[object] = [each for each in self.connected if each != home and each[0] not in PUBLIC_ONES]
        return asked + [each for each in _audited if each != ("socket.connect", home)]

    def fetch(self, address: str, resolver: Callable[[str, int], tuple[str, ...]], *, robots: bool) -> object:
        async def run() -> Response | FetchError:
            fetcher = Fetcher(limits=QUICK, clock=QuickClock(), resolver=resolver)
            try:
                if robots:
                    source = msgspec.structs.replace(source_of(), address=address, allow_hosts=(FRONT,))
                    return await fetcher.fetch(source)
                return await fetcher.fetch_address(address, allow_hosts=(FRONT,))
            except FetchError as error:
                return error

        _auditing.on = True
        try:
            return asyncio.run(run())
        finally:
            _auditing.on = False


PUBLIC_ONES = frozenset({PUBLIC, "2606:2800:220:1::1"})


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[Site, Site]]:
    with serving() as front, serving() as trap:
        yield front, trap


@pytest.fixture
def watching(sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    front, trap = sites
    front.answers.clear()
    trap.answers |= {"/": answer(MARK)}
    now = Watching(front, trap)
    connect = httpcore2.AnyIOBackend.connect_tcp

    async def observed(
        self: httpcore2.AnyIOBackend, host: str, port: int, *more: object, **options: object
    ) -> httpcore2.AsyncNetworkStream:
        now.connected.append((host, port))
        if host in PUBLIC_ONES:
            raise httpcore2.ConnectError("no test goes out")
        return await connect(self, host, port, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", observed)
    _audited.clear()
    yield now
    trap.requests.clear()
    trap.robots.clear()


def resolving(hostile: Hostile | None = None) -> Callable[[str, int], tuple[str, ...]]:
    """The first site's name, and the hostile one's answers in turn; no other name has an address."""
    given = list(hostile.answers) if hostile is not None else []

    def resolver(host: str, port: int) -> tuple[str, ...]:
        if host == FRONT:
            return ("127.0.0.1",)
        if host == "rebind.example" and given:
            return given.pop(0) if len(given) > 1 else given[0]
        raise socket.gaierror(-2, "Name or service not known")

    return resolver


def named(hostile: Hostile) -> str:
    return f"{hostile.why}: {hostile.address}".encode("unicode_escape").decode()


def test_the_table_is_as_long_as_it_says() -> None:
    assert len({hostile.address for hostile in ADDRESSES}) == len(ADDRESSES) >= 60
    assert len(NAMES) >= 20 and all(hostile.why and hostile.answers for hostile in NAMES)
    # what the connecting function is kept from here are addresses that the guard takes for public
    for ip in PUBLIC_ONES:
        check_ip(ip_address(ip), "stat.example.org")


@pytest.mark.parametrize("robots", [False, True], ids=["asked", "watched"])
@pytest.mark.parametrize("hostile", ADDRESSES, ids=named)
def test_a_hostile_address_is_not_reached(watching: Watching, hostile: Hostile, robots: bool) -> None:
    found = watching.fetch(hostile.address.format(port=watching.trap.port), resolving(), robots=robots)
    assert isinstance(found, RefusedError), found
    assert watching.connected == [] == watching.inside()
    assert watching.trap.requests == [] == watching.trap.robots


@pytest.mark.parametrize("robots", [False, True], ids=["asked", "watched"])
@pytest.mark.parametrize("hostile", NAMES, ids=named)
def test_a_name_that_leads_inside_is_not_followed(watching: Watching, hostile: Hostile, robots: bool) -> None:
    found = watching.fetch(hostile.address.format(port=watching.trap.port), resolving(hostile), robots=robots)
    assert isinstance(found, RefusedError), found
    assert watching.inside() == []
    assert len(watching.connected) == len(hostile.answers) - 1, "it is resolved anew for each connection"
    assert watching.trap.requests == [] == watching.trap.robots


CHAINS = {
    "at once": {"/": "{to}"},
    "after another": {"/": "/on", "/on": "{to}"},
    "after its own name in full": {"/": "http://stat.example:{front}/on?a=b#c", "/on?a=b": "{to}"},
}


@pytest.mark.parametrize("status", ["302 Found", "308 Permanent"])
@pytest.mark.parametrize("hostile", [*ADDRESSES, *NAMES], ids=named)
def test_no_redirect_leads_inside(watching: Watching, hostile: Hostile, status: str) -> None:
    to = hostile.address.format(port=watching.trap.port)
    for steps in CHAINS.values():
        watching.front.answers = {
            path: _header(step.format(to=to, front=watching.front.port), status) for path, step in steps.items()
        }
        address = watching.front.address("/", FRONT)
        found = watching.fetch(address, resolving(hostile), robots=False)
        assert watching.inside() == []
        assert watching.trap.requests == []
        if isinstance(found, Response):
            # Written so that it means a path of the first site itself, or is no redirect that a header can hold.
            assert found.final_address.startswith(watching.front.address("/", FRONT)) and MARK not in found.body
        else:
            assert isinstance(found, RefusedError | OutageError), found


def _header(to: str, status: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Length: 0", "Connection: close", f"Location: {to}", "", ""]
    return "\r\n".join(lines).encode("utf-8")


@pytest.mark.parametrize("hostile", [*ADDRESSES[:20], *NAMES], ids=named)
def test_no_robots_txt_leads_inside(watching: Watching, hostile: Hostile) -> None:
    watching.front.answers = {
        "/robots.txt": _header(hostile.address.format(port=watching.trap.port), "302 Found"),
        "/": answer(b"date,colonies\n"),
    }
    watching.fetch(watching.front.address("/", FRONT), resolving(hostile), robots=True)
    assert watching.inside() == []
    assert watching.trap.requests == [] == watching.trap.robots


def test_the_watchers_see_what_goes_through(watching: Watching) -> None:
    """The trap, the connecting function and the audit are no dummies."""
    watching.front.answers["/"] = redirect(watching.trap.address("/", FRONT))
    found = watching.fetch(watching.front.address("/", FRONT), resolving(), robots=False)
    assert isinstance(found, Response) and found.body == MARK
    trap = ("127.0.0.1", watching.trap.port)
    assert watching.inside() == [trap, ("socket.connect", trap)]
    assert len(watching.trap.requests) == 1
