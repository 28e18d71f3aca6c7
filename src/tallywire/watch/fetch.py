"""Fetch one source over HTTP: guarded, bounded, conditional; every redirect is followed by hand and recorded."""

from __future__ import annotations

import time
from collections.abc import Collection
from urllib.parse import urljoin

import httpx2
import msgspec
import stamina

from tallywire import __version__
from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch.decode import decode
from tallywire.watch.guard import Target, check_address
from tallywire.watch.source import Source
from tallywire.watch.transport import Deadline, GuardedTransport, Resolver, system_resolver

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html, text/csv, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.5"


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds of one fetch: bytes as received and unpacked, redirects, seconds, and repeats after an outage."""

    wire_bytes: int = 64 << 20
    body_bytes: int = 256 << 20
    redirects: int = 5
    total_seconds: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    retries: int = 2


DEFAULT_LIMITS = Limits()


class Validators(msgspec.Struct, frozen=True):
    """What an earlier response gave to ask "has it changed?" with, and the address it came from."""

    address: str
    etag: str = ""
    last_modified: str = ""


class Redirect(msgspec.Struct, frozen=True):
    """One redirect that was followed: from where, with which status, to where."""

    address: str
    status: int
    location: str


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered at the end of its redirects.

    headers: as received, in order. wire: the body as received, still content-coded. body: unpacked. media_type:
    the Content-Type with its parameters. elapsed: seconds.
    """

    address: str
    final_address: str
    redirects: tuple[Redirect, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    body: bytes
    media_type: str
    elapsed: float

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def validators(self) -> Validators:
        return Validators(self.final_address, self.header("etag"), self.header("last-modified"))


def fetch(
    source: Source,
    *,
    previous: Validators | None = None,
    limits: Limits = DEFAULT_LIMITS,
    resolver: Resolver = system_resolver,
) -> Response:
    """Fetch a source's address. Any status is a response; raises OutageError, RefusedError or FetchError.

    With `previous`, an unchanged page comes back as status 304 without a body. A source that is filled by hand is
    refused.
    """
    if source.by_hand:
        raise RefusedError(f"{source.id} is filled by hand and not fetched", hint="Remove by_hand, or import a file")
    return fetch_address(
        source.address,
        allow_hosts=source.allow_hosts,
        contact=source.contact or source.homepage,
        previous=previous,
        limits=limits,
        resolver=resolver,
    )


def fetch_address(
    address: str,
    *,
    allow_hosts: Collection[str] = (),
    contact: str = "",
    previous: Validators | None = None,
    limits: Limits = DEFAULT_LIMITS,
    resolver: Resolver = system_resolver,
) -> Response:
    """Fetch any address under the same guards and bounds; see `fetch`."""
    started = time.monotonic()
    deadline = Deadline(limits.total_seconds)
    hosts = frozenset(name.lower() for name in allow_hosts)
    target = check_address(address, hosts)
    attempts = stamina.retry_context(
        on=_worth_repeating,
        attempts=1 + limits.retries,
        timeout=limits.total_seconds,
        wait_initial=0.5,
        wait_max=5.0,
    )
    for attempt in attempts:
        with attempt, _client(hosts, deadline, limits, contact, resolver) as client:
            return _followed(client, target, hosts, previous, limits, deadline, started)
    raise AssertionError("a retry ends in a response or an error")  # pragma: no cover


def _worth_repeating(error: Exception) -> bool:
    return isinstance(error, OutageError)


def _client(
    hosts: Collection[str], deadline: Deadline, limits: Limits, contact: str, resolver: Resolver
) -> httpx2.Client:
    deadline.left()
    note = "".join(letter for letter in contact if " " <= letter <= "~")[:200]
    return httpx2.Client(
        transport=GuardedTransport(hosts, deadline, resolver),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(limits.read_seconds, connect=limits.connect_seconds),
        headers={
            "User-Agent": f"Tallywire/{__version__}" + (f" (+{note})" if note else ""),
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        },
    )


def _followed(
    client: httpx2.Client,
    first: Target,
    hosts: Collection[str],
    previous: Validators | None,
    limits: Limits,
    deadline: Deadline,
    started: float,
) -> Response:
    target = first
    redirects: list[Redirect] = []
    while True:
        with client.stream("GET", target.address, headers=_conditions(target, previous)) as answer:
            location = answer.headers.get("location", "")
            if answer.status_code in _REDIRECTS and location:
                if len(redirects) >= limits.redirects:
                    raise FetchError(f"more than {limits.redirects} redirects", where=first.address)
                redirect, target = _redirected(target, answer.status_code, location, hosts)
                redirects.append(redirect)
                continue
            wire = _wire(answer, limits, deadline, target)
            headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in answer.headers.raw)
            coding = ",".join(value for key, value in headers if key.lower() == "content-encoding")
            return Response(
                address=first.address,
                final_address=target.address,
                redirects=tuple(redirects),
                status=answer.status_code,
                headers=headers,
                wire=wire,
                body=_unpacked(wire, coding, limits, target),
                media_type=answer.headers.get("content-type", "").strip()[:200],
                elapsed=time.monotonic() - started,
            )


def _conditions(target: Target, previous: Validators | None) -> dict[str, str]:
    """Headers that ask for a changed page only, sent to no address but the one they came from."""
    if previous is None or previous.address != target.address:
        return {}
    asked = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {key: value for key, value in asked.items() if value and value.isascii() and value.isprintable()}


def _redirected(target: Target, status: int, location: str, hosts: Collection[str]) -> tuple[Redirect, Target]:
    try:
        joined = urljoin(target.address, location)
    except ValueError:
        raise RefusedError(f"a redirect to {location[:120]!r} is refused", where=target.address) from None
    try:
        checked = check_address(joined, hosts)
    except RefusedError as error:
        raise RefusedError(f"a redirect is refused: {error.what}", where=target.address, hint=error.hint) from None
    return Redirect(target.address, status, checked.address), checked


def _wire(answer: httpx2.Response, limits: Limits, deadline: Deadline, target: Target) -> bytes:
    declared = answer.headers.get("content-length", "")
    too_large = f"the body is larger than {limits.wire_bytes} bytes"
    if declared.isdigit() and len(declared) < 20 and int(declared) > limits.wire_bytes:
        raise FetchError(too_large, where=target.address)
    wire = bytearray()
    for piece in answer.iter_raw():
        wire += piece
        if len(wire) > limits.wire_bytes:
            raise FetchError(too_large, where=target.address)
        deadline.left()
    return bytes(wire)


def _unpacked(wire: bytes, coding: str, limits: Limits, target: Target) -> bytes:
    try:
        return decode(wire, coding, limits.body_bytes)
    except FetchError as error:
        raise FetchError(error.what, where=target.address, hint=error.hint) from None
