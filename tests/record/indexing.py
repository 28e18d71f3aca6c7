"""The archive's index as a crash may leave it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tallywire.record import Archive
from tallywire.record.index import NAME


def indexed(folder: Path) -> int:
    """How many entries the index has."""
    with closing(sqlite3.connect(folder / NAME)) as database:
        [[count]] = database.execute("SELECT count(*) FROM entries").fetchall()
    return int(count)


def lag(folder: Path, number: int) -> None:
    """Let the index end at an entry, as if the power had gone before it had the next ones."""
    kept = [entry for entry in Archive(folder).entries() if entry.number <= number]
    sizes = {entry.file: entry.offset + entry.length for entry in kept}
    with closing(sqlite3.connect(folder / NAME)) as database:
        database.execute("DELETE FROM entries WHERE number > ?", (number,))
        for (name,) in database.execute("SELECT name FROM files").fetchall():
            database.execute("UPDATE files SET size = ? WHERE name = ?", (sizes.get(name, 0), name))
        database.execute("DELETE FROM files WHERE size = 0")
        database.commit()
