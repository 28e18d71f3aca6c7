"""The web archive that a source's history is taken from: how it is asked, and what of it is believed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import quote, urlsplit

import msgspec

from tallywire.errors import FetchError, RefusedError
from tallywire.watch.guard import check_address
from tallywire.watch.memento import Memento

MAX_HOSTS = 32
_PLACE = re.compile(r"\{([^{}]*)\}")
_RAW = re.compile(r"[a-z]{2}_\Z")
_DIGITS = re.compile(r"(?<=/)[0-9]{14}(?=/)")


class MementoArchive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where past versions of a source's page are listed, and how they are asked for.

    timemap: the address of the page's TimeMap in application/link-format, with `{address}` where the page's address
    stands as it is, or `{quoted}` where it is percent-encoded. raw: two letters and `_` that this archive wants after
    the fourteen digits of a memento's time for the bytes as they were, without its own additions (`id_`).
    addresses: further addresses at which the page stood. hosts: hosts beside the TimeMap's own whose mementos are
    taken.
    """

    timemap: str = ""
    raw: str = ""
    addresses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def timemap_address(archive: MementoArchive, page: str) -> str:
    """The address of the TimeMap of a page."""
    bare = page.partition("#")[0]
    return archive.timemap.replace("{quoted}", quote(bare, safe="")).replace("{address}", bare)


def asked_for(archive: MementoArchive, memento: Memento) -> str:
    """The address at which a memento is fetched; raises FetchError where the archive's raw form does not fit it."""
    if not archive.raw:
        return memento.address
    digits = _DIGITS.search(memento.address)
    if digits is None:
        raise FetchError(
            f"there is no time of fourteen digits in its address to put {archive.raw!r} after",
            where=memento.address,
            hint="Remove history.raw, or name another archive",
        )
    return memento.address[: digits.end()] + archive.raw + memento.address[digits.end() :]


def own_hosts(archive: MementoArchive) -> frozenset[str]:
    """The hosts whose mementos are taken: the TimeMap's own, and those that are named."""
    own = urlsplit(_PLACE.sub("", archive.timemap)).hostname
    return frozenset(name.lower() for name in (own or "", *archive.hosts) if name)


def history_mistakes(archive: MementoArchive, allow_hosts: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What types cannot say, as key, what is wrong, what to do."""
    if not archive.timemap:
        for key in ("raw", "addresses", "hosts"):
            if getattr(archive, key):
                yield f"history.{key}", "there is no history.timemap", "Say where the past versions are listed"
        return
    authority = archive.timemap.partition("://")[2].split("/")[0]
    names = _PLACE.findall(archive.timemap)
    if "{" in authority or any(name not in ("address", "quoted") for name in names) or len(names) != 1:
        yield (
            "history.timemap",
            f"{archive.timemap[:120]!r} does not have the page's address in one place",
            'Such as "https://archive.example/timemap/link/{address}"; {quoted} for one that is percent-encoded',
        )
        return
    for key, address in (
        ("timemap", timemap_address(archive, "https://example.org/")),
        *(("addresses", each) for each in archive.addresses),
    ):
        try:
            check_address(address, allow_hosts)
        except RefusedError as error:
            yield f"history.{key}", error.what, error.hint
    if archive.raw and not _RAW.match(archive.raw):
        yield "history.raw", f"{archive.raw!r} is not two small letters and _", 'Such as "id_"'
    if max(len(archive.hosts), len(archive.addresses)) > MAX_HOSTS:
        yield "history", "too many hosts or addresses", f"At most {MAX_HOSTS} of each"
