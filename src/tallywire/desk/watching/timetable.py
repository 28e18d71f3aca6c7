"""When each source is due, and what is known of it: kept in a small database, so that a restart asks nobody twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.watched import Known
from tallywire.errors import NewsroomError
from tallywire.series import Notice
from tallywire.watch import Source

NAME = "watch.db"
_DECODER = msgspec.json.Decoder(Known)


class Timetable:
    """`index/watch.db` of a newsroom. It is derived: without it every source is due at once, and nothing is lost."""

    def __init__(self, newsroom: Path) -> None:
        self._path = newsroom / "index" / NAME
        self._known: dict[str, Known] = {}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._known = self._read_or_anew()
        except (sqlite3.DatabaseError, OSError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            raise NewsroomError(f"cannot be made: {said}", where=str(self._path), hint="Make room") from None

    def __getitem__(self, source: str) -> Known:
        return self._known.get(source, Known())

    def __contains__(self, source: str) -> bool:
        return source in self._known

    def items(self) -> Mapping[str, Known]:
        return dict(self._known)

    def put(self, rows: Mapping[str, Known]) -> None:
        """Write what is known now of these sources; raises NewsroomError where the disk is full."""
        self._known.update(rows)
        self._write("INSERT OR REPLACE INTO known VALUES (?, ?)", self._encoded(rows.items()))

    def forget(self, sources: Iterable[str]) -> None:
        """Drop sources whose files are gone."""
        gone = [(source,) for source in sources if self._known.pop(source, None) is not None]
        self._write("DELETE FROM known WHERE source = ?", gone)

    @staticmethod
    def _encoded(rows: Iterable[tuple[str, Known]]) -> list[tuple[str, ...]]:
        return [(source, msgspec.json.encode(known).decode()) for source, known in rows]

    def _read_or_anew(self) -> dict[str, Known]:
        try:
            return self._read()
        except sqlite3.DatabaseError:
            # Damaged, or of another form: it is made anew.
            for name in (NAME, f"{NAME}-wal", f"{NAME}-shm"):
                self._path.with_name(name).unlink(missing_ok=True)
            return self._read()

    def _read(self) -> dict[str, Known]:
        with closing(self._open()) as database:
            rows = database.execute("SELECT source, known FROM known").fetchall()
        try:
            return {source: _DECODER.decode(text) for source, text in rows}
        except msgspec.MsgspecError as error:
            raise sqlite3.DatabaseError(str(error)) from None

    def _write(self, statement: str, rows: Sequence[tuple[str, ...]]) -> None:
        if not rows:
            return
        try:
            with closing(self._open()) as database, database:
                database.executemany(statement, rows)
        except sqlite3.DatabaseError as error:
            raise NewsroomError(f"cannot be written: {error}", where=str(self._path), hint="Make room") from None

    def _open(self) -> sqlite3.Connection:
        # A connection for each use: the loop reads here and a thread writes.
        database = sqlite3.connect(self._path, timeout=10)
        database.execute("PRAGMA journal_mode = WAL")
        # What a power cut may lose of it is only when to ask next.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE IF NOT EXISTS known (source TEXT PRIMARY KEY, known TEXT NOT NULL)")
        return database


def states(newsroom: Newsroom) -> Mapping[str, Notice]:
    """The last notice of each source that ever had one."""
    return newsroom.archive.last_notices()


def known_now(newsroom: Newsroom, timetable: Timetable, sources: Sequence[Source]) -> dict[str, Known]:
    """What is known of each source; its state is what the archive says was told last, whatever a crash left here."""
    told = states(newsroom)
    known = {
        source.id: msgspec.structs.replace(
            timetable[source.id], state=told[source.id].after if source.id in told else None
        )
        for source in sources
    }
    return abreast(newsroom, known, sources)


def abreast(newsroom: Newsroom, known: Mapping[str, Known], sources: Iterable[Source]) -> dict[str, Known]:
    """What was known of each source, with what the archive has of a later time: after a crash, or a full disk, or
    where another process watched, a notice was told or something new came of which nothing is known here.
    """
    told = states(newsroom)
    now = {}
    for source in sources:
        held, notice = known[source.id], told.get(source.id)
        if notice is not None and (held.asked is None or notice.at > held.asked):
            held = msgspec.structs.replace(held, state=notice.after)
        last = newsroom.archive.last(source.id, source.address)
        if last is not None and held.asked is not None and last.fetched_at > held.asked:
            # When something new came is looked up again.
            held = msgspec.structs.replace(held, arrivals=(), read="")
        now[source.id] = held
    return now
