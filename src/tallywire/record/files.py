"""Appending to the archive's files, and cutting what a crash left behind."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tallywire.errors import ArchiveError
from tallywire.record.chain import Tail, file_name, file_names
from tallywire.record.index import NAME


class Appender:
    """Writes whole entries at the end of the last file, and starts the next file at `rotate_at` bytes."""

    def __init__(self, folder: Path, rotate_at: int) -> None:
        self._folder = folder
        self._rotate_at = rotate_at
        self._number = max(1, len(file_names(folder)))
        self._file: BinaryIO | None = None
        self._size = 0
        self._index: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handle in (self._file, self._index):
            if handle is not None:
                handle.close()
        self._file = self._index = None

    def append(self, raw: bytes) -> tuple[str, int]:
        """Put `raw` on disk; returns file name and offset. After an ArchiveError nothing of it is left."""
        path = self._folder / file_name(self._number)
        try:
            handle = self._open(len(raw))
            path = self._folder / file_name(self._number)
            offset = self._size
            try:
                _write_all(handle, raw)
                os.fsync(handle.fileno())
            except OSError:
                self._undo(offset)
                raise
        except OSError as error:
            raise ArchiveError(
                f"cannot be written: {error.strerror}", where=str(path), hint="Make room, then run again"
            ) from None
        self._size = offset + len(raw)
        return path.name, offset

    def index(self, line: bytes) -> None:
        """Add a line to the derived index; should that fail, the next opening makes it anew."""
        try:
            if self._index is None:
                self._index = (self._folder / NAME).open("ab", buffering=0)
            self._index.write(line)
        except OSError:
            (self._folder / NAME).unlink(missing_ok=True)

    def _open(self, wanted: int) -> BinaryIO:
        if self._file is not None and self._size and self._size + wanted > self._rotate_at:
            self._file.close()
            self._file = None
            self._number += 1
        if self._file is None:
            path = self._folder / file_name(self._number)
            fresh = not path.exists()
            self._file = path.open("ab", buffering=0)
            self._size = self._file.seek(0, os.SEEK_END)
            if fresh:
                sync_folder(self._folder)
            elif self._size and self._size + wanted > self._rotate_at:
                return self._open(wanted)
        return self._file

    def _undo(self, offset: int) -> None:
        if self._file is not None:
            try:
                os.ftruncate(self._file.fileno(), offset)
            finally:
                self._file.close()
                self._file = None


def _write_all(handle: BinaryIO, raw: bytes) -> None:
    # An unbuffered write stops short where the disk is nearly full; only the next one raises.
    rest = memoryview(raw)
    while rest:
        rest = rest[handle.write(rest) :]


def cut_tail(folder: Path, tail: Tail, number: int) -> str:
    """Move a torn tail into `torn/`, named by the entry that it would have been; returns a warning."""
    torn = folder / "torn"
    torn.mkdir(exist_ok=True)
    saved = torn / f"entry-{number:08d}.bin"
    while saved.exists():
        saved = saved.with_stem(saved.stem + "-again")
    path = folder / tail.file
    with path.open("r+b") as source, saved.open("xb") as copy:
        source.seek(tail.offset)
        copy.write(source.read(tail.length))
        copy.flush()
        os.fsync(copy.fileno())
        sync_folder(torn)
        source.truncate(tail.offset)
        os.fsync(source.fileno())
    return f"{path}: the last {tail.length:,} bytes were an append that was cut off; they were moved to {saved}"


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
