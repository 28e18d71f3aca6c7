"""The archive, or a part of it, as one WACZ file (WACZ 1.1.1): a ZIP of WARC files, an index and a list of pages.

Web archives' tools read it and replay its pages. The entries stand in it byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import accumulate, groupby
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.entry import Entry
from tallywire.record.files import sync_folder
from tallywire.record.reading import Reading
from tallywire.record.stored import stored
from tallywire.record.wacz_index import INDEX, Placed, blocks, pages

VERSION = "1.1.1"

Progress = Callable[[str], None]


class Selection(msgspec.Struct, frozen=True):
    """Which entries are wanted: of one source ("": all), from a moment on, and before another (None: no bound).

    Both are moments of the newsroom's time.
    """

    source: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def whole(self) -> bool:
        return self == Selection()

    def has(self, entry: Entry) -> bool:
        """What says that the newsroom is simulated belongs to every part of it."""
        if entry.number == 1 and entry.topic:
            return True
        of = entry.release.source if entry.release else entry.source or entry.fields.get("source", "")
        return (
            (not self.source or of == self.source)
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


class Exported(msgspec.Struct, frozen=True):
    """What a WACZ file holds: entries, the releases among them, its own bytes, and the hash of the last entry."""

    path: str
    entries: int
    releases: int
    size: int
    head: str


class Resource(msgspec.Struct, frozen=True):
    """A file in the package, as its description lists it."""

    name: str
    path: str
    hash: str
    bytes: int


class About(msgspec.Struct, frozen=True):
    """What the file says of itself."""

    title: str
    software: str
    created: datetime


def export_wacz(
    archive: Reading, path: Path, selection: Selection, about: About, *, progress: Progress | None = None
) -> Exported:
    """Write `selection` of `archive` to `path`, which is there, and whole, only once this returns.

    The whole archive goes in file by file as it is, so that its chain can be checked; of a part, the entries that
    a revisit refers to go with it. Each entry's hash is checked on the way. progress: called for each WARC file.
    Raises ArchiveError for an altered entry, for a file that is there already, or where there is no room.
    """
    chosen = _chosen(archive, selection)
    if not chosen:
        raise ArchiveError("there is nothing to export", where=str(archive.folder), hint="Choose another part")
    created = about.created.astimezone(UTC)
    resources: list[Resource] = []
    placed: list[Placed] = []
    with _written(path) as handle, zipfile.ZipFile(handle, "w", strict_timestamps=False) as package:
        for name, grouped in groupby(chosen, key=attrgetter("file")):
            entries = tuple(grouped)
            own = name if selection.whole else name.replace("tallywire-", "extract-")
            resources.append(_put(package, f"archive/{own}", stored(archive.folder / name, entries), created))
            ends = accumulate((entry.length for entry in entries), initial=0)
            placed += [Placed(entry, own, at) for entry, at in zip(entries, ends, strict=False)]
            if progress is not None:
                progress(own)
        index = blocks(placed)
        listed = tuple(pages(placed, about.title))
        resources += [
            _put(package, f"indexes/{INDEX}", [index.index], created),
            _put(package, "indexes/index.idx", [index.places], created),
            _put(package, "pages/pages.jsonl", listed, created, packed=True),
        ]
        described = _put(
            package, "datapackage.json", [_description(archive, chosen, selection, resources, about)], created
        )
        names = msgspec.json.encode({"path": "datapackage.json", "hash": described.hash})
        _put(package, "datapackage-digest.json", [names], created)
    releases = sum(entry.release is not None for entry in chosen)
    return Exported(str(path), len(chosen), releases, path.stat().st_size, chosen[-1].hash)


def _chosen(archive: Reading, selection: Selection) -> Sequence[Entry]:
    every = tuple(archive.entries())
    if selection.whole:
        return every
    chosen = {entry.number: entry for entry in every if selection.has(entry)}
    if all(entry.number == 1 and entry.topic for entry in chosen.values()):
        return ()
    by_number = {entry.number: entry for entry in every}
    for entry in tuple(chosen.values()):
        if entry.release is not None and entry.release.revisit:
            origin = archive.entry(entry.release.revisit)
            chosen[origin.number] = origin
            if origin.paired:
                chosen[origin.number - 1] = by_number[origin.number - 1]
    return [chosen[number] for number in sorted(chosen)]


def _put(
    package: zipfile.ZipFile, path: str, parts: Iterable[bytes], created: datetime, *, packed: bool = False
) -> Resource:
    """Write a file of the package; what is packed already is stored as it is, so that readers can seek in it."""
    info = zipfile.ZipInfo(path, created.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    hashed, size = hashlib.sha256(), 0
    with package.open(info, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part)
            hashed.update(part)
            size += len(part)
    return Resource(path.rpartition("/")[2], path, f"sha256:{hashed.hexdigest()}", size)


def _description(
    archive: Reading, chosen: Sequence[Entry], selection: Selection, resources: Sequence[Resource], about: About
) -> bytes:
    """datapackage.json; what is Tallywire's own says which entries these are, and the hash of the last of them."""
    said = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "software": about.software,
        "created": f"{about.created:%Y-%m-%dT%H:%M:%SZ}",
        "resources": resources,
        "tallywire": {
            "whole": selection.whole,
            "source": selection.source,
            "since": selection.since,
            "until": selection.until,
            "simulated": archive.simulated,
            "entries": len(chosen),
            "head": chosen[-1].hash,
        },
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=2)


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when it is whole and on disk; after an error nothing of it is left."""
    if path.exists():
        raise ArchiveError("is there already", where=str(path), hint="Name another file, or move it away")
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            with part.open("wb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)
            sync_folder(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ArchiveError(f"cannot be written: {error.strerror}", where=str(path), hint="Make room") from None
