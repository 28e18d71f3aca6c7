"""Asking a web archive: every page of a TimeMap, and one memento, which is only taken for what it was listed as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from tallywire.errors import FetchError, RefusedError, UsageError
from tallywire.watch.fetch import BlockingFetcher
from tallywire.watch.memento import MAX_MEMENTOS, Memento, Onward, memento_time, read_timemap, same_page
from tallywire.watch.memento_archive import MementoArchive, asked_for, history_mistakes, own_hosts, timemap_address
from tallywire.watch.memento_links import links
from tallywire.watch.response import Response
from tallywire.watch.source import Source

MAX_PAGES = 500
"""Pages of TimeMaps that are fetched for one source."""

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


class Listed(msgspec.Struct, frozen=True):
    """The mementos that an archive lists, by time, none twice; and what of its lists was left, in words."""

    mementos: tuple[Memento, ...]
    unusable: tuple[str, ...] = ()


def with_timemap(source: Source, timemap: str = "") -> MementoArchive:
    """The archive of a source, with another TimeMap where one is given. Raises UsageError where it cannot be used."""
    archive = source.history
    if timemap:
        archive = msgspec.structs.replace(archive, timemap=timemap)
    if not archive.timemap:
        raise UsageError(
            "no web archive is named",
            where=source.id,
            hint='Write [history] timemap = "https://.../{address}" into its source file, or give --timemap',
        )
    if "${" in source.address:
        raise UsageError("no web archive holds a page whose address needs a key", where=source.id)
    for _, what, hint in history_mistakes(archive, source.allow_hosts):
        raise UsageError(what, where=source.id, hint=hint)
    return archive


def list_mementos(
    fetcher: BlockingFetcher,
    source: Source,
    archive: MementoArchive,
    *,
    since: datetime = EARLIEST,
    until: datetime = LATEST,
    tell: Callable[[str], None] | None = None,
) -> Listed:
    """The mementos of a source's page from `since` to `until`, from all pages of its TimeMaps.

    Pages that say they lie outside are not fetched. tell: called with each address before it is fetched. Raises
    FetchError for a TimeMap that cannot be fetched or read, or is another page's; one that is not there (404) lists
    nothing.
    """
    found: dict[str, Memento] = {}
    unusable: list[str] = []
    left = MAX_PAGES
    for page in dict.fromkeys((source.address, *archive.addresses)):
        waiting = [Onward(timemap_address(archive, page))]
        met = {waiting[0].address}
        while waiting:
            onward = waiting.pop(0)
            if (onward.since or EARLIEST) > until or (onward.until or LATEST) < since:
                continue
            if not left:
                raise FetchError(
                    f"more than {MAX_PAGES} TimeMaps", where=onward.address, hint="Give --since, --until"
                )
            left -= 1
            if tell is not None:
                tell(onward.address)
            timemap = _timemap(fetcher, source, archive, onward.address)
            if timemap is None:
                continue
            read = read_timemap(timemap, onward.address)
            if read.original and not same_page(read.original, page):
                raise FetchError(f"is the TimeMap of {read.original[:200]}, not of {page}", where=onward.address)
            for each in read.mementos:
                if since <= each.at <= until:
                    found.setdefault(each.address, each)
            if len(found) > MAX_MEMENTOS:
                raise FetchError(f"more than {MAX_MEMENTOS:,} mementos", where=page, hint="Give --since and --until")
            unusable += read.unusable
            for other in read.onward:
                if other.address not in met:
                    met.add(other.address)
                    waiting.append(other)
    mementos = tuple(_ordered(found.values(), own_hosts(archive), unusable))
    return Listed(mementos, tuple(dict.fromkeys(unusable)))


def fetch_memento(fetcher: BlockingFetcher, source: Source, archive: MementoArchive, memento: Memento) -> Response:
    """Fetch one memento, and believe nothing but what it was listed as. Raises FetchError.

    It has to answer 200 with the very Memento-Datetime that the TimeMap gave (RFC 7089, section 2.1.1): archives
    redirect to the nearest one that they can show. Where it names its original, that has to be the source's page.
    """
    address = asked_for(archive, memento)
    response = _fetch(fetcher, source, archive, address)
    if response.status != 200:
        raise FetchError(f"HTTP {response.status}", where=address)
    said = [value for name, value in response.headers if name.lower() == "memento-datetime"]
    if not said:
        raise FetchError("the answer has no Memento-Datetime, so nothing says when it was so", where=address)
    times = {memento_time(each) for each in said}
    if times != {memento.at}:
        raise FetchError(
            f"the answer is another version: its Memento-Datetime is {said[0][:60]!r}, "
            f"listed is {memento.at:%Y-%m-%d %H:%M:%S} UTC",
            where=address,
        )
    originals = _originals(response)
    if any(not _is_ours(each, source, archive) for each in originals):
        raise FetchError(f"the answer is a version of {originals[0][:200]}, not of the source's page", where=address)
    return response


def _ordered(mementos: Iterable[Memento], hosts: frozenset[str], unusable: list[str]) -> Iterator[Memento]:
    """By time, of one moment the first alone; what lies at another host is told."""
    last: datetime | None = None
    for each in sorted(mementos, key=lambda each: (each.at, each.address)):
        if not _at(each.address, hosts):
            unusable.append(
                f"{each.address[:200]} is not at {', '.join(sorted(hosts))}: name its host in history.hosts"
            )
        elif each.at != last:
            last = each.at
            yield each


def _timemap(fetcher: BlockingFetcher, source: Source, archive: MementoArchive, address: str) -> str | None:
    response = _fetch(fetcher, source, archive, address)
    if response.status == 404:
        return None
    if response.status != 200:
        raise FetchError(f"HTTP {response.status} instead of a TimeMap", where=address)
    return response.body.decode("utf-8", "replace")


def _fetch(fetcher: BlockingFetcher, source: Source, archive: MementoArchive, address: str) -> Response:
    hosts = own_hosts(archive)
    if not _at(address, hosts):
        raise FetchError(
            f"is not at {', '.join(sorted(hosts))}", where=address, hint="Name its host in history.hosts"
        )
    # A host of the source's own network is opened for the archive alone if it is the archive's.
    allowed = [name for name in source.allow_hosts if name.lower() in hosts]
    try:
        response = fetcher.fetch_address(address, allow_hosts=allowed, contact=source.contact, heeds_robots=True)
    except RefusedError as error:
        if "robots" not in error.hint:
            raise
        raise RefusedError(error.what, where=error.where, hint="Ask the archive, or name another one") from None
    if not _at(response.final_address, hosts):
        raise FetchError(f"redirects to {response.final_address[:200]}, another host", where=address)
    return response


def _at(address: str, hosts: frozenset[str]) -> bool:
    try:
        return (urlsplit(address).hostname or "") in hosts
    except ValueError:
        return False


def _originals(response: Response) -> list[str]:
    said = ", ".join(value for name, value in response.headers if name.lower() == "link")
    return [link.target for link in links(said, response.final_address) if "original" in link.rel]


def _is_ours(original: str, source: Source, archive: MementoArchive) -> bool:
    return any(same_page(original, page) for page in (source.address, *archive.addresses))
