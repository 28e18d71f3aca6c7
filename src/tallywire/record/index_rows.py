"""The rows of the archive's index: a SQLite file with one row an entry."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import msgspec

from tallywire.record.entry import Entry
from tallywire.record.packed import Place, pack, place_of, unpack
from tallywire.series import Release

FORMAT = 2
WAIT = 10.0
"""Seconds to wait for a process that is writing."""

_SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, UNIQUE (source, address));
CREATE TABLE files (name TEXT PRIMARY KEY, first INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, entry BLOB NOT NULL, topic TEXT, release TEXT, place INTEGER, origin INTEGER,
    current INTEGER, past INTEGER, body TEXT, payload TEXT
);
CREATE INDEX by_topic ON entries (topic, number) WHERE topic IS NOT NULL;
CREATE INDEX by_release ON entries (release) WHERE release IS NOT NULL;
CREATE INDEX by_place ON entries (place, number, current) WHERE place IS NOT NULL;
CREATE INDEX by_origin ON entries (place, origin, number) WHERE place IS NOT NULL;
CREATE INDEX by_past ON entries (number) WHERE past IS NOT NULL;
CREATE INDEX by_body ON entries (body, place, payload) WHERE body IS NOT NULL;
"""


class Rows:
    """An index file that is open, by one thread at a time. Everything raises sqlite3.Error, for damage too."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._places: dict[int, Place] = {}

    @classmethod
    def opened(cls, path: Path) -> Self:
        """The file that is there, to be written only by whoever holds the archive's lock."""
        address = f"{path.absolute().as_uri()}?mode=rw"
        database = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            database.execute("PRAGMA synchronous = NORMAL")
            names = ("user_version", "page_count", "page_size")
            version, pages, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
            # The count is that of the header; who finds a journal beside it has played it back by now.
            if version != FORMAT or pages * size > path.stat().st_size:
                raise sqlite3.DatabaseError("another format, or cut off")
        except BaseException:
            database.close()
            raise
        return cls(database)

    @classmethod
    def made(cls, path: Path) -> Self:
        """A new file, of which nothing is safe before it is closed."""
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA user_version = {FORMAT}")
        return cls(database)

    def close(self) -> None:
        self._database.close()

    def select(self, asked: str, values: tuple[object, ...] = ()) -> list[Any]:
        return self._database.execute(asked, values).fetchall()

    def entry(self, raw: bytes) -> Entry:
        try:
            return unpack(raw, self._places)
        except KeyError:
            self._places = {id: (source, address) for id, source, address in self.select("SELECT * FROM places")}
        except msgspec.MsgspecError as error:
            raise sqlite3.DatabaseError(str(error)) from None
        try:
            return unpack(raw, self._places)
        except KeyError as error:
            raise sqlite3.DatabaseError(f"no place {error}") from None

    def last(self) -> Entry | None:
        found = self.select("SELECT entry FROM entries ORDER BY number DESC LIMIT 1")
        return self.entry(found[0][0]) if found else None

    def at(self, number: int) -> Entry | None:
        found = self.select("SELECT entry FROM entries WHERE number = ?", (number,))
        return self.entry(found[0][0]) if found else None

    def insert(self, entries: Sequence[Entry]) -> None:
        """Add entries, all or none."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._insert(entries)
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _insert(self, entries: Sequence[Entry]) -> None:
        ends: dict[str, list[int]] = {}
        for entry in entries:
            ends.setdefault(entry.file, [entry.number, 0])[1] = entry.offset + entry.length
        wanted = sorted({place for entry in entries if (place := place_of(entry)) is not None})
        insert = self._database.executemany
        insert("INSERT OR IGNORE INTO places (source, address) VALUES (?, ?)", wanted)
        asked = "SELECT id FROM places WHERE source = ? AND address = ?"
        places = {place: self.select(asked, place)[0][0] for place in wanted}
        numbers = {entry.release.id: entry.number for entry in entries if entry.release is not None}
        rows = [self._row(entry, places, numbers) for entry in entries]
        insert("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        insert(
            "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET size = excluded.size",
            [(name, first, size) for name, (first, size) in ends.items()],
        )

    def _row(self, entry: Entry, places: dict[Place, int], numbers: dict[str, int]) -> tuple[object, ...]:
        # The columns: number, entry, topic, release, place, origin, current, past, body, payload.
        release = entry.release
        raw = pack(entry, places)
        if release is None:
            return entry.number, raw, entry.topic or None, *[None] * 7
        stores = entry.type != "revisit"
        return (
            entry.number,
            raw,
            None,
            release.id,
            places[release.source, release.address],
            self._origin(release, numbers) if release.revisit else entry.number,
            int(says_now(release)),
            None if release.kind == "fetched" else 1,
            body_of(release) if stores else None,
            entry.payload if stores else None,
        )

    def _origin(self, release: Release, numbers: dict[str, int]) -> int:
        if release.revisit not in numbers:
            found = self.select("SELECT number FROM entries WHERE release = ?", (release.revisit,))
            if not found:
                raise sqlite3.DatabaseError(f"no release {release.revisit}")
            numbers[release.revisit] = found[0][0]
        return numbers[release.revisit]


def says_now(release: Release) -> bool:
    """Whether a release says what the source's server has: not an error, nor a past version from another archive."""
    return release.kind != "memento" and (200 <= release.status < 300 or release.status == 304)


def body_of(release: Release) -> str:
    """The body's hash, apart by who held it: what another archive has never stands for what the server sent."""
    return f"memento {release.body_hash}" if release.kind == "memento" else release.body_hash
