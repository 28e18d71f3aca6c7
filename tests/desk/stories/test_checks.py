"""Kept checks: under a name nobody guesses, on the ledger when the desk says so, and gone when it is dropped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import (
    KeptCheck,
    UnknownError,
    drop_check,
    keep_check,
    kept_check,
    kept_checks,
    log,
    put_on_ledger,
)
from tests.desk.stories.making import later


@pytest.fixture
def db(tmp_path: Path) -> DeskDB:
    return DeskDB(tmp_path / "desk.db")


def keep(db: DeskDB, title: str, hour: float) -> KeptCheck:
    return keep_check(
        db,
        title=title,
        address="https://paper.example/1",
        published=date(2022, 11, 21),
        text="A secret sentence.\0 “Ünïcode”",
        report='{"claims":[]}',
        who="ann",
        at=later(hour),
    )


def test_a_check_is_kept_as_it_is(db: DeskDB) -> None:
    first, second = keep(db, "One", 1), keep(db, "Two", 2)
    assert kept_check(db, first.id) == first and not first.on_ledger
    assert kept_checks(db) == (second, first)
    assert len(first.id) == 24 and first.id != second.id


def test_the_ledger_holds_what_the_desk_puts_on_it(db: DeskDB) -> None:
    first, second = keep(db, "One", 1), keep(db, "Two", 2)
    assert put_on_ledger(db, first.id, who="ed", at=later(3)).on_ledger
    put_on_ledger(db, first.id, who="ed", at=later(4))
    assert [each.id for each in kept_checks(db, on_ledger=True)] == [first.id]
    assert [each.id for each in kept_checks(db, on_ledger=False)] == [second.id]
    assert not put_on_ledger(db, first.id, who="ed", at=later(5), on=False).on_ledger
    assert kept_checks(db, on_ledger=True) == ()
    assert [(line.action, line.who) for line in log(db, subject=f"check/{first.id}")] == [
        ("taken off the ledger", "ed"),
        ("put on the ledger", "ed"),
        ("kept", "ann"),
    ]


def test_a_dropped_check_leaves_nothing_of_its_text(db: DeskDB) -> None:
    kept = keep(db, "One", 1)
    drop_check(db, kept.id, who="ed", at=later(2))
    for gone in (
        lambda: kept_check(db, kept.id),
        lambda: drop_check(db, kept.id, who="ed", at=later(3)),
        lambda: put_on_ledger(db, kept.id, who="ed", at=later(3)),
    ):
        with pytest.raises(UnknownError, match="no such check is kept"):
            gone()
    with closing(sqlite3.connect(db.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(b"secret sentence" not in path.read_bytes() for path in db.path.parent.iterdir())
    assert log(db)[0].action == "dropped"
