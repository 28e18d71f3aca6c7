"""The stored bytes of entries, proved on the way to be what was stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tallywire.errors import ArchiveError
from tallywire.record.entry import Entry, digest


def stored(path: Path, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of entries of one file, entry by entry; raises ArchiveError for one that was altered."""
    try:
        with path.open("rb") as source:
            for entry in entries:
                source.seek(entry.offset)
                raw = source.read(entry.length)
                if digest(raw) != entry.hash:
                    raise ArchiveError(
                        f"entry {entry.number} was altered",
                        where=f"{path}, byte {entry.offset}",
                        hint="Run `tallywire verify`",
                    )
                yield raw
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}", where=str(path)) from None
