"""Where a backup is put: a folder, which the next backup adds to, or one tar file."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from tallywire.desk.backing_up_manifest import MANIFEST, MOST, Kept, KeptArchive, Manifest, manifest_from
from tallywire.errors import NewsroomError
from tallywire.record import writer_lock

_CHUNK = 1 << 20
_ARCHIVE = "archive"
_STATE = "state-"


class Place(Protocol):
    """Files are put one after the other; nothing is a backup until `finish`."""

    before: Manifest | None
    state: str
    work: Path
    """A folder on the same disk, for what is needed while the backup is made."""

    def put(self, path: str, parts: Iterable[bytes], size: int) -> Kept:
        """Keep a file of the newsroom that is `size` bytes long, as anything but the archive."""
        ...

    def extend(self, path: str, parts: Iterable[bytes], size: int, old: KeptArchive | None) -> Kept:
        """Keep a file of the archive: `size` more bytes after those that `old` says are kept already."""
        ...

    def finish(self, manifest: Manifest) -> None: ...


@contextmanager
def folder_place(path: Path) -> Iterator[Place]:
    """A folder with the archive's files, which grow, and everything else in a subfolder that is made anew each time.

    The earlier backup stands until `finish`. Raises NewsroomError for a folder that holds something else.
    """
    if path.exists() and not path.is_dir():
        raise NewsroomError("is not a folder", where=str(path), hint="Name a folder, or a file that ends in .tar")
    if path.is_dir():
        strangers = [each.name for each in path.iterdir() if not _own(each.name)]
        if strangers and not (path / MANIFEST).is_file():
            raise NewsroomError(
                f"holds something else than a backup: {sorted(strangers)[0]}",
                where=str(path),
                hint="Name a new folder",
            )
    with writer_lock(path):
        yield _Folder(path)


def _own(name: str) -> bool:
    return name in (".lock", _ARCHIVE, MANIFEST, f"{MANIFEST}.new") or name.startswith(_STATE)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.before = read_manifest(path) if (path / MANIFEST).is_file() else None
        number = int(self.before.state.removeprefix(_STATE)) if self.before is not None else 0
        self.state = f"{_STATE}{number + 1}"
        self._forget(self.before.state if self.before is not None else "")
        self.work = path / self.state
        self.work.mkdir(mode=0o700)
        (path / _ARCHIVE).mkdir(exist_ok=True)

    def put(self, path: str, parts: Iterable[bytes], size: int) -> Kept:
        target = self._path / self.state / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            return _Measured(path, size).into(file, parts)

    def extend(self, path: str, parts: Iterable[bytes], size: int, old: KeptArchive | None) -> Kept:
        target = self._path / path
        measured = _Measured(path, size + (old.size if old is not None else 0))
        with target.open("r+b" if old is not None else "wb") as file:
            if old is not None:
                _same(target, file, old, measured)
                file.truncate(old.size)
            return measured.into(file, parts)

    def finish(self, manifest: Manifest) -> None:
        new = self._path / f"{MANIFEST}.new"
        with new.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        for folder in (self._path / _ARCHIVE, *_folders(self._path / self.state)):
            _sync(folder)
        new.replace(self._path / MANIFEST)
        _sync(self._path)
        self._forget(self.state)

    def _forget(self, state: str) -> None:
        """Remove what earlier backups, and those that were broken off, leave behind."""
        for path in self._path.glob(f"{_STATE}*"):
            if path.name != state:
                shutil.rmtree(path)


@contextmanager
def tar_place(path: Path, made: datetime) -> Iterator[Place]:
    """One tar file that takes its name when it is whole. Raises NewsroomError for one that is there already."""
    if path.exists():
        raise NewsroomError(
            "is there already", where=str(path), hint="Name another file, or a folder, which is added to"
        )
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield _Tar(tar, part.absolute().parent, int(made.timestamp()))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class _Tar:
    def __init__(self, tar: tarfile.TarFile, work: Path, made: int) -> None:
        self._tar = tar
        self._made = made
        self.work = work
        self.before: Manifest | None = None
        self.state = f"{_STATE}1"

    def put(self, path: str, parts: Iterable[bytes], size: int) -> Kept:
        return self._add(f"{self.state}/{path}", path, parts, size)

    def extend(self, path: str, parts: Iterable[bytes], size: int, old: KeptArchive | None) -> Kept:
        assert old is None, "a tar file is never added to"
        return self._add(path, path, parts, size)

    def finish(self, manifest: Manifest) -> None:
        raw = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._add(MANIFEST, MANIFEST, [raw], len(raw))

    def _add(self, name: str, path: str, parts: Iterable[bytes], size: int) -> Kept:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._made
        measured = _Measured(path, size)
        self._tar.addfile(info, _Stream(measured.passing(parts)))
        return measured.kept


class _Measured:
    """Size and hash of what passes through, which has to be as long as was said."""

    def __init__(self, path: str, size: int) -> None:
        self._path = path
        self._wanted = size
        self._hash = hashlib.sha256()
        self._size = 0

    def add(self, part: bytes) -> None:
        self._hash.update(part)
        self._size += len(part)

    def passing(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        for part in parts:
            self.add(part)
            yield part
        if self._size != self._wanted:
            raise NewsroomError(
                f"changed while it was copied: {self._size:,} bytes, not {self._wanted:,}",
                where=self._path,
                hint="Run the backup again",
            )

    def into(self, file: BinaryIO, parts: Iterable[bytes]) -> Kept:
        for part in self.passing(parts):
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
        return self.kept

    @property
    def kept(self) -> Kept:
        return Kept(self._path, self._size, self._hash.hexdigest())


class _Stream:
    """Parts as a file that is read once."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        found = bytearray(self._rest)
        while len(found) < size and (part := next(self._parts, None)) is not None:
            found += part
        self._rest = bytes(found[size:])
        return bytes(found[:size])


def read_manifest(path: Path) -> Manifest:
    """The manifest of the backup in a folder; raises NewsroomError where there is none, or it does not fit."""
    where = path / MANIFEST
    try:
        with where.open("rb") as file:
            return manifest_from(file.read(MOST), str(where))
    except FileNotFoundError:
        raise NewsroomError(
            f"is no whole backup: it has no {MANIFEST}", where=str(path), hint="Run the backup again, or name another"
        ) from None


def _same(path: Path, file: BinaryIO, old: KeptArchive, measured: _Measured) -> None:
    """Read what is kept already, to its end; raises NewsroomError if it is not what was kept."""
    own = hashlib.sha256()
    left = old.size
    while left and (part := file.read(min(_CHUNK, left))):
        own.update(part)
        measured.add(part)
        left -= len(part)
    if left or own.hexdigest() != old.sha256:
        raise NewsroomError(
            "was altered since it was backed up",
            where=str(path),
            hint="Back up to a new folder, and keep this one aside",
        )


def _folders(state: Path) -> Iterator[Path]:
    yield state
    yield from (path for path in state.rglob("*") if path.is_dir())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
