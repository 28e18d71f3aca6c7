"""Fetch sources over HTTP: guarded, bounded, polite, conditional; every redirect is followed by hand and recorded."""

from __future__ import annotations

import asyncio
import os
import random
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import AsyncExitStack

import httpx2
import msgspec

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch.clock import Clock, SystemClock
from tallywire.watch.decode import decode
from tallywire.watch.errand import (
    Errand,
    checked_headers,
    hidden_headers,
    host_names,
    is_own_loopback,
    own_headers,
    redirected,
)
from tallywire.watch.guard import Target, check_address
from tallywire.watch.headers import asking
from tallywire.watch.keys import read_keys
from tallywire.watch.pace import DEFAULT_PACE, Pace, Turns
from tallywire.watch.resolve import Lookup, Resolver, system_resolver
from tallywire.watch.response import DEFAULT_LIMITS, Headers, Limits, Redirect, Response, Validators
from tallywire.watch.retry import REPEATED, backoff, retry_after
from tallywire.watch.robots import ALL_ALLOWED, MAX_ROBOTS, Robots, Rules, read_rules, refusal
from tallywire.watch.source import Source
from tallywire.watch.transport import (
    REDIRECTS,
    Answer,
    Connecting,
    Deadline,
    exchange,
)

_WORTH_A_THREAD = 16 << 10
"""Bytes whose unpacking or parsing may keep the loop from other fetches."""


class _TooManyRedirects(FetchError):
    pass


class Fetcher:
    """Fetches many sources in one event loop: one TLS context, one memory of robots.txt files, one pace.

    It keeps no connections, so there is nothing to close. contact: for sources that name none. environment: where
    the values of keys are (the process's own if None). chance: the jitter of waits, in [0, 1). tls: the context for
    https (the usual authorities if None).
    """

    def __init__(
        self,
        *,
        contact: str = "",
        limits: Limits = DEFAULT_LIMITS,
        pace: Pace = DEFAULT_PACE,
        resolver: Resolver = system_resolver,
        clock: Clock | None = None,
        environment: Mapping[str, str] | None = None,
        chance: Callable[[], float] = random.random,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._contact = contact
        self._limits = limits
        self._pace = pace
        self._lookup = Lookup(resolver)
        self._clock: Clock = SystemClock() if clock is None else clock
        self._environment = os.environ if environment is None else environment
        self._chance = chance
        self._tls = tls
        self._turns = Turns(pace, self._clock)
        self._robots = Robots(self._clock)

    async def fetch(self, source: Source, *, previous: Validators | None = None) -> Response:
        """Fetch a source's address. Any status is a response; raises OutageError, RefusedError or FetchError.

        With `previous`, an unchanged page comes back as status 304 without a body. A status that may pass by itself
        is tried again first; one that says when to come back ends in an OutageError with its `retry_at`. Refused
        are sources that are filled by hand, whose keys are not set, or whom the host's robots.txt does not allow.
        """
        if source.by_hand:
            raise RefusedError(
                f"{source.id} is filled by hand and not fetched", hint="Remove by_hand, or import a file"
            )
        keys = read_keys(source.keys, self._environment, source.address)
        try:
            hosts = host_names(source.allow_hosts)
            return await self._run(
                Errand(
                    target=check_address(keys.in_address(source.address), hosts),
                    limits=self._limits,
                    hosts=hosts,
                    contact=source.contact or self._contact or source.homepage,
                    headers=checked_headers((name, keys.in_header(value)) for name, value in source.headers.items()),
                    previous=previous,
                    keys=keys,
                    heeds_robots=not source.robots,
                )
            )
        except FetchError as error:
            if not keys:
                raise
            hidden = keys.hidden_error(error)
        raise hidden  # outside of the handler, so that the error with the key in it hangs on nowhere

    async def fetch_address(
        self,
        address: str,
        *,
        allow_hosts: Collection[str] = (),
        contact: str = "",
        headers: Mapping[str, str] | None = None,
        previous: Validators | None = None,
        heeds_robots: bool = False,
    ) -> Response:
        """Fetch any address under the same guards and bounds; see `fetch`.

        robots.txt speaks to programs that fetch on their own: an address that a person asks for once is fetched
        without it.
        """
        hosts = host_names(allow_hosts)
        return await self._run(
            Errand(
                target=check_address(address, hosts),
                limits=self._limits,
                hosts=hosts,
                contact=contact or self._contact,
                headers=checked_headers((headers or {}).items()),
                previous=previous,
                heeds_robots=heeds_robots,
            )
        )

    async def _run(self, errand: Errand) -> Response:
        # Known before the first attempt, so that repeats are not spent on a robots.txt that cannot be reached.
        await self._rules(errand, errand.target)
        return await self._persistently(errand)

    async def _persistently(self, errand: Errand) -> Response:
        limits = errand.limits
        deadline = Deadline(limits.total_seconds, self._clock)
        failures = 0
        while True:
            failures += 1
            last = failures > limits.retries
            wait = backoff(failures, self._chance())
            try:
                response = await self._followed(errand, deadline)
            except OutageError as error:
                if last or error.retry_at is not None or not deadline.allows(wait):
                    raise
            else:
                now = self._clock.now()
                asked = retry_after(response, now)
                if asked is not None:
                    wait = max(wait, asked.total_seconds())
                    if last or wait > limits.retry_after_seconds or not deadline.allows(wait):
                        raise OutageError(
                            f"HTTP {response.status}, and asks to be tried again after {asked}",
                            where=response.final_address,
                            retry_at=now + asked,
                        )
                elif response.status not in REPEATED or last or not deadline.allows(wait):
                    return response
            await self._clock.sleep(wait)

    async def _followed(self, errand: Errand, deadline: Deadline) -> Response:
        """One attempt: the first answer and those that it redirects to."""
        target = errand.target
        redirects: list[Redirect] = []
        while True:
            sent = asking(target.authority, errand.contact, own_headers(errand, target))
            answer = await self._in_turn(errand, target, sent, deadline)
            if answer.status not in REDIRECTS or not answer.header("location"):
                return await _response(errand, target, redirects, sent, answer, deadline)
            if len(redirects) >= errand.limits.redirects:
                raise _TooManyRedirects(f"more than {errand.limits.redirects} redirects", where=errand.target.address)
            onward = redirected(errand, target, answer.header("location"))
            redirects.append(
                Redirect(
                    errand.keys.hidden(target.address),
                    answer.status,
                    errand.keys.hidden(onward.address),
                    hidden_headers(errand.keys, answer.headers),
                )
            )
            target = onward

    async def _in_turn(self, errand: Errand, target: Target, sent: Headers, deadline: Deadline) -> Answer:
        async with AsyncExitStack() as stack:
            with deadline.paused():
                rules = await self._rules(errand, target)
                own = is_own_loopback(target, errand.hosts)
                interval = self._pace.loopback_interval if own else self._pace.interval
                asked_for = min(rules.crawl_delay, self._pace.longest_delay)
                await stack.enter_async_context(self._turns.turn(target.host, max(interval, asked_for)))
            connecting = Connecting(self._lookup, self._context(target), errand.hosts)
            return await exchange(target, sent, connecting, errand.limits, deadline, cut=errand.cut)

    async def _rules(self, errand: Errand, target: Target) -> Rules:
        """What the target's robots.txt says, where the errand heeds it; raises RefusedError if that is no."""
        if not errand.heeds_robots:
            return ALL_ALLOWED

        async def reading(file: Target) -> Rules:
            return await self._read_robots(errand, file)

        rules = await self._robots.rules(target, reading)
        if not rules.allows(target.address):
            raise refusal(target)
        return rules

    async def _read_robots(self, errand: Errand, file: Target) -> Rules:
        """The rules of one robots.txt (RFC 9309, section 2.3.1), fetched like a page, without keys."""
        limits = msgspec.structs.replace(errand.limits, wire_bytes=MAX_ROBOTS, body_bytes=8 * MAX_ROBOTS)
        asked = Errand(target=file, limits=limits, hosts=errand.hosts, contact=errand.contact, cut=True)
        try:
            found = await self._persistently(asked)
        except (OutageError, RefusedError):
            raise
        except _TooManyRedirects:
            return ALL_ALLOWED
        except FetchError as error:
            raise OutageError(error.what, where=file.address, hint=_UNTIL_THEN) from None
        if 200 <= found.status < 300:
            cut = len(found.wire) >= MAX_ROBOTS
            if len(found.body) < _WORTH_A_THREAD:
                return read_rules(found.body, cut=cut)
            return await asyncio.to_thread(read_rules, found.body, cut=cut)
        if found.status < 500 and found.status != 429:
            return ALL_ALLOWED
        raise OutageError(f"HTTP {found.status}", where=file.address, hint=_UNTIL_THEN)

    def _context(self, target: Target) -> ssl.SSLContext | None:
        if target.scheme != "https":
            return None
        if self._tls is None:
            self._tls = httpx2.create_ssl_context(trust_env=False)
        return self._tls


_UNTIL_THEN = "Nothing is fetched from this host until its robots.txt can be read (RFC 9309)"


async def _response(
    errand: Errand, target: Target, redirects: list[Redirect], sent: Headers, answer: Answer, deadline: Deadline
) -> Response:
    keys, shown = errand.keys, errand.keys.hidden(target.address)
    if answer.status == 206:
        raise OutageError("HTTP 206, a part of a page of which the whole was asked for", where=shown)
    body = await _unpacked(answer, errand, shown)
    if keys and (place := keys.in_bytes(answer.wire) or keys.in_bytes(body)):
        raise FetchError(
            f"the answer repeats the key {place}, and the archive would keep it",
            where=shown,
            hint="Use an address whose answer does not, or send the key as a header",
        )
    return Response(
        address=keys.hidden(errand.target.address),
        final_address=shown,
        redirects=tuple(redirects),
        status=answer.status,
        headers=hidden_headers(keys, answer.headers),
        wire=answer.wire,
        body=body,
        media_type=keys.hidden(answer.header("content-type")).strip()[:200],
        elapsed=deadline.used(),
        target=keys.hidden(target.path),
        request=hidden_headers(keys, sent),
    )


async def _unpacked(answer: Answer, errand: Errand, shown: str) -> bytes:
    coding = ",".join(value for name, value in answer.headers if name.lower() == "content-encoding")
    most = errand.limits.body_bytes
    try:
        if not coding or len(answer.wire) < _WORTH_A_THREAD:
            return decode(answer.wire, coding, most)
        return await asyncio.to_thread(decode, answer.wire, coding, most)
    except FetchError as error:
        raise type(error)(error.what, where=shown, hint=error.hint) from None
