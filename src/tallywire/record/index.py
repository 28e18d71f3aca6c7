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
from tallywire.record.index_rows import Rows
from tallywire.record.member import read_member

NAME = "index.db"
BEFORE = "index.jsonl"
"""The index of versions before this one."""
CHUNK = 1000
"""Entries read at once: the file is locked no longer than that takes."""
LATEST = "\U0010ffff"
"""Sorts after everything that an id may hold."""
RECENT = 8192
"""Entries that are kept once they were read."""

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


class Many(msgspec.Struct, frozen=True):
    """Several releases: how many, and the numbers of the first and the last one's entries."""

    count: int
    first: int
    last: int


class Index:
    """The entries up to `count` that the index of `folder` names; other processes may have added more since.

    Reads raise ArchiveError where the index is damaged; then it can be deleted, and is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._rows: Rows | None = None
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
                first, last = found.at(1), found.last()
                if last is not None and known is None:
                    fits = self._fits(found, last)
                elif last is not None and known is not None and last.number > known.number:
                    held = found.at(known.number)
                    fits = held is not None and held.hash == known.hash
            except (OSError, sqlite3.Error):
                fits = False
            finally:
                if not fits and found is not self._rows:
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
            assert self._rows is not None, "it stands"
            self._rows.insert(entries)
            self.last = entries[-1]

    def _write(self, entries: Iterable[Entry]) -> None:
        new = self._path.with_name(f"{NAME}.new")
        last = self.last
        try:
            new.unlink(missing_ok=True)
            with closing(Rows.made(new)) as rows:
                for chunk in _chunks(entries):
                    rows.insert(chunk)
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
            if found is not self._rows:
                found.close()
                return False
            last = found.last()
        except (OSError, sqlite3.Error):
            return False
        return self.last is not None and last is not None and last.hash == self.last.hash

    def _on_disk(self) -> Rows:
        """The file as it lies there now: the one in use, or a new one. Raises OSError or sqlite3.Error."""
        there = self._path.stat()
        if self._rows is not None and self._file == (os.getpid(), there.st_dev, there.st_ino):
            return self._rows
        return Rows.opened(self._path)

    def _use(self, rows: Rows) -> None:
        if rows is self._rows:
            return
        self._close()
        there = self._path.stat()
        self._rows, self._file = rows, (os.getpid(), there.st_dev, there.st_ino)
        self._close = weakref.finalize(self, rows.close)
        self._recent.clear()

    def _fits(self, rows: Rows, last: Entry) -> bool:
        names = file_names(self._folder)
        ends = {name: (first, size) for name, first, size in rows.select(_FILES)}
        if list(ends) != names[: len(ends)] and set(ends) <= set(names):
            return False
        for name, (first, end) in ends.items():
            size = (self._folder / name).stat().st_size if name in names else 0
            if size < end:
                following = rows.select("SELECT entry FROM entries WHERE number >= ? ORDER BY number", (first,))
                lost = next(e for (raw,) in following if (e := rows.entry(raw)).offset + e.length > size)
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
        return {source: Many(*numbers) for source, *numbers in self._select(_SOURCES, (self.count,))}

    def bodies(self, source: str) -> Mapping[int, Many]:
        """The releases of a source by the number of the entry that stores their body."""
        return {number: Many(*numbers) for number, *numbers in self._select(_BODIES, (source, self.count))}

    def _one(self, where: str, values: tuple[object, ...], *, first: bool = False) -> Entry | None:
        order = "ASC" if first else "DESC"
        asked = f"SELECT entry FROM entries WHERE {where} AND number <= ? ORDER BY number {order} LIMIT 1"
        return next(iter(self._entries(self._select(asked, (*values, self.count)))), None)

    def _each(self, where: str, values: tuple[object, ...], after: int) -> Iterator[Entry]:
        until = self.count
        asked = f"SELECT entry FROM entries WHERE {where} AND number BETWEEN ? AND ? ORDER BY number LIMIT ?"
        while after < until:
            found = self._entries(self._select(asked, (*values, after + 1, until, CHUNK)))
            if not found:
                return
            after = found[-1].number
            yield from found

    def _select(self, asked: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            if self._rows is None:
                return []
            try:
                return self._rows.select(asked, values)
            except sqlite3.Error as error:
                raise self._damaged(error) from None

    def _entries(self, found: list[Any]) -> list[Entry]:
        with self._lock:
            try:
                return [self._rows.entry(raw) for (raw,) in found] if self._rows is not None else []
            except sqlite3.Error as error:
                raise self._damaged(error) from None

    def _damaged(self, error: object) -> ArchiveError:
        hint = "Delete it: it is derived, and is made anew"
        return ArchiveError(f"is damaged: {error}", where=str(self._path), hint=hint)


def remove(folder: Path, *, but: str = "") -> None:
    """Take the index away, and what was left of a new one."""
    for name in (NAME, f"{NAME}-journal", f"{NAME}.new", BEFORE):
        if name != but:
            (folder / name).unlink(missing_ok=True)


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
