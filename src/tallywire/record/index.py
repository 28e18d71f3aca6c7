"""The derived index of the archive: one JSON line an entry, so that opening need not read every body.

It is trusted only as far as it fits the files, and never by `verify`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.chain import file_names
from tallywire.record.entry import GENESIS, Entry
from tallywire.record.member import read_member
from tallywire.record.sharing import Sharing

NAME = "index.jsonl"

_decoder = msgspec.json.Decoder(Entry)


def load(folder: Path) -> list[Entry]:
    """The entries that the index names and the files can hold; empty if it does not fit them.

    Raises ArchiveError if the index is sound and the files are shorter than what it says was written.
    """
    entries: list[Entry] = []
    sharing = Sharing()
    try:
        with (folder / NAME).open("rb") as lines:
            for written in lines:
                # What follows the last line break is an index line that was cut off.
                if written.endswith(b"\n"):
                    entries.append(sharing.share(_decoder.decode(written), entries[-1] if entries else None))
    except (OSError, msgspec.MsgspecError):
        return []
    return entries if _fits(folder, entries) else []


def _fits(folder: Path, entries: Sequence[Entry]) -> bool:
    names = file_names(folder)
    previous, ends = GENESIS, dict[str, int]()
    for number, entry in enumerate(entries, start=1):
        if entry.number != number or entry.previous != previous or entry.offset != ends.get(entry.file, 0):
            return False
        previous = entry.hash
        ends[entry.file] = entry.offset + entry.length
    if list(ends) != names[: len(ends)] and set(ends) <= set(names):
        return False
    for name, end in ends.items():
        size = (folder / name).stat().st_size if name in names else 0
        if size < end:
            number = next(
                entry.number for entry in entries if entry.file == name and entry.offset + entry.length > size
            )
            raise ArchiveError(
                f"entry {number} was written here and is not there any more",
                where=str(folder / name),
                hint=f"Restore the file from a copy; to go on without what is lost, delete {NAME} beside it",
            )
        if name != names[-1] and name != entries[-1].file and size != end:
            return False
    return not entries or _stands(folder, entries[-1])


def _stands(folder: Path, entry: Entry) -> bool:
    with (folder / entry.file).open("rb") as handle:
        try:
            member = read_member(handle, entry.offset)
        except ArchiveError:
            return False
    return member is not None and member.hash == entry.hash


def ends_with(folder: Path, last: Entry | None) -> bool:
    """Whether the last line of the index is that of the entry `last`; without one, whether there is no line."""
    wanted = line(last) if last is not None else b""
    try:
        with (folder / NAME).open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            handle.seek(max(0, size - len(wanted) - 1))
            found = handle.read(len(wanted) + 1)
    except OSError:
        return False
    return found in (wanted, b"\n" + wanted)


def write(folder: Path, entries: Sequence[Entry]) -> None:
    """Replace the index."""
    new = folder / f"{NAME}.new"
    new.write_bytes(b"".join(line(entry) for entry in entries))
    new.replace(folder / NAME)


def remove(folder: Path) -> None:
    """Take the index away, and what was left of a new one."""
    for name in (NAME, f"{NAME}.new"):
        (folder / name).unlink(missing_ok=True)


def line(entry: Entry) -> bytes:
    return msgspec.json.encode(entry) + b"\n"
