"""desk.db: made, brought up to date, taken over from before; safe beside others, and its log is never altered."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import StatementError

from tallywire.desk.store import DeskDB, metadata, write_log
from tallywire.desk.store import db as handle
from tallywire.desk.store.tables import accounts, attempts, checks, log, sessions, stories, versions
from tallywire.desk.store.upgrade import configuration
from tallywire.errors import BusyError, NewsroomError
from tests.desk.stories.making import brief

AT = datetime(2022, 11, 20, 12, tzinfo=UTC)
BRIEFS = (
    brief("prisons-people-fall-2022-11-01"),
    brief("gone-takedown-2022-12-06", published=AT + timedelta(hours=1), updated=AT + timedelta(hours=5)),
)


@pytest.fixture
def db(tmp_path: Path) -> DeskDB:
    return DeskDB(tmp_path / "desk.db")


def test_the_migrations_make_the_tables_of_the_code(db: DeskDB) -> None:
    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_last_migration_is_the_one_that_the_code_works_with() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [handle.HEAD]


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_one_history_serves_both_databases(dialect: str) -> None:
    settings = configuration()
    settings.output_buffer = io.StringIO()
    settings.set_main_option("dialect", dialect)
    command.upgrade(settings, "head", sql=True)
    text = settings.output_buffer.getvalue()
    assert all(f"CREATE TABLE {table} " in text for table in metadata.tables)
    assert ("plpgsql" in text) == (dialect == "postgresql")
    assert ("AUTOINCREMENT" in text) == (dialect == "sqlite")


def test_a_desk_that_is_up_to_date_opens_without_the_migrations(db: DeskDB, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tallywire.desk.store.upgrade", None)
    with DeskDB(db.path).read() as connection:
        assert connection.execute(select(stories)).all() == []


def test_times_keep_their_moment_and_their_order(db: DeskDB) -> None:
    kyiv = timezone(timedelta(hours=2))
    moments = [AT, AT.astimezone(kyiv) + timedelta(seconds=1), AT + timedelta(microseconds=1500000)]
    with db.begin() as connection:
        for moment in reversed(moments):
            connection.execute(insert(attempts).values(key="name", at=moment))
    with db.read() as connection:
        held = connection.execute(select(attempts.c.at).order_by(attempts.c.at)).scalars().all()
    assert held == moments
    assert {moment.tzinfo for moment in held} == {UTC}


def test_a_time_without_a_zone_is_not_taken(db: DeskDB) -> None:
    with pytest.raises(StatementError, match="a time without a zone"), db.begin() as connection:
        connection.execute(insert(attempts).values(key="name", at=AT.replace(tzinfo=None)))


def test_what_is_append_only_cannot_be_altered(db: DeskDB) -> None:
    with db.begin() as connection:
        write_log(connection, at=AT, who="ada", action="told", subject="a")
        connection.execute(insert(versions).values(story="a", at=AT, who="ada", what="told", draft=b"{}"))
    for statement in (
        update(log).values(who="eve"),
        delete(log),
        update(versions).values(who="eve"),
        delete(versions),
    ):
        with pytest.raises(NewsroomError, match="is append-only"), db.begin() as connection:
            connection.execute(statement)
    for table in ("log", "versions"):
        with closing(sqlite3.connect(db.path)) as raw, raw, pytest.raises(sqlite3.Error, match="is append-only"):
            raw.execute(f"UPDATE {table} SET who = 'eve'")
    with db.read() as connection:
        assert connection.execute(select(log.c.who, log.c.detail)).all() == [("ada", "{}")]
        assert connection.execute(select(versions.c.who)).all() == [("ada",)]


def test_a_transaction_is_kept_whole_or_not_at_all(db: DeskDB) -> None:
    with pytest.raises(KeyboardInterrupt), db.begin() as connection:
        write_log(connection, at=AT, who="ada", action="told", subject="a")
        raise KeyboardInterrupt
    with db.read() as connection:
        assert connection.execute(select(log)).all() == []


def test_sessions_end_with_their_account(db: DeskDB) -> None:
    with db.begin() as connection:
        account = {"name": "Ada", "name_key": "ada", "role": "editor", "password": "x", "made_at": AT}
        connection.execute(insert(accounts).values(id=1, **account))
        times = {"made_at": AT, "seen_at": AT, "expires_at": AT}
        connection.execute(insert(sessions).values(token_hash="a", account=1, csrf="b", **times))
        connection.execute(delete(accounts))
        assert connection.execute(select(sessions)).all() == []
    with pytest.raises(NewsroomError, match="FOREIGN KEY"), db.begin() as connection:
        connection.execute(insert(sessions).values(token_hash="a", account=9, csrf="b", **times))


def test_days_are_kept_as_days(db: DeskDB) -> None:
    row = {"id": "x", "at": AT, "who": "", "title": "", "address": "", "text": "t", "report": "{}"}
    with db.begin() as connection:
        connection.execute(insert(checks).values(published=date(2022, 11, 21), **row))
        assert connection.execute(select(checks.c.published, checks.c.on_ledger)).one() == (date(2022, 11, 21), False)


def test_who_reads_is_not_kept_out_by_who_writes(db: DeskDB) -> None:
    with db.begin() as writing:
        write_log(writing, at=AT, who="ada", action="told", subject="a")
        with DeskDB(db.path).read() as reading:
            assert reading.execute(select(log)).all() == []


def test_who_waits_too_long_for_another_writer_is_told(db: DeskDB, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handle, "BUSY_SECONDS", 0)
    other = DeskDB(db.path)
    with db.begin(), pytest.raises(BusyError, match=r"desk\.db: another process has been writing"), other.begin():
        pytest.fail("two wrote at once")


def test_two_that_write_at_once_write_one_after_the_other(db: DeskDB) -> None:
    ready = Barrier(4)

    def write(who: str) -> None:
        own = DeskDB(db.path)
        ready.wait()
        for _ in range(10):
            with own.begin() as connection:
                count = len(connection.execute(select(log.c.id)).all())
                write_log(connection, at=AT, who=who, action="told", subject="a", detail={"count": count})

    threads = [Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as connection:
        details = connection.execute(select(log.c.detail).order_by(log.c.id)).scalars()
        assert [msgspec.json.decode(each)["count"] for each in details] == list(range(40))


OPEN = """
import sys
from pathlib import Path
from tallywire.desk.store import DeskDB
DeskDB(Path(sys.argv[1]))
"""


def test_a_desk_that_several_processes_make_at_once_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    running = [subprocess.Popen([sys.executable, "-c", OPEN, str(path)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    with DeskDB(path).read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def old(path: Path) -> None:
    """A desk.db as it was before there were stories."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE briefs (id TEXT PRIMARY KEY, published TEXT NOT NULL, brief BLOB NOT NULL) STRICT")
        for each in BRIEFS:
            row = (each.id, each.published.isoformat(), msgspec.json.encode(each))
            raw.execute("INSERT INTO briefs VALUES (?, ?, ?)", row)


def test_the_briefs_of_a_desk_of_before_become_published_stories(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    old(path)
    with DeskDB(path).read() as connection:
        rows = {row.id: row for row in connection.execute(select(stories))}
        first = connection.execute(select(versions.c.story, versions.c.draft, versions.c.what)).all()
    assert set(rows) == {each.id for each in BRIEFS}
    for each in BRIEFS:
        row = rows[each.id]
        assert row.public == row.draft == msgspec.json.encode(each)
        assert (row.state, row.origin, row.pending, row.source) == ("published", "lead", False, each.source)
        assert row.headline == each.headline.text
        assert row.kind == ("takedown" if "takedown" in each.id else "fall")
        assert row.public_hash == sha256(row.public).hexdigest()
        assert (row.published_at, row.updated_at) == (each.published, each.updated)
        assert (each.id, row.public, "told") in first
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master WHERE name = 'briefs'").fetchall() == []


def test_a_desk_of_before_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    old(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE briefs SET brief = x'7b'")
    with pytest.raises(NewsroomError, match=r"desk\.db: .* cannot be read"):
        DeskDB(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM briefs").fetchone() == (len(BRIEFS),)
        assert raw.execute("SELECT name FROM sqlite_master WHERE name = 'stories'").fetchall() == []


def test_a_desk_of_a_later_version_is_left_alone(db: DeskDB) -> None:
    with db.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewsroomError, match="of another version of Tallywire: Can't locate revision"):
        DeskDB(db.path)


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(b"not a database, but long enough to look like one" * 50)
    with pytest.raises(NewsroomError, match=r"desk\.db: cannot be used: file is not a database"):
        DeskDB(path)
    with pytest.raises(NewsroomError, match="cannot be used: unable to open"):
        DeskDB(tmp_path / "missing" / "desk.db")
