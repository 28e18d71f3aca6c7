"""What a crash left behind at the archive's end: cut, kept aside, and told in the chain."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from tallywire.record.chain import Tail
from tallywire.record.entry import Entry
from tallywire.record.files import sync_folder
from tallywire.record.notes import TORN

FOLDER = "torn"
_NAME = re.compile(r"entry-(\d{8})(?:-again)*\.bin\Z")


def cut_tail(folder: Path, tail: Tail, number: int) -> str:
    """Move a torn tail into `torn/`, named by the entry that it would have been; gives a warning. Raises OSError."""
    torn = folder / FOLDER
    torn.mkdir(exist_ok=True)
    saved = torn / f"entry-{number:08d}.bin"
    while saved.exists():
        saved = saved.with_stem(saved.stem + "-again")
    path = folder / tail.file
    with path.open("r+b") as source:
        try:
            with saved.open("xb") as copy:
                source.seek(tail.offset)
                copy.write(source.read(tail.length))
                copy.flush()
                os.fsync(copy.fileno())
            sync_folder(torn)
        except OSError:
            # A part of the tail is not to be told as the tail.
            saved.unlink(missing_ok=True)
            raise
        source.truncate(tail.offset)
        os.fsync(source.fileno())
    return f"{path}: the last {tail.length:,} bytes were an append that was cut off; they were moved to {saved}"


def untold(folder: Path, entries: Iterable[Entry], last: Entry | None) -> tuple[dict[str, str], ...]:
    """The notes that the chain still owes: one for each tail in `torn/`, or for a last request without an answer."""
    try:
        names = sorted(path.name for path in (folder / FOLDER).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        names = []
    names = [name for name in names if _NAME.fullmatch(name)]
    told = {entry.fields.get("kept", "") for entry in entries if entry.topic == TORN} if names else set()
    notes = [_note(folder, name) for name in names if f"{FOLDER}/{name}" not in told]
    if last is not None and last.type == "request" and not notes:
        notes.append({"after": str(last.number), "bytes": "0", "kept": ""})
    return tuple(notes)


def _note(folder: Path, name: str) -> dict[str, str]:
    found = _NAME.fullmatch(name)
    assert found is not None, "only names that fit are told"
    size = (folder / FOLDER / name).stat().st_size
    return {"after": str(int(found[1]) - 1), "bytes": str(size), "kept": f"{FOLDER}/{name}"}
