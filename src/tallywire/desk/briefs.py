"""The told briefs, in the newsroom's desk.db."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from tallywire.brief import Brief
from tallywire.errors import NewsroomError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS briefs (
    id TEXT PRIMARY KEY,
    published TEXT NOT NULL,
    brief BLOB NOT NULL
) STRICT
"""


class Briefs:
    """Keep told briefs by id; a brief told again takes the place of the one before and is marked updated."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, briefs: Sequence[Brief]) -> tuple[Brief, ...]:
        """Store briefs, all or none; returns them as stored: unchanged ones keep their time, changed ones say so."""
        kept = []
        with self._open() as db:
            for brief in briefs:
                stored = self._told_before(db, brief)
                kept.append(stored)
                db.execute(
                    "INSERT INTO briefs (id, published, brief) VALUES (?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET published = excluded.published, brief = excluded.brief",
                    (stored.id, stored.published.isoformat(), msgspec.json.encode(stored)),
                )
        return tuple(kept)

    def all(self) -> tuple[Brief, ...]:
        """Newest first."""
        if not self._path.exists():
            return ()
        with self._open() as db:
            rows = db.execute("SELECT brief FROM briefs").fetchall()
        found = [msgspec.json.decode(row[0], type=Brief) for row in rows]
        return tuple(sorted(found, key=lambda b: (b.published, b.id), reverse=True))

    def _told_before(self, db: sqlite3.Connection, brief: Brief) -> Brief:
        row = db.execute("SELECT brief FROM briefs WHERE id = ?", (brief.id,)).fetchone()
        if row is None:
            return brief
        before = msgspec.json.decode(row[0], type=Brief)
        same_times = msgspec.structs.replace(brief, published=before.published, updated=before.updated)
        if same_times == before:
            return before
        return msgspec.structs.replace(brief, published=before.published, updated=brief.published)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as db, db:
                db.execute(_SCHEMA)
                yield db
        except sqlite3.Error as error:
            raise NewsroomError(f"cannot be used: {error}", where=str(self._path)) from None
