"""Memento (RFC 7089): what a TimeMap says, which times it writes, and whether two addresses mean one page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from tallywire.errors import FetchError
from tallywire.watch.memento_links import Link, links

MAX_MEMENTOS = 200_000
LINK_FORMAT = "application/link-format"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(r"([A-Z][a-z]{2}), ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT\Z")
_DEFAULT_PORT = {"http": 80, "https": 443}


class Memento(msgspec.Struct, frozen=True):
    """A past version of a page: its address in a web archive, and when that archive says it took it."""

    address: str
    at: datetime


class Onward(msgspec.Struct, frozen=True):
    """Another page of a TimeMap, and the times between which its mementos lie where that is said."""

    address: str
    since: datetime | None = None
    until: datetime | None = None


class TimeMap(msgspec.Struct, frozen=True):
    """One page of a list of mementos.

    original: the page that it is about, "" where that is not said. onward: further pages. unusable: mementos that
    are listed and left, in words.
    """

    original: str
    mementos: tuple[Memento, ...]
    onward: tuple[Onward, ...] = ()
    unusable: tuple[str, ...] = ()


def read_timemap(text: str, address: str) -> TimeMap:
    """The TimeMap in a text of application/link-format (RFC 7089, section 5); `address` is where it came from.

    Raises FetchError for a text that is none, or one with more than 200,000 mementos.
    """
    original = ""
    mementos: list[Memento] = []
    onward: list[Onward] = []
    unusable: list[str] = []
    for link in links(text.removeprefix("\ufeff"), address):
        if "original" in link.rel:
            original = original or link.target
        elif "memento" in link.rel:
            target, at = _resolved(address, link.target), memento_time(link.parameters.get("datetime", ""))
            if at is None or not target:
                said = link.parameters.get("datetime", "")
                unusable.append(f"{link.target[:200]} is listed with the datetime {said[:60]!r}, which is none")
                continue
            mementos.append(Memento(target, at))
        elif "timemap" in link.rel and "self" not in link.rel:
            page = _page(link, address)
            if page is not None:
                onward.append(page)
        if len(mementos) + len(unusable) + len(onward) > MAX_MEMENTOS:
            raise FetchError(f"more than {MAX_MEMENTOS:,} mementos in one TimeMap", where=address)
    if not (original or mementos or onward or unusable):
        raise FetchError(
            "no TimeMap: it names neither an original nor a memento",
            where=address,
            hint=f"Expected {LINK_FORMAT} (RFC 7089)",
        )
    return TimeMap(original, tuple(mementos), tuple(onward), tuple(unusable))


def memento_time(text: str) -> datetime | None:
    """A time as HTTP writes it, "Sat, 03 Jan 2015 09:00:00 GMT"; None for any other text."""
    found = _TIME.match(text.strip())
    if found is None or found[1] not in _DAYS or found[3] not in _MONTHS:
        return None
    month = _MONTHS.index(found[3]) + 1
    try:
        return datetime(int(found[4]), month, int(found[2]), int(found[5]), int(found[6]), int(found[7]), tzinfo=UTC)
    except ValueError:
        return None


def same_page(one: str, other: str) -> bool:
    """Whether web archives hold two addresses for one page.

    Scheme, a leading `www.`, the scheme's own port, a slash at the end, percent-encoding and fragments do not count.
    """
    return _place(one) == _place(other)


def _place(address: str) -> tuple[str, int | None, str, str]:
    try:
        parts = urlsplit(address.partition("#")[0])
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return address, None, "", ""
    if port == _DEFAULT_PORT.get(parts.scheme):
        port = None
    return host, port, unquote(parts.path).rstrip("/"), unquote(parts.query)


def _page(link: Link, address: str) -> Onward | None:
    kind = link.parameters.get("type", LINK_FORMAT).partition(";")[0].strip().lower()
    target = _resolved(address, link.target)
    if kind != LINK_FORMAT or not target or target == address:
        return None
    given = link.parameters
    return Onward(target, memento_time(given.get("from", "")), memento_time(given.get("until", "")))


def _resolved(address: str, target: str) -> str:
    try:
        return urljoin(address, target) if target else ""
    except ValueError:
        return ""
