"""The handle on desk.db: short transactions, safe beside other processes, and nothing kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLite

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from tallywire.errors import BusyError, NewsroomError

HEAD = "0001"
"""The revision of the tables that this version works with: the last one in `migrations`."""

BUSY_SECONDS = 10

READS = "tallywire_reads"


class DeskDB:
    """An open desk.db; one that is missing or of an earlier version is made, or brought up, to the tables of today.

    Raises NewsroomError where the file cannot be used, BusyError where another process writes for too long.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        with self._told():
            revision = _revision(self._engine)
            if revision != HEAD:
                # Alembic takes longer to import than a desk that is up to date takes to open.
                from tallywire.desk.store.upgrade import upgrade

                upgrade(self._engine, where=str(path))

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or, after an error, nothing."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: the desk as it stood at one moment, beside whoever writes."""
        with self._told(), self._engine.connect() as connection:
            reading = connection.execution_options(**{READS: True})
            with reading.begin():
                yield reading

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except exc.OperationalError as error:
            if "database is locked" in str(error.orig):
                raise BusyError(
                    "another process has been writing to the desk for too long",
                    where=str(self.path),
                    hint="Try again, or end that process",
                ) from None
            # A desk that is only read needs some room too; where there is none, SQLite says no more than that.
            room = any(word in str(error.orig) for word in ("disk is full", "disk I/O"))
            hint = "Make room, then try again" if room else ""
            raise NewsroomError(f"cannot be used: {error.orig}", where=str(self.path), hint=hint) from None
        except exc.DBAPIError as error:
            raise NewsroomError(f"cannot be used: {error.orig}", where=str(self.path)) from None


def _engine(path: Path) -> Engine:
    """Connections live as long as their transaction, so none is left open and none is shared after a fork."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", _opened)
    event.listen(engine, "begin", _begun)
    return engine


def _opened(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, SQLite)
    # The driver's own transactions begin too late to protect what is read before it is written.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it a REPLACE would get round the triggers that keep the log.
    connection.execute("PRAGMA recursive_triggers = ON")


def _begun(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _revision(engine: Engine) -> str | None:
    """The revision that the tables are at; None where there are none."""
    with engine.connect().execution_options(**{READS: True}) as connection:
        try:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except (exc.OperationalError, exc.ProgrammingError) as error:
            if "no such table" not in str(error.orig):
                raise
            return None
    return None if found is None else str(found)
