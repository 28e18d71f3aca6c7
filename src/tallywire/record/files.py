"""Appending to the archive's files."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.chain import file_name, file_names


class Mark(msgspec.Struct, frozen=True):
    """Where the archive ended: the number of the last file and its size in bytes, None while it does not exist."""

    number: int
    size: int | None


class Appender:
    """Writes whole entries at the end of the last file, and starts the next file at `rotate_at` bytes.

    What was appended is on disk after `commit`. After an ArchiveError the caller goes back to a mark.
    """

    def __init__(self, folder: Path, rotate_at: int) -> None:
        self._folder = folder
        self._rotate_at = rotate_at
        self._number = max(1, len(file_names(folder)))
        self._file: BinaryIO | None = None
        self._size = 0
        self._broken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def _path(self) -> Path:
        return self._folder / file_name(self._number)

    def mark(self) -> Mark:
        if self._file is not None:
            return Mark(self._number, self._size)
        try:
            return Mark(self._number, self._path.stat().st_size)
        except FileNotFoundError:
            return Mark(self._number, None)
        except OSError as error:
            raise self._cannot(error) from None

    def append(self, raw: bytes) -> tuple[str, int]:
        """Write `raw`; returns file name and offset."""
        if self._broken:
            raise ArchiveError(
                "an append failed and could not be undone", where=str(self._path), hint="Start this command again"
            )
        try:
            handle = self._open(len(raw))
            offset = self._size
            self._size += len(raw)
            _write_all(handle, raw)
        except OSError as error:
            raise self._cannot(error) from None
        return self._path.name, offset

    def commit(self) -> None:
        """Wait until everything appended so far is on disk."""
        if self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._cannot(error) from None

    def back_to(self, mark: Mark) -> None:
        """Take away what was appended since `mark`; should that fail, nothing is appended any more."""
        later = [self._folder / file_name(number) for number in range(mark.number + 1, self._number + 1)]
        self._close()
        self._number = mark.number
        try:
            for path in reversed([self._path, *later] if mark.size is None else later):
                path.unlink(missing_ok=True)
            if mark.size is not None:
                os.truncate(self._path, mark.size)
            if later or mark.size is None:
                # A file that came back after a power cut would not follow what is appended from here on.
                sync_folder(self._folder)
        except OSError:
            self._broken = True

    def _open(self, wanted: int) -> BinaryIO:
        if self._file is not None and self._size and self._size + wanted > self._rotate_at:
            os.fsync(self._file.fileno())
            self._close()
            self._number += 1
        if self._file is None:
            fresh = not self._path.exists()
            self._file = self._path.open("ab", buffering=0)
            self._size = self._file.seek(0, os.SEEK_END)
            if fresh:
                sync_folder(self._folder)
            elif self._size and self._size + wanted > self._rotate_at:
                return self._open(wanted)
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _cannot(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"cannot be written: {error.strerror}", where=str(self._path), hint="Make room, then run again"
        )


def _write_all(handle: BinaryIO, raw: bytes) -> None:
    # An unbuffered write stops short where the disk is nearly full; only the next one raises.
    rest = memoryview(raw)
    while rest:
        rest = rest[handle.write(rest) :]


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
