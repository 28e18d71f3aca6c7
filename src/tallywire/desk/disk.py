"""What a newsroom takes up on its disk, and which of its sources make it grow."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from tallywire.desk.newsroom import read_settings
from tallywire.errors import NewsroomError
from tallywire.record import Archive, Entry

PARTS = ("archive", "record", "matrix", "index", "desk", "site")
LATELY = timedelta(days=30)
MOST_SOURCES = 10


class Part(msgspec.Struct, frozen=True):
    """A part of the newsroom's folder: its files and their bytes."""

    name: str
    files: int
    bytes: int


class Growth(msgspec.Struct, frozen=True):
    """What a source put into the archive: entries and bytes in all, and bytes in the last 30 days."""

    source: str
    entries: int
    bytes: int
    lately: int


class DiskUse(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes by part, with everything else under "other"; `lately` is what the archive grew in the last 30 days.

    days: how many whole days the free bytes last if the newsroom goes on like that; None where nothing grew.
    sources: those that put most into the archive in the last 30 days, at most ten. unnamed: how many more there are.
    """

    folder: str
    parts: tuple[Part, ...]
    bytes: int
    free: int
    releases: int
    entries: int
    lately: int
    days: int | None
    sources: tuple[Growth, ...]
    unnamed: int


def disk_use(folder: Path, *, now: datetime | None) -> DiskUse:
    """Measure the newsroom in `folder` as of `now` (in a simulated newsroom: as of its last entry).

    The parts are measured in files' lengths; the growth counts what is in the archive only, which everything else
    follows.
    """
    read_settings(folder)
    archive = Archive(folder / "archive")
    if archive.simulated or now is None:
        now = archive.last_at
    parts = _parts(folder)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise NewsroomError(f"cannot be measured: {error.strerror}", where=str(folder)) from None
    growth = _growth(archive.entries(), now - LATELY if now is not None else None)
    lately = sum(each.lately for each in growth)
    return DiskUse(
        folder=str(folder),
        parts=parts,
        bytes=sum(part.bytes for part in parts),
        free=free,
        releases=sum(each.count for each in archive.sources().values()),
        entries=archive.count,
        lately=lately,
        days=free * LATELY.days // lately if lately else None,
        sources=growth[:MOST_SOURCES],
        unnamed=max(0, len(growth) - MOST_SOURCES),
    )


def _parts(folder: Path) -> tuple[Part, ...]:
    found = dict.fromkeys((*PARTS, "other"), (0, 0))
    try:
        tops = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise NewsroomError(f"cannot be measured: {error.strerror}", where=str(folder)) from None
    for top in tops:
        name = "desk" if top.name.startswith("desk.db") else top.name
        name = name if name in PARTS else "other"
        files, size = _measured([top])
        found[name] = found[name][0] + files, found[name][1] + size
    return tuple(Part(name, files, size) for name, (files, size) in found.items())


def _measured(entries: Iterable[os.DirEntry[str]]) -> tuple[int, int]:
    """Files and bytes, links not followed; what vanishes meanwhile is not there."""
    files, size = 0, 0
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        try:
            if entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as below:
                    waiting += below
            else:
                size += entry.stat(follow_symlinks=False).st_size
                files += 1
        except FileNotFoundError:
            continue
    return files, size


def _growth(entries: Iterable[Entry], since: datetime | None) -> tuple[Growth, ...]:
    """By source, the one that grew most lately first; notes that belong to no source are left out."""
    counted: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in entries:
        source = entry.release.source if entry.release else entry.source or entry.fields.get("source", "")
        if not source:
            continue
        one = counted[source]
        one[0] += 1
        one[1] += entry.length
        one[2] += entry.length if since is not None and entry.at > since else 0
    growth = [Growth(source, *numbers) for source, numbers in counted.items()]
    return tuple(sorted(growth, key=lambda each: (-each.lately, -each.bytes, each.source)))
