"""Fetching for callers that do not await: one address, one source, or one after another."""

from __future__ import annotations

import ssl
from collections.abc import Collection
from types import TracebackType
from typing import Self

from tallywire.watch.fetcher import Fetcher
from tallywire.watch.own_loop import OwnLoop
from tallywire.watch.pace import DEFAULT_PACE, Pace
from tallywire.watch.resolve import Resolver, system_resolver
from tallywire.watch.response import DEFAULT_LIMITS, Limits, Response, Validators
from tallywire.watch.source import Source

_AT_ONCE = Pace(interval=0.0)
"""One address that a person asks for: its redirects are followed as a browser would."""


class BlockingFetcher:
    """A Fetcher with an event loop of its own, within `with`, for sources that are fetched one after another."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._loop = OwnLoop()

    def __enter__(self) -> Self:
        self._loop.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.__exit__(kind, error, trace)

    def fetch(self, source: Source, *, previous: Validators | None = None) -> Response:
        """See `Fetcher.fetch`."""
        return self._loop.run(lambda: self._fetcher.fetch(source, previous=previous))

    def fetch_address(
        self,
        address: str,
        *,
        allow_hosts: Collection[str] = (),
        contact: str = "",
        previous: Validators | None = None,
        heeds_robots: bool = False,
    ) -> Response:
        """See `Fetcher.fetch_address`."""
        return self._loop.run(
            lambda: self._fetcher.fetch_address(
                address,
                allow_hosts=allow_hosts,
                contact=contact,
                previous=previous,
                heeds_robots=heeds_robots,
            )
        )


def fetch(
    source: Source,
    *,
    previous: Validators | None = None,
    limits: Limits = DEFAULT_LIMITS,
    pace: Pace = DEFAULT_PACE,
    resolver: Resolver = system_resolver,
) -> Response:
    """Fetch one source; see `Fetcher.fetch`."""
    with BlockingFetcher(Fetcher(limits=limits, pace=pace, resolver=resolver)) as fetcher:
        return fetcher.fetch(source, previous=previous)


def fetch_address(
    address: str,
    *,
    allow_hosts: Collection[str] = (),
    contact: str = "",
    previous: Validators | None = None,
    limits: Limits = DEFAULT_LIMITS,
    resolver: Resolver = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> Response:
    """Fetch one address for somebody who asks for it; see `Fetcher.fetch_address`."""
    asking = Fetcher(contact=contact, limits=limits, pace=_AT_ONCE, resolver=resolver, tls=tls)
    with BlockingFetcher(asking) as fetcher:
        return fetcher.fetch_address(address, allow_hosts=allow_hosts, previous=previous)
