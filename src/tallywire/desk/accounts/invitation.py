"""Look an invitation up, list those that are open, take one back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.names import FIRST_START
from tallywire.desk.accounts.rows import note
from tallywire.desk.accounts.tokens import token_hash
from tallywire.desk.accounts.values import Invitation, as_role
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, invitations


def invitation(db: DeskDB, token: str, at: datetime) -> Invitation | None:
    """The invitation that `token` opens; None if there is none, it is used, or its time is over."""
    with db.read() as connection:
        return find_invitation(connection, token, at)


def find_invitation(connection: Connection, token: str, at: datetime) -> Invitation | None:
    """The invitation that `token` opens, within a transaction."""
    found = _those(connection, and_(invitations.c.token_hash == token_hash(token), is_open(at)))
    if not found:
        return None
    if found[0].made_by == FIRST_START and connection.execute(select(accounts.c.id).limit(1)).first() is not None:
        return None
    return found[0]


def open_invitations(db: DeskDB, at: datetime) -> tuple[Invitation, ...]:
    """All invitations that are still good, oldest first."""
    with db.read() as connection:
        return _those(connection, is_open(at))


def take_back(db: DeskDB, invitation: str, by: str, at: datetime) -> None:
    """Make the open invitation with the id `invitation` void; raises AccountError if there is none."""
    with db.begin() as connection:
        gone = invitations.delete().where(invitations.c.token_hash == invitation, is_open(at))
        if connection.execute(gone).rowcount != 1:
            raise AccountError("there is no such invitation", hint="It may be used, over, or taken back already")
        note(connection, at, by, "invitation taken back", invitation[:12])


def is_open(at: datetime) -> ColumnElement[bool]:
    """What holds for the row of an invitation that is still good."""
    return and_(invitations.c.used_at.is_(None), invitations.c.expires_at > at)


def _those(connection: Connection, where: ColumnElement[bool]) -> tuple[Invitation, ...]:
    rows = connection.execute(select(invitations).where(where).order_by(invitations.c.made_at)).all()
    return tuple(
        Invitation(row.token_hash, as_role(row.role), row.name or "", row.made_at, row.expires_at, row.made_by)
        for row in rows
    )
