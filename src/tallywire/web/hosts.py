"""Which names this server answers to, so that no other site's name can be pointed at it (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "::1")
ANYWHERE = ("0.0.0.0", "::", "")
MOST_REMEMBERED = 64


class Hosts:
    """The names of this machine, those bound, and the host of the site's own address.

    Bound to every interface, any plain IP address is let through too: an IP cannot be rebound.
    """

    def __init__(self, names: Iterable[str]) -> None:
        asked = {name.strip("[]").lower() for name in names}
        self._names = {*LOCAL, *(name for name in asked if name not in ANYWHERE)}
        self._any_ip = bool(asked.intersection(ANYWHERE))
        self._known: set[bytes] = set()

    def allow(self, header: bytes | None) -> bool:
        """Whether a Host header names this server."""
        if header is None:
            return False
        if header in self._known:
            return True
        if not self._named(header):
            return False
        if len(self._known) < MOST_REMEMBERED:
            self._known.add(header)
        return True

    def _named(self, header: bytes) -> bool:
        try:
            parts = urlsplit("//" + header.decode("ascii"))
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except (ValueError, UnicodeDecodeError):
            return False
        if parts.path or parts.query or parts.fragment or "@" in parts.netloc or port == 0:
            return False
        return host in self._names or (self._any_ip and _is_ip(host))


def host_of(address: str) -> str:
    """The host of a web address, "" where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
