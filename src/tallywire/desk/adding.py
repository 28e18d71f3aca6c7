"""Adding a source: a body that no one has watched, its file; and what a source would record, without recording it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tallywire.desk.derive import WITH_FIGURES
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import FetchError, RefusedError, SourceError, UsageError
from tallywire.series import AsOf, Figure, Observation
from tallywire.watch import (
    DEFAULT_LIMITS,
    Limits,
    Parsed,
    Source,
    check_address,
    fetch,
    fetch_address,
    load_source,
    parse,
)
from tallywire.watch.load import RESERVED

_BY_SUFFIX = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".json": "application/json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
}


class Unseen(msgspec.Struct, frozen=True):
    """A body to be watched: where it is, its bytes, its Content-Type, and how it came here in words."""

    address: str
    body: bytes
    media_type: str
    how: str


class Restating(msgspec.Struct, frozen=True):
    """A figure that would replace one of the record."""

    before: Observation
    after: Figure


class Tried(msgspec.Struct, frozen=True):
    """What a source would record of a body.

    parsed: every figure read and every problem. new: figures of periods that the record has not. restated: figures
    whose value, bounds or status differ from the record's. same: how many agree with it. beyond: how many figures
    of the record the body does not have.
    """

    source: Source
    body: Unseen
    parsed: Parsed
    new: tuple[Figure, ...]
    restated: tuple[Restating, ...]
    same: int
    beyond: int


def fetch_unseen(
    address: str, *, allow_hosts: Collection[str] = (), contact: str = "", limits: Limits = DEFAULT_LIMITS
) -> Unseen:
    """Fetch an address once, under the guard; nothing is archived. Raises FetchError, also for an error page."""
    try:
        response = fetch_address(address, allow_hosts=allow_hosts, contact=contact, limits=limits)
    except RefusedError as error:
        raise _with_option(error, address) from None
    if response.status not in WITH_FIGURES:
        raise FetchError(
            f"the server answers with HTTP {response.status}",
            where=response.final_address,
            hint="Give the address of the page or file with the figures themselves; a browser shows it",
        )
    moved = f", from {response.final_address}" if response.final_address != address else ""
    declared = response.media_type or "no Content-Type"
    return Unseen(
        address, response.body, response.media_type, f"fetched {len(response.body):,} bytes, {declared}{moved}"
    )


def checked_address(address: str, allow_hosts: Collection[str] = ()) -> None:
    """Refuse an address that no source may have; raises RefusedError."""
    try:
        check_address(address, allow_hosts)
    except RefusedError as error:
        raise _with_option(error, address) from None


def _with_option(error: RefusedError, address: str) -> RefusedError:
    """The error with the option of the command in place of the key of a source file."""
    if "allow_hosts" not in error.hint:
        return error
    hint = f"If it is on your own machine or network, allow it with --allow-host {urlsplit(address).hostname}"
    return RefusedError(error.what, where=error.where, hint=hint)


def read_unseen(file: Path, address: str, limits: Limits = DEFAULT_LIMITS) -> Unseen:
    """Read a body from a file instead, as if it had come from `address`; raises UsageError."""
    try:
        with file.open("rb") as handle:
            body = handle.read(limits.body_bytes + 1)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(file)) from None
    if len(body) > limits.body_bytes:
        raise UsageError(f"is larger than {limits.body_bytes} bytes", where=str(file))
    return Unseen(address, body, _BY_SUFFIX.get(file.suffix.lower(), ""), f"read {len(body):,} bytes of {file}")


def taken_ids(folder: Path) -> frozenset[str]:
    """Names that a new source of a newsroom cannot have; a file that does not load counts by its own name."""
    found = set(RESERVED)
    for path in (folder / "sources").glob("*.toml"):
        found.add(path.stem)
        try:
            found.add(load_source(path.read_text(encoding="utf-8"), str(path)).id)
        except (OSError, UnicodeDecodeError, SourceError):
            continue  # it is told when the newsroom is opened; here only its name matters
    return frozenset(found)


def write_source(folder: Path, id: str, text: str) -> Path:
    """Write a source file into a newsroom, never over another. Raises SourceError, also for a text that is none."""
    path = folder / "sources" / f"{id}.toml"
    load_source(text, str(path))
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    except FileExistsError:
        raise SourceError(
            "is there already and is not written over",
            where=str(path),
            hint="Name the new source with --id, or remove the file first",
        ) from None
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", where=str(path)) from None
    return path


def try_source(newsroom: Newsroom, id: str, *, file: Path | None = None, archived: bool = False) -> Tried:
    """What a source would record: of its address now, of a file, or of its last archived release.

    Nothing is archived or recorded. Raises TableError where nothing can be read, FetchError, and UsageError.
    """
    source = newsroom.source(id)
    if file is not None:
        body = read_unseen(file, source.address)
    elif archived:
        body = _archived(newsroom, source)
    else:
        body = _fetched(source)
    return compared(newsroom, source, body, parse(source, body.body, body.media_type))


def _fetched(source: Source) -> Unseen:
    response = fetch(source)
    if response.status not in WITH_FIGURES:
        raise FetchError(
            f"the server answers with HTTP {response.status}",
            where=response.final_address,
            hint="Try the last archived release with --archived, or a file with --file",
        )
    return Unseen(source.address, response.body, response.media_type, f"fetched {len(response.body):,} bytes")


def _archived(newsroom: Newsroom, source: Source) -> Unseen:
    releases = [each for each in newsroom.archive.releases(source.id) if each.kind != "imported"]
    for release in reversed(releases):
        if release.status in WITH_FIGURES:
            body = newsroom.archive.body(release.id)
            how = f"release {release.id[:12]} of {release.fetched_at:%Y-%m-%d %H:%M} UTC, {len(body):,} bytes"
            return Unseen(source.address, body, release.media_type, how)
    raise UsageError(
        f"nothing of {source.id} is archived yet", hint="Leave --archived out to fetch it, or give a file with --file"
    )


def compared(newsroom: Newsroom, source: Source, body: Unseen, parsed: Parsed) -> Tried:
    """What was read of a body, set beside the record as it stands now."""
    now = AsOf(newsroom.clock.now())
    new: list[Figure] = []
    restated: list[Restating] = []
    same = beyond = 0
    for entry in source.entries:
        series = source.series_id(entry.slug)
        held = {each.period: each for each in newsroom.record.observations(series, as_of=now)}
        for figure in (each for each in parsed.figures if each.series == series):
            before = held.pop(figure.period, None)
            if before is None:
                if figure.value is not None:
                    new.append(figure)
            elif (before.value, before.bounds, before.status) != (figure.value, figure.bounds, figure.status):
                restated.append(Restating(before, figure))
            else:
                same += 1
        beyond += len(held)
    return Tried(source, body, parsed, tuple(new), tuple(restated), same, beyond)
