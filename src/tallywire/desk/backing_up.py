"""A backup of a newsroom, made while others watch and serve it, in an order that cannot tear.

The desk comes first, then the record, then the archive, which only grows: so whatever the copied desk and record
refer to is in the copied archive. Sources, events and settings come last, so that every series has its source.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec

from tallywire.desk.backing_up_manifest import FOLDERS, SETTINGS, Kept, KeptArchive, Manifest
from tallywire.desk.backing_up_place import Place, folder_place, tar_place
from tallywire.desk.newsroom import read_settings
from tallywire.errors import BusyError, NewsroomError, UsageError
from tallywire.record import Archive
from tallywire.record.backup_tables import table_files
from tallywire.record.stored import stored

Progress = Callable[[str], None]

TAR = ".tar"
_CHUNK = 1 << 20
_ATTEMPTS = 3
_DESK_SECONDS = 30.0


class BackedUp(msgspec.Struct, frozen=True):
    """A backup: entries and bytes in all, bytes of the archive that were new, and the hash of the last entry."""

    path: str
    entries: int
    size: int
    added: int
    head: str


def back_up(folder: Path, path: Path, *, made: datetime, progress: Progress | None = None) -> BackedUp:
    """Back the newsroom in `folder` up to `path`: a tar file if its name ends in .tar, else a folder.

    A folder is added to: of the archive only what is new is copied, after what is there was read and proved. The
    earlier backup stands until the new one is whole. The published site is left out; `publish` makes it anew.
    progress: called for each file. Raises NewsroomError where the backup cannot be made, ArchiveError for an
    archive that was altered.
    """
    title = read_settings(folder).title
    _check_place(folder, path)
    place: AbstractContextManager[Place] = tar_place(path, made) if path.name.endswith(TAR) else folder_place(path)
    try:
        with place as kept:
            making = _Making(folder, kept, progress or (lambda word: None))
            return making.make(path, title, made)
    except sqlite3.Error as error:
        raise NewsroomError(f"cannot be copied: {error}", where=str(folder / "desk.db")) from None
    except OSError as error:
        where = str(error.filename or path)
        raise NewsroomError(
            f"cannot be backed up: {error.strerror or error}",
            where=where,
            hint="An earlier backup still stands; make room or mend this, then run again",
        ) from None


def _check_place(folder: Path, path: Path) -> None:
    if path.name.lower().endswith((".tar.gz", ".tgz", ".zip", ".gz")):
        raise UsageError("a backup is a folder or a .tar file", where=str(path), hint="Most of it is packed already")
    if path.resolve().is_relative_to(folder.resolve()):
        raise UsageError("lies in the newsroom itself", where=str(path), hint="Name a place outside of it")


class _Making:
    def __init__(self, folder: Path, place: Place, progress: Progress) -> None:
        self._folder = folder
        self._place = place
        self._progress = progress
        self._files: dict[str, Kept] = {}

    def make(self, path: Path, title: str, made: datetime) -> BackedUp:
        before = self._place.before
        self._desk()
        self._record()
        archive = Archive(self._folder / "archive")
        _check_follows(archive, before, path)
        self._torn()
        kept = self._archive(archive, before)
        self._rest()
        manifest = Manifest(
            made=made,
            title=title,
            simulated=archive.simulated,
            state=self._place.state,
            files=tuple(self._files.values()),
            archive=kept,
            entries=archive.count,
            head=archive.head,
        )
        self._place.finish(manifest)
        held = sum(each.size for each in before.archive) if before is not None else 0
        added = sum(each.size for each in kept) - held
        return BackedUp(str(path), archive.count, manifest.size, added, archive.head)

    def _desk(self) -> None:
        """Through SQLite itself, which copies one moment of it."""
        source = self._folder / "desk.db"
        if not source.exists():
            return
        with tempfile.TemporaryDirectory(prefix=".tallywire-desk-", dir=self._place.work) as work:
            copy = Path(work) / "desk.db"
            copy_desk(source, copy)
            self._put(copy, "desk.db")

    def _record(self) -> None:
        for attempt in range(_ATTEMPTS):
            try:
                for file in table_files(self._folder / "record"):
                    self._put(file, str(file.relative_to(self._folder)))
                return
            except FileNotFoundError:
                # The record was made anew meanwhile: its tables stand where they stood, under other names.
                self._files = {name: kept for name, kept in self._files.items() if not name.startswith("record/")}
                if attempt == _ATTEMPTS - 1:
                    raise

    def _torn(self) -> None:
        for file in sorted((self._folder / "archive" / "torn").glob("*.bin")):
            self._put(file, str(file.relative_to(self._folder)))

    def _archive(self, archive: Archive, before: Manifest | None) -> tuple[KeptArchive, ...]:
        old = {each.path: each for each in before.archive} if before is not None else {}
        _check_room(self._place.work, archive, old)
        found = []
        for name, grouped in groupby(archive.entries(), key=attrgetter("file")):
            kept, last = old.get(f"archive/{name}"), None
            fresh = []
            for last in grouped:
                if kept is None or last.number > kept.entry:
                    fresh.append(last)
            size = sum(entry.length for entry in fresh)
            parts = stored(self._folder / "archive" / name, fresh)
            self._progress(f"archive/{name}")
            whole = self._place.extend(f"archive/{name}", parts, size, kept)
            assert last is not None, "a group has one at least"
            found.append(KeptArchive(whole.path, whole.size, whole.sha256, last.number, last.hash))
        return tuple(found)

    def _rest(self) -> None:
        for name in FOLDERS:
            for file in sorted((self._folder / name).rglob("*")):
                if file.is_file():
                    self._put(file, str(file.relative_to(self._folder)))
        self._put(self._folder / SETTINGS, SETTINGS)

    def _put(self, file: Path, name: str) -> None:
        if name in self._files:
            return
        self._progress(name)
        with file.open("rb") as handle:
            size = handle.seek(0, 2)
            handle.seek(0)
            self._files[name] = self._place.put(name, _parts(handle.read, size), size)


def _parts(read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
    while size and (part := read(min(_CHUNK, size))):
        size -= len(part)
        yield part


def copy_desk(source: Path, copy: Path) -> None:
    """Copy a desk's database as it stands at one moment; raises BusyError where others write for too long."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read:
        read.execute(f"PRAGMA busy_timeout = {int(_DESK_SECONDS * 1000)}")
        with closing(sqlite3.connect(copy)) as written:
            try:
                read.backup(written)
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    raise BusyError(
                        "another process has been writing to the desk for too long",
                        where=str(source),
                        hint="Try again",
                    ) from None
                raise
            [[found]] = written.execute("PRAGMA quick_check(1)").fetchall()
    if found != "ok":
        raise NewsroomError(f"is damaged: {found}", where=str(source), hint="Restore it from an earlier backup")


def _check_follows(archive: Archive, before: Manifest | None, path: Path) -> None:
    """The archive has to contain what the earlier backup holds."""
    if before is None:
        return
    hint = "Back up to another folder; this one is left as it is"
    if archive.count < before.entries:
        raise NewsroomError(
            f"holds {before.entries:,} entries, and this newsroom's archive only {archive.count:,}",
            where=str(path),
            hint=hint,
        )
    for kept in before.archive:
        entry = archive.numbered(kept.entry)
        if entry.hash != kept.hash or f"archive/{entry.file}" != kept.path:
            raise NewsroomError("holds another archive than this newsroom's", where=str(path), hint=hint)


def _check_room(work: Path, archive: Archive, old: dict[str, KeptArchive]) -> None:
    need = sum(entry.length for entry in archive.entries()) - sum(kept.size for kept in old.values())
    free = shutil.disk_usage(work).free
    if need > free:
        raise NewsroomError(
            f"{need:,} bytes of the archive are to be copied, and {free:,} are free",
            where=str(work),
            hint="Make room, or name another disk",
        )
