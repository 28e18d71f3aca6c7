"""What the tests of accounts share."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from argon2 import PasswordHasher
from sqlalchemy import select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import attempts, log, metadata

NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
T = TypeVar("T")

PASSWORD = "seven green bicycles"
OTHER = "eleven quiet harbours"
HERE = "203.0.113.7"


class Counting:
    """A hasher that counts what it is asked."""

    def __init__(self, inner: PasswordHasher) -> None:
        self.inner = inner
        self.hashed = 0
        self.verified: list[str] = []

    def hash(self, password: str) -> str:
        self.hashed += 1
        return self.inner.hash(password)

    def verify(self, stored: str, password: bytes) -> bool:
        self.verified.append(stored)
        return self.inner.verify(stored, password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.inner.check_needs_rehash(stored)


def later(**time: float) -> datetime:
    return NOW + timedelta(**time)


def steps(db: DeskDB) -> list[tuple[str, str, str]]:
    """Who did what to whom, in order."""
    with db.begin() as connection:
        rows = connection.execute(select(log.c.who, log.c.action, log.c.subject).order_by(log.c.id)).all()
    return [(row[0], row[1], row[2]) for row in rows]


def details(db: DeskDB) -> list[dict[str, str]]:
    with db.begin() as connection:
        return [json.loads(text) for text in connection.execute(select(log.c.detail).order_by(log.c.id)).scalars()]


def tries(db: DeskDB) -> int:
    with db.begin() as connection:
        return len(connection.execute(select(attempts.c.id)).all())


def everything(db: DeskDB) -> str:
    """All that the desk holds, as text."""
    with db.begin() as connection:
        return "\n".join(repr(connection.execute(select(table)).all()) for table in metadata.sorted_tables)


def at_once(*verbs: Callable[[], T]) -> list[T | Exception]:
    """What each verb gave or raised, all started together."""
    gate = threading.Barrier(len(verbs))
    given: list[T | Exception] = []

    def one(verb: Callable[[], T]) -> None:
        gate.wait()
        try:
            given.append(verb())
        except Exception as error:  # noqa: BLE001 - handed to the test
            given.append(error)

    threads = [threading.Thread(target=one, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
