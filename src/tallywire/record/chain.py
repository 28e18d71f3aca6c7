"""The chain of entries through the archive's files, as they lie on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.entry import GENESIS, Entry, entry_from
from tallywire.record.member import Member, read_member

BLOCK = 512
"""The least that a disk writes at once, in bytes."""

_NAME = re.compile(r"tallywire-(\d{5})\.warc\.gz\Z")


class Tail(msgspec.Struct, frozen=True):
    """Bytes at the end of the last file that are no whole entry: an append that was cut off."""

    file: str
    offset: int
    length: int


def file_name(number: int) -> str:
    return f"tallywire-{number:05d}.warc.gz"


def file_number(name: str) -> int:
    """The number of a file named by `file_name`."""
    return int(name[len("tallywire-") :].partition(".")[0])


def file_names(folder: Path) -> list[str]:
    """The archive's files in order; raises ArchiveError where one is missing or does not belong."""
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".warc.gz"))
    for number, name in enumerate(names, start=1):
        if not _NAME.fullmatch(name):
            raise ArchiveError("a file that is not of this archive", where=str(folder / name), hint="Move it away")
        if name != file_name(number):
            raise ArchiveError(
                f"expected here {file_name(number)}, found {name}",
                where=str(folder),
                hint="Restore the missing file from a copy",
            )
    return names


def members(handle: BinaryIO, offset: int, size: int) -> Iterator[tuple[int, Member | None]]:
    """Each member with where it begins; the last is None if the file ends inside it. Raises ArchiveError.

    An end whose last block was never written counts as one that the file ends inside.
    """
    while offset < size:
        try:
            member = read_member(handle, offset)
        except ArchiveError:
            if not _unwritten(handle, offset, size) or _entry_after(handle, offset, size):
                raise
            member = None
        yield offset, member
        if member is None:
            return
        offset += member.length


def scan(folder: Path, last: Entry | None, found: Callable[[Entry], None]) -> Tail | None:
    """Read on from the last known entry to the end of the last file; returns the torn tail, if there is one.

    Raises ArchiveError, naming file and offset, if an entry does not follow from the one before, or if what
    follows it is damaged rather than cut off.
    """
    names = file_names(folder)
    if last is not None and (
        last.file not in names or (folder / last.file).stat().st_size < last.offset + last.length
    ):
        raise ArchiveError(
            f"entry {last.number} was written here and is not there any more",
            where=str(folder / last.file),
            hint="Restore the file from a copy",
        )
    start = names.index(last.file) if last else 0
    for name in names[start:]:
        path = folder / name
        offset = last.offset + last.length if last and last.file == name else 0
        size = path.stat().st_size
        with path.open("rb") as handle:
            try:
                for at, member in members(handle, offset, size):
                    offset = at
                    if member is None:
                        break
                    entry = entry_from(member, file=name, offset=at)
                    check_link(entry, last)
                    found(entry)
                    last = entry
                    offset += member.length
                else:
                    continue
            except ArchiveError as error:
                raise ArchiveError(error.what, where=f"{path}, byte {offset}", hint=_RESTORE) from None
            # Only the last file can end in an append that was cut off, and nothing whole comes after that.
            if name != names[-1] or _entry_after(handle, offset, size):
                raise ArchiveError("a damaged entry", where=f"{path}, byte {offset}", hint=_RESTORE)
            return Tail(name, offset, size - offset)
    return None


_RESTORE = "Restore the file from a copy; `tallywire verify` shows what is wrong"


def check_link(entry: Entry, last: Entry | None) -> None:
    """Raise ArchiveError unless `entry` is the one that follows `last`."""
    number, previous = (1, GENESIS) if last is None else (last.number + 1, last.hash)
    if entry.number != number:
        raise ArchiveError(f"entry {entry.number} stands where entry {number} should")
    if entry.previous != previous:
        raise ArchiveError(f"entry {number} does not hold the hash of the entry before it")


def _unwritten(handle: BinaryIO, offset: int, size: int) -> bool:
    # A file system may have made the file longer before a crash without writing all that goes there. The last
    # bytes of a member may be zeros too: so many as the shortest run that is looked at are not.
    offset = max(offset, (size - 8) // BLOCK * BLOCK)
    handle.seek(offset)
    return not handle.read(size - offset).strip(b"\0")


def _entry_after(handle: BinaryIO, offset: int, size: int) -> bool:
    handle.seek(offset)
    rest = handle.read(size - offset)
    at = rest.find(b"\x1f\x8b\x08", 1)
    while at != -1:
        try:
            member = read_member(handle, offset + at)
            if member is not None:
                entry_from(member, file="", offset=0)
                return True
        except ArchiveError:
            at = rest.find(b"\x1f\x8b\x08", at + 1)
            continue
        at = rest.find(b"\x1f\x8b\x08", at + 1)
    return False
