"""The derived index of the archive: its entries in SQLite, by the questions asked of them; bodies stay in the files.

It is trusted only as far as it fits the files, and never by `verify`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.chain import file_names
from tallywire.record.entry import GENESIS, Entry
from tallywire.record.member import read_member
from tallywire.series import Release

NAME = "index.db"
BEFORE = "index.jsonl"
"""The index of versions before this one."""
FORMAT = 1
CHUNK = 1000
"""Entries read at once: the file is locked no longer than that takes."""
LATEST = "\U0010ffff"
"""Sorts after everything that an id may hold."""
RECENT = 8192
"""Entries that are kept once they were read."""
WAIT = 10.0
"""Seconds to wait for a process that is writing."""

_SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, UNIQUE (source, address));
CREATE TABLE files (name TEXT PRIMARY KEY, first INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, entry BLOB NOT NULL, topic TEXT, release TEXT, place INTEGER, origin TEXT,
    current INTEGER, past INTEGER, body TEXT, payload TEXT
);
CREATE INDEX by_topic ON entries (topic, number) WHERE topic IS NOT NULL;
CREATE INDEX by_release ON entries (release) WHERE release IS NOT NULL;
CREATE INDEX by_place ON entries (place, number, current) WHERE place IS NOT NULL;
CREATE INDEX by_origin ON entries (place, origin, number) WHERE place IS NOT NULL;
CREATE INDEX by_past ON entries (number) WHERE past IS NOT NULL;
CREATE INDEX by_body ON entries (body, place, payload) WHERE body IS NOT NULL;
"""

_PLACE = "(SELECT id FROM places WHERE source = ? AND address = ?)"
_FILES = "SELECT name, first, size FROM files ORDER BY first"
_SOURCES = """
SELECT source, count(*), min(number), max(number) FROM entries JOIN places ON places.id = place
WHERE place IS NOT NULL AND number <= ? GROUP BY source
"""
_BODIES = """
SELECT origin, count(*), min(number), max(number) FROM entries
WHERE place IN (SELECT id FROM places WHERE source = ?) AND number <= ? GROUP BY origin
"""

_decoder = msgspec.msgpack.Decoder(Entry)
_encoder = msgspec.msgpack.Encoder()


class Many(msgspec.Struct, frozen=True):
    """Several releases: how many, and the numbers of the first and the last one's entries."""

    count: int
    first: int
    last: int

    def and_one(self, number: int) -> Many:
        return Many(self.count + 1, min(self.first, number), max(self.last, number))


class Index:
    """The entries up to `count` that the index of `folder` names; other processes may have added more since.

    Reads raise ArchiveError where the index is damaged; then it can be deleted, and is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._database: sqlite3.Connection | None = None
        self._close = _nothing
        self._file = (0, 0, 0)
        self._lock = threading.RLock()
        self._recent: dict[str, Entry] = {}
        self.first: Entry | None = None
        self.last: Entry | None = None

    @property
    def count(self) -> int:
        return self.last.number if self.last is not None else 0

    @property
    def head(self) -> str:
        return self.last.hash if self.last is not None else GENESIS

    # Taken up and added to

    def take_up(self, known: Entry | None) -> bool:
        """See what other processes added; False where there is nothing new, or nothing that fits.

        known: the last entry that was read from the files. Raises ArchiveError if the index is sound and the files
        are shorter than what it says was written.
        """
        with self._lock:
            try:
                found = self._on_disk()
            except (OSError, sqlite3.Error):
                return False
            fits = False
            try:
                first, last = _at(found, 1), _last(found)
                if last is not None and known is None:
                    fits = self._fits(found, last)
                elif last is not None and known is not None and last.number > known.number:
                    held = _at(found, known.number)
                    fits = held is not None and held.hash == known.hash
            except (OSError, sqlite3.Error, msgspec.MsgspecError):
                fits = False
            finally:
                if not fits and found is not self._database:
                    found.close()
            if fits:
                self._use(found)
                self.first, self.last = first, last
            return fits

    def add(self, entries: Sequence[Entry]) -> None:
        """Add what follows; for whoever holds the archive's lock. Raises OSError or sqlite3.Error, nothing changed.

        Where the index on disk is not the one that was read, it is made anew.
        """
        with self._lock:
            if not entries:
                return
            if not self._stands():
                self._write(chain(self.entries(0), entries))
                return
            assert self._database is not None, "it stands"
            _insert(self._database, entries)
            self.last = entries[-1]

    def _write(self, entries: Iterable[Entry]) -> None:
        new = self._path.with_name(f"{NAME}.new")
        last = self.last
        try:
            new.unlink(missing_ok=True)
            with closing(sqlite3.connect(new, isolation_level=None)) as database:
                # Nothing of it is there before it is whole, and has its name.
                database.execute("PRAGMA journal_mode = OFF")
                database.execute("PRAGMA synchronous = OFF")
                database.executescript(_SCHEMA)
                database.execute(f"PRAGMA user_version = {FORMAT}")
                for chunk in _chunks(entries):
                    _insert(database, chunk)
                    last = chunk[-1]
            with new.open("rb") as handle:
                os.fsync(handle.fileno())
            # The old one first: its journal would spoil the new one.
            remove(self._folder, but=new.name)
            new.replace(self._path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        self._use(self._on_disk())
        self.last = last

    def _stands(self) -> bool:
        """Whether the file on disk is the one that is read here, and ends where it was read to."""
        try:
            found = self._on_disk()
            if found is not self._database:
                found.close()
                return False
            last = _last(found)
        except (OSError, sqlite3.Error, msgspec.MsgspecError):
            return False
        return self.last is not None and last is not None and last.hash == self.last.hash

    def _on_disk(self) -> sqlite3.Connection:
        """The database as it lies there now: the one in use, or a new one. Raises OSError or sqlite3.Error."""
        there = self._path.stat()
        if self._database is not None and self._file == (os.getpid(), there.st_dev, there.st_ino):
            return self._database
        found = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=WAIT,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            [[version], [pages], [size]] = [
                found.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "page_count", "page_size")
            ]
            found.execute("PRAGMA synchronous = NORMAL")
            # The count is that of the header; who finds a journal beside it has played it back by now.
            if version != FORMAT or pages * size > self._path.stat().st_size:
                raise sqlite3.DatabaseError("another format, or cut off")
        except BaseException:
            found.close()
            raise
        return found

    def _use(self, database: sqlite3.Connection) -> None:
        if database is self._database:
            return
        self._close()
        there = self._path.stat()
        self._database, self._file = database, (os.getpid(), there.st_dev, there.st_ino)
        self._close = weakref.finalize(self, database.close)
        self._recent.clear()

    def _fits(self, database: sqlite3.Connection, last: Entry) -> bool:
        names = file_names(self._folder)
        ends = {name: (first, size) for name, first, size in database.execute(_FILES).fetchall()}
        if list(ends) != names[: len(ends)] and set(ends) <= set(names):
            return False
        for name, (first, end) in ends.items():
            size = (self._folder / name).stat().st_size if name in names else 0
            if size < end:
                following = database.execute("SELECT entry FROM entries WHERE number >= ? ORDER BY number", (first,))
                lost = next(e for (raw,) in following if (e := _decoder.decode(raw)).offset + e.length > size)
                raise ArchiveError(
                    f"entry {lost.number} was written here and is not there any more",
                    where=str(self._folder / name),
                    hint=f"Restore the file from a copy; to go on without what is lost, delete {NAME} beside it",
                )
            if name != names[-1] and name != last.file and size != end:
                return False
        return _stands(self._folder, last)

    # Asked

    def entry(self, number: int) -> Entry:
        """One that is seen."""
        found = self._one("number = ?", (number,))
        assert found is not None, "numbers have no gaps"
        return found

    def entries(self, after: int, topic: str = "") -> Iterator[Entry]:
        """Those after a number, in order: all, or the notes of a topic."""
        if topic:
            yield from self._each("topic = ?", (topic,), after)
            return
        last, until = after, self.count
        for entry in self._each("1", (), after):
            last = entry.number
            yield entry
        if last < until:
            raise self._damaged(f"entry {last + 1} is not there")

    def releases(self, after: int) -> Iterator[Entry]:
        return self._each("place IS NOT NULL", (), after)

    def past(self, after: int) -> Iterator[Entry]:
        """The releases that were not fetched from their source."""
        return self._each("past IS NOT NULL", (), after)

    def of_source(self, source: str, after: int) -> Iterator[Entry]:
        """The releases of a source, in order."""
        return self._each("place IN (SELECT id FROM places WHERE source = ?)", (source,), after)

    def release(self, id: str) -> Entry | None:
        """The entry that holds a release."""
        found = self._recent.get(id)
        if found is None:
            found = self._one("release = ?", (id,))
            if found is not None:
                if len(self._recent) >= RECENT:
                    self._recent.clear()
                self._recent[id] = found
        return found

    def last_of(self, source: str, address: str) -> Entry | None:
        """The last release that says what the source's server had."""
        return self._one(f"place = {_PLACE} AND current = 1", (source, address))

    def stored(self, source: str, address: str, body: str, payload: str = "") -> Entry | None:
        """The first entry that stores a body, or stores it in these very bytes."""
        where = f"body = ? AND place = {_PLACE}{' AND payload = ?' if payload else ''}"
        return self._one(where, (body, source, address, *([payload] if payload else [])), first=True)

    def beginning(self, text: str) -> Iterator[Entry]:
        """The releases whose ids begin with a text, in order."""
        return self._each("release >= ? AND release < ?", (text, text + LATEST), 0)

    def sources(self) -> Mapping[str, Many]:
        """The releases of each source."""
        return self._many(_SOURCES, ())

    def bodies(self, source: str) -> Mapping[str, Many]:
        """The releases of a source by the one that stores their body."""
        return self._many(_BODIES, (source,))

    def _many(self, asked: str, values: tuple[object, ...]) -> Mapping[str, Many]:
        if self.last is None:
            return {}
        rows = self._rows(asked, (*values, self.count))
        return {name: Many(*numbers) for name, *numbers in rows}

    def _one(self, where: str, values: tuple[object, ...], *, first: bool = False) -> Entry | None:
        if self.last is None:
            return None
        order = "ASC" if first else "DESC"
        asked = f"SELECT entry FROM entries WHERE {where} AND number <= ? ORDER BY number {order} LIMIT 1"
        rows = self._rows(asked, (*values, self.count))
        return self._entry(rows[0][0]) if rows else None

    def _each(self, where: str, values: tuple[object, ...], after: int) -> Iterator[Entry]:
        until = self.count
        asked = f"SELECT number, entry FROM entries WHERE {where} AND number BETWEEN ? AND ? ORDER BY number LIMIT ?"
        while after < until:
            rows = self._rows(asked, (*values, after + 1, until, CHUNK))
            if not rows:
                return
            after = rows[-1][0]
            yield from (self._entry(raw) for _, raw in rows)

    def _rows(self, asked: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            assert self._database is not None, "nothing is seen before it was taken up"
            try:
                return self._database.execute(asked, values).fetchall()
            except sqlite3.Error as error:
                raise self._damaged(error) from None

    def _entry(self, raw: bytes) -> Entry:
        try:
            return _decoder.decode(raw)
        except msgspec.MsgspecError as error:
            raise self._damaged(error) from None

    def _damaged(self, error: object) -> ArchiveError:
        hint = "Delete it: it is derived, and is made anew"
        return ArchiveError(f"is damaged: {error}", where=str(self._path), hint=hint)


def remove(folder: Path, *, but: str = "") -> None:
    """Take the index away, and what was left of a new one."""
    for name in (NAME, f"{NAME}-journal", f"{NAME}.new", BEFORE):
        if name != but:
            (folder / name).unlink(missing_ok=True)


def _last(database: sqlite3.Connection) -> Entry | None:
    rows = database.execute("SELECT entry FROM entries ORDER BY number DESC LIMIT 1").fetchall()
    return _decoder.decode(rows[0][0]) if rows else None


def _at(database: sqlite3.Connection, number: int) -> Entry | None:
    rows = database.execute("SELECT entry FROM entries WHERE number = ?", (number,)).fetchall()
    return _decoder.decode(rows[0][0]) if rows else None


def _insert(database: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    ends: dict[str, list[int]] = {}
    for entry in entries:
        ends.setdefault(entry.file, [entry.number, 0])[1] = entry.offset + entry.length
    places = {(e.release.source, e.release.address) for e in entries if e.release is not None}
    database.execute("BEGIN IMMEDIATE")
    try:
        database.executemany("INSERT OR IGNORE INTO places (source, address) VALUES (?, ?)", sorted(places))
        known = {place: database.execute(f"SELECT {_PLACE}", place).fetchone()[0] for place in places}
        rows = [_row(entry, known) for entry in entries]
        database.executemany(f"INSERT INTO entries VALUES ({', '.join('?' * len(rows[0]))})", rows)
        database.executemany(
            "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET size = excluded.size",
            [(name, first, size) for name, (first, size) in ends.items()],
        )
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _row(entry: Entry, places: Mapping[tuple[str, str], int]) -> tuple[object, ...]:
    # The columns: number, entry, topic, release, place, origin, current, past, body, payload.
    release = entry.release
    raw = _encoder.encode(entry)
    if release is None:
        return entry.number, raw, entry.topic or None, *[None] * 7
    stores = entry.type != "revisit"
    return (
        entry.number,
        raw,
        None,
        release.id,
        places[release.source, release.address],
        release.revisit or release.id,
        int(says_now(release)),
        None if release.kind == "fetched" else 1,
        body_of(release) if stores else None,
        entry.payload if stores else None,
    )


def says_now(release: Release) -> bool:
    """Whether a release says what the source's server has: not an error, nor a past version from another archive."""
    return release.kind != "memento" and (200 <= release.status < 300 or release.status == 304)


def body_of(release: Release) -> str:
    """The body's hash, apart by who held it: what another archive has never stands for what the server sent."""
    return f"memento {release.body_hash}" if release.kind == "memento" else release.body_hash


def _stands(folder: Path, entry: Entry) -> bool:
    with (folder / entry.file).open("rb") as handle:
        try:
            member = read_member(handle, entry.offset)
        except ArchiveError:
            return False
    return member is not None and member.hash == entry.hash


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _nothing() -> object:
    return None
