"""robots.txt (RFC 9309): what a host lets this program fetch, asked once a day and kept in memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec
import protego

from tallywire.errors import OutageError, RefusedError
from tallywire.watch.clock import Clock
from tallywire.watch.guard import Target

TOKEN = "Tallywire"
MAX_ROBOTS = 500 << 10
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5); the rest is left."""
KEPT = 24 * 3600.0
ASKED_AGAIN = 60.0
"""Seconds after which a robots.txt that could not be reached is asked for again."""
_MOST_HOSTS = 20_000
_NAMES = frozenset({"user-agent", "useragent", "user agent"})
_RULES = frozenset(
    {
        *("allow", "crawl-delay", "crawl delay", "disallow"),
        # Slips that other crawlers forgive too.
        *("dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    }
)


class Rules:
    """The rules of one robots.txt that are meant for this program."""

    def __init__(self, text: str) -> None:
        self._rules = protego.Protego.parse(_meant_for_us(text))

    def allows(self, address: str) -> bool:
        return self._rules.can_fetch(address, TOKEN)

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that are asked for; 0 where none are."""
        return self._rules.crawl_delay(TOKEN) or 0.0


Reading = Callable[[Target], Awaitable[Rules]]
"""Fetches the robots.txt at a target. Raises OutageError while it cannot be reached."""


def read_rules(body: bytes, *, cut: bool = False) -> Rules:
    """The rules in a body; of one that was cut the last line is left, of which a half may be there."""
    text = body[:MAX_ROBOTS].decode("utf-8", errors="replace").removeprefix("\ufeff")
    if cut or len(body) > MAX_ROBOTS:
        text = text[: text.rfind("\n") + 1]
    return Rules(text)


def robots_target(target: Target) -> Target:
    """The robots.txt of a target's scheme, host and port."""
    file = "/robots.txt"
    return msgspec.structs.replace(target, address=f"{target.scheme}://{target.authority}{file}", path=file)


class Robots:
    """The rules of each scheme, host and port, fetched when first asked for, and once however many ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str, int], _Kept] = OrderedDict()

    async def rules(self, target: Target, reading: Reading) -> Rules:
        """The rules that hold for a target, which `reading` fetches. Raises OutageError while they are not known.

        Rules that were read before hold on while their file cannot be reached (RFC 9309, section 2.4).
        """
        key = (target.scheme, target.host, target.port)
        kept = self._kept.setdefault(key, _Kept())
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_HOSTS:
            self._kept.popitem(last=False)
        async with kept.lock:
            if kept.due <= self._clock.monotonic():
                await self._renew(kept, robots_target(target), reading)
        if kept.rules is None:
            assert kept.outage is not None, "without rules there is the reason why"
            raise OutageError(
                kept.outage.what, where=kept.outage.where, hint=kept.outage.hint, retry_at=kept.outage.retry_at
            )
        return kept.rules

    async def _renew(self, kept: _Kept, file: Target, reading: Reading) -> None:
        try:
            kept.rules = await reading(file)
            kept.due = self._clock.monotonic() + KEPT
        except OutageError as error:
            kept.outage = error
            kept.due = self._clock.monotonic() + ASKED_AGAIN


class _Kept:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.rules: Rules | None = None
        self.outage: OutageError | None = None
        self.due = float("-inf")


def refusal(target: Target) -> RefusedError:
    """What is told of an address that its host does not let this program fetch."""
    return RefusedError(
        f"{robots_target(target).address} does not let {TOKEN} fetch this address",
        where=target.address,
        hint='Ask the agency, or say in the source why it may be fetched: robots = "ignored because ..."',
    )


def _meant_for_us(text: str) -> str:
    """The file without other programs' groups, so that what is left bounds the work it causes.

    A token is compared whole and without regard to case (RFC 9309, section 2.2.1).
    """
    kept: list[str] = []
    group: set[str] = set()
    naming = False
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if name in _NAMES:
            if not naming:
                group.clear()
            naming = True
            who = _who(value)
            if who and who not in group:
                group.add(who)
                kept.append(f"User-agent: {who}")
        elif name in _RULES:
            naming = False
            if group:
                kept.append(f"{name}: {value.strip()}")
    return "\n".join(kept)


def _who(value: str) -> str:
    """This program or all of them, as a User-agent line names them; "" for another."""
    value = value.strip()
    if value.startswith("*"):
        return "*"
    token = value[: next((at for at, letter in enumerate(value) if not _part_of_token(letter)), len(value))]
    return TOKEN if token.lower() == TOKEN.lower() else ""


def _part_of_token(letter: str) -> bool:
    return letter.isascii() and (letter.isalpha() or letter in "-_")


ALL_ALLOWED = Rules("")
