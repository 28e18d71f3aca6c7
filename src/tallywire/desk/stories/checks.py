"""Checked texts that were kept on request, and the ledger of their claims."""

from __future__ import annotations

import secrets
from datetime import date, datetime

import msgspec
from sqlalchemy import Row, delete, insert, select, update

from tallywire.desk.store import DeskDB, write_log
from tallywire.desk.store.tables import checks as table
from tallywire.desk.stories.errors import UnknownError


class KeptCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A text and what the check said of it. id: cannot be guessed. report: JSON text. published: the text's day."""

    id: str
    at: datetime
    who: str
    title: str
    address: str
    published: date
    text: str
    report: str
    on_ledger: bool


def keep_check(
    db: DeskDB, *, title: str, address: str, published: date, text: str, report: str, who: str, at: datetime
) -> KeptCheck:
    """Keep a checked text under a name that cannot be guessed."""
    made = KeptCheck(
        id=secrets.token_urlsafe(18),
        at=at,
        who=who,
        title=title,
        address=address,
        published=published,
        text=text,
        report=report,
        on_ledger=False,
    )
    with db.begin() as connection:
        connection.execute(insert(table).values(msgspec.structs.asdict(made)))
        write_log(connection, at=at, who=who, action="kept", subject=f"check/{made.id}")
    return made


def kept_checks(db: DeskDB, *, on_ledger: bool | None = None, limit: int = 1000) -> tuple[KeptCheck, ...]:
    """The checks that were kept, newest first; those on the ledger only, or those that are not."""
    chosen = select(table).order_by(table.c.at.desc(), table.c.id).limit(limit)
    if on_ledger is not None:
        chosen = chosen.where(table.c.on_ledger.is_(on_ledger))
    with db.read() as connection:
        return tuple(_check(row) for row in connection.execute(chosen))


def kept_check(db: DeskDB, id: str) -> KeptCheck:
    """One of them; raises UnknownError."""
    with db.read() as connection:
        row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise UnknownError("no such check is kept")
    return _check(row)


def put_on_ledger(db: DeskDB, id: str, *, who: str, at: datetime, on: bool = True) -> KeptCheck:
    """Put a check's claims on the public ledger, or (`on` False) take them off; raises UnknownError."""
    with db.begin() as connection:
        row = connection.execute(select(table).where(table.c.id == id).with_for_update()).one_or_none()
        if row is None:
            raise UnknownError("no such check is kept")
        if row.on_ledger != on:
            connection.execute(update(table).where(table.c.id == id).values(on_ledger=on))
            action = "put on the ledger" if on else "taken off the ledger"
            write_log(connection, at=at, who=who, action=action, subject=f"check/{id}")
        return msgspec.structs.replace(_check(row), on_ledger=on)


def drop_check(db: DeskDB, id: str, *, who: str, at: datetime) -> None:
    """Erase a kept text and its report, from the ledger too; raises UnknownError."""
    with db.begin() as connection:
        if not connection.execute(delete(table).where(table.c.id == id)).rowcount:
            raise UnknownError("no such check is kept")
        write_log(connection, at=at, who=who, action="dropped", subject=f"check/{id}")


def _check(row: Row[*tuple[object, ...]]) -> KeptCheck:
    return msgspec.convert(dict(row._mapping), KeptCheck)
