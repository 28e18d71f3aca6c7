"""A newsroom made again from a backup, every byte proved, and what the record lacks derived."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from tallywire.desk.backing_up_manifest import MANIFEST, MOST, SETTINGS, Kept, KeptArchive, Manifest, manifest_from
from tallywire.desk.backing_up_place import read_manifest
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.rebuilding import rebuild_newsroom
from tallywire.desk.watching import catch_up
from tallywire.errors import NewsroomError
from tallywire.record import Store, verify

Progress = Callable[[str], None]

_CHUNK = 1 << 20


class Restored(msgspec.Struct, frozen=True):
    """A newsroom that stands again: entries of its archive, its head, and the releases that had to be derived."""

    folder: str
    entries: int
    head: str
    derived: int


class _Source(Protocol):
    manifest: Manifest

    def open(self, kept: Kept) -> BinaryIO: ...


def restore(path: Path, folder: Path, *, progress: Progress | None = None) -> Restored:
    """Make the newsroom of the backup `path`, a folder or a tar file, in `folder`, which is empty or missing.

    Each file is proved by its hash, and the archive's chain from its first entry to the head that was backed up;
    should anything differ, `folder` is left as empty as it was. Then what the record does not have yet is derived.
    The site is not in a backup. Raises NewsroomError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewsroomError("is not an empty folder", where=str(folder), hint="Name a new or empty one")
    there = folder.exists()
    try:
        with _source(path) as source:
            manifest = source.manifest
            try:
                _put_back(source, folder, progress or (lambda word: None))
                _prove(manifest, folder, path)
            except BaseException:
                _empty(folder, there=there)
                raise
    except tarfile.TarError as error:
        raise NewsroomError(f"is no sound tar file: {error}", where=str(path)) from None
    except OSError as error:
        where = str(error.filename or path)
        raise NewsroomError(f"cannot be restored: {error.strerror or error}", where=where) from None
    derived = _derive(folder)
    return Restored(str(folder), manifest.entries, manifest.head, derived)


def _derive(folder: Path) -> int:
    """Derive what the record lacks; all of it where another version of Tallywire made it. Returns the releases."""
    try:
        Store(folder / "record").check()
    except NewsroomError:
        return rebuild_newsroom(folder).releases
    with Newsroom(folder, write=True) as newsroom:
        return catch_up(newsroom)


def _put_back(source: _Source, folder: Path, progress: Progress) -> None:
    manifest = source.manifest
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if manifest.size > free:
        raise NewsroomError(f"{manifest.size:,} bytes are needed, and {free:,} are free", where=str(folder))
    # A folder without settings is no newsroom: they come last.
    files: list[Kept] = [*manifest.files, *manifest.archive]
    files.sort(key=lambda kept: kept.path == SETTINGS)
    for kept in files:
        progress(kept.path)
        target = folder / kept.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open(kept) as read, target.open("xb") as written:
            _copy(read, written, kept, manifest.place(kept))
    for name in ("sources", "events", "archive"):
        (folder / name).mkdir(exist_ok=True)


def _copy(read: BinaryIO, written: BinaryIO, kept: Kept, where: str) -> None:
    """A file of the archive may be longer in the backup: the next backup had begun to add to it."""
    own, left = hashlib.sha256(), kept.size
    while left and (part := read.read(min(_CHUNK, left))):
        own.update(part)
        written.write(part)
        left -= len(part)
    whole = not left and (isinstance(kept, KeptArchive) or not read.read(1))
    if not whole or own.hexdigest() != kept.sha256:
        raise NewsroomError("is not what was backed up", where=where, hint="Use another backup")
    written.flush()
    os.fsync(written.fileno())


def _prove(manifest: Manifest, folder: Path, path: Path) -> None:
    proof = verify(folder / "archive", head=manifest.head)
    if proof.fault is not None:
        raise NewsroomError(f"holds an archive that was altered: {proof.fault}", where=str(path))
    if (proof.entries, proof.head, proof.torn) != (manifest.entries, manifest.head, 0):
        raise NewsroomError("holds another archive than it says", where=str(path), hint="Use another backup")


def _empty(folder: Path, *, there: bool) -> None:
    if not there:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@contextmanager
def _source(path: Path) -> Iterator[_Source]:
    if path.is_dir():
        yield _FolderSource(path)
        return
    with tarfile.open(path, "r:") as tar:
        yield _TarSource(tar, path)


class _FolderSource:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.manifest = read_manifest(path)

    def open(self, kept: Kept) -> BinaryIO:
        return (self._path / self.manifest.place(kept)).open("rb")


class _TarSource:
    def __init__(self, tar: tarfile.TarFile, path: Path) -> None:
        self._tar = tar
        self._path = path
        # What stands twice was put anew: the last one counts, as for tar itself.
        self._members = {member.name: member for member in tar if member.isfile()}
        with self._member(MANIFEST) as file:
            self.manifest = manifest_from(file.read(MOST), f"{path}: {MANIFEST}")

    def open(self, kept: Kept) -> BinaryIO:
        return self._member(self.manifest.place(kept))

    def _member(self, name: str) -> BinaryIO:
        member = self._members.get(name)
        file = self._tar.extractfile(member) if member is not None else None
        if file is None:
            raise NewsroomError(f"is no whole backup: it has no {name}", where=str(self._path), hint="Use another")
        return file  # type: ignore[return-value]
