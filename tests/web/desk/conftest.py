"""The desk of the demo with its leads told and nothing published: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tallywire.desk import DeskDB, Newsroom, look_for_news, publish
from tallywire.desk.accounts import accept, hashing, invite
from tests.demo.played import Demo
from tests.web.desk.making import EDITOR, OTHER_EDITOR, PASSWORD, REAL, REPORTER, Desk

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What hashing costs is the subject of other tests."""
    monkeypatch.setattr(hashing, "_hasher", QUICK)
    hashing.decoy.cache_clear()
    yield
    hashing.decoy.cache_clear()


@pytest.fixture(scope="session")
def drafted(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom with drafts on its desk, three accounts, and the site of its record."""
    folder = tmp_path_factory.mktemp("desk") / "newsroom"
    shutil.copytree(demo.folder, folder)
    for file in folder.glob("desk.db*"):
        file.unlink()
    db = DeskDB(folder / "desk.db")
    with pytest.MonkeyPatch.context() as patch, Newsroom(folder) as newsroom:
        patch.setattr(hashing, "_hasher", QUICK)
        look_for_news(newsroom, db, who="watch", at=newsroom.clock.now())
        for name, role in ((EDITOR, "editor"), (OTHER_EDITOR, "editor"), (REPORTER, "reporter")):
            token = invite(db, "editor" if role == "editor" else "reporter", by="Tallywire", at=REAL)
            accept(db, token, name, PASSWORD, REAL)
        publish(newsroom)
    return folder


@pytest.fixture
def folder(drafted: Path, tmp_path: Path) -> Path:
    """The same, to be worked on."""
    copy = tmp_path / "newsroom"
    shutil.copytree(drafted, copy)
    return copy


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(folder, stack)


@pytest.fixture(scope="module")
def standing(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests of a module that leave its stories as they are."""
    copy = tmp_path_factory.mktemp("standing") / "newsroom"
    shutil.copytree(drafted, copy)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_hasher", QUICK)
        hashing.decoy.cache_clear()
        yield Desk(copy, stack)
        hashing.decoy.cache_clear()
