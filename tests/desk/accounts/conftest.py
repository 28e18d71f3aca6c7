"""A desk of its own for each test, and hashing that is quick, for what it costs is one test's subject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tallywire.desk.accounts import Account, accept, hashing, invite
from tallywire.desk.store import DeskDB
from tests.desk.accounts.making import NOW, PASSWORD, Counting


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    counting = Counting(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(hashing, "_hasher", counting)
    hashing.decoy.cache_clear()
    yield counting
    hashing.decoy.cache_clear()


@pytest.fixture
def db(tmp_path: Path) -> DeskDB:
    return DeskDB(tmp_path / "desk.db")


@pytest.fixture
def editor(db: DeskDB) -> Account:
    return accept(db, invite(db, "editor", by="first start", at=NOW), "Editor One", PASSWORD, NOW)


@pytest.fixture
def reporter(db: DeskDB, editor: Account) -> Account:
    return accept(db, invite(db, "reporter", by=editor.name, at=NOW), "Reporter One", PASSWORD, NOW)
