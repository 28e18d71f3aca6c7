"""One address to fetch with all that goes with it: what is sent to whom, and where a redirect may lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urljoin

import msgspec

from tallywire.errors import RefusedError
from tallywire.watch.guard import Target, allowed, check_address
from tallywire.watch.headers import header_mistake
from tallywire.watch.keys import NO_KEYS, Keys
from tallywire.watch.response import Headers, Limits, Validators


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One address to fetch, and all that goes with it. Target and headers hold the values of its keys."""

    target: Target
    limits: Limits
    hosts: frozenset[str] = frozenset()
    contact: str = ""
    headers: Headers = ()
    previous: Validators | None = None
    keys: Keys = NO_KEYS
    heeds_robots: bool = False
    cut: bool = False

    def __repr__(self) -> str:
        return f"Errand({self.keys.hidden(self.target.address)!r})"


def own_headers(errand: Errand, target: Target) -> Headers:
    """The source's headers, keys for the source's own host only, and what asks for a changed page only."""
    ours = _same_party(errand.target, target)
    given = tuple(pair for pair in errand.headers if ours or not errand.keys.in_text(pair[1]))
    return given + _conditions(errand, target)


def _conditions(errand: Errand, target: Target) -> Headers:
    """Sent to no address but the one that they came from."""
    previous = errand.previous
    if previous is None or previous.address not in {target.address, errand.keys.hidden(target.address)}:
        return ()
    asked = (("If-None-Match", previous.etag), ("If-Modified-Since", previous.last_modified))
    return tuple((name, value) for name, value in asked if value and not header_mistake("X", value))


def redirected(errand: Errand, target: Target, location: str) -> Target:
    try:
        joined = urljoin(target.address, location)
    except ValueError:
        raise RefusedError(f"a redirect to {location[:120]!r} is refused", where=target.address) from None
    try:
        checked = check_address(joined, errand.hosts)
    except RefusedError as error:
        raise RefusedError(f"a redirect is refused: {error.what}", where=target.address, hint=error.hint) from None
    if errand.keys.in_text(checked.address) and not _same_party(errand.target, checked):
        raise RefusedError("a redirect that carries a key to another host is refused", where=target.address)
    return checked


def _same_party(first: Target, other: Target) -> bool:
    """Whether `other` is the host that `first` names, as it was or from http to https at their usual ports."""
    if first.host != other.host:
        return False
    if (first.scheme, first.port) == (other.scheme, other.port):
        return True
    return (first.scheme, first.port, other.scheme, other.port) == ("http", 80, "https", 443)


def is_own_loopback(target: Target, hosts: Collection[str]) -> bool:
    if not allowed(target.host, hosts):
        return False
    try:
        return ip_address(target.host).is_loopback
    except ValueError:
        return target.host == "localhost"


def host_names(hosts: Collection[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in hosts)


def checked_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    found = tuple(headers)
    for name, value in found:
        if mistake := header_mistake(name, value):
            raise RefusedError(mistake)
    return found


def hidden_headers(keys: Keys, headers: Headers) -> Headers:
    return tuple((keys.hidden(name), keys.hidden(value)) for name, value in headers) if keys else headers
