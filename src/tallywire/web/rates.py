"""How often one reader may ask: token buckets in memory, by client address."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST_CLIENTS = 20_000

Seconds = Callable[[], float]
"""A clock that only goes forward."""


class Bucket:
    """`a_minute` tokens for each client, filled evenly; those not seen longest are forgotten first."""

    def __init__(self, a_minute: int, seconds: Seconds) -> None:
        self._most = float(a_minute)
        self._seconds = seconds
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str) -> float:
        """Take a token: 0 where there was one, else seconds until there will be."""
        now = self._seconds()
        with self._lock:
            left, since = self._clients.pop(client, (self._most, now))
            left = min(self._most, left + (now - since) * self._most / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / self._most
            self._clients[client] = (left - 1 if wait == 0.0 else left, now)
            if len(self._clients) > MOST_CLIENTS:
                self._clients.popitem(last=False)
        return wait


def client_name(host: str) -> str:
    """What counts as one client: an IPv4 address, or the network of 64 bits that an IPv6 address lies in."""
    try:
        ip = ip_address(host)
    except ValueError:
        return host
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(IPv6Address(int(ip) >> 64 << 64)) + "/64"
    return str(ip)
