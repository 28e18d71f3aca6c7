"""The first invitation: while there is no account, each start of the server gives a link that makes an editor's."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from tallywire.desk.accounts.invite import add_invitation
from tallywire.desk.accounts.names import FIRST_START
from tallywire.desk.accounts.rows import note
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, invitations

GOOD_FOR = timedelta(hours=24)


def first_invitation(db: DeskDB, at: datetime) -> str | None:
    """The token of a fresh editor's invitation, good for a day, older ones void; None when there is an account."""
    with db.begin() as connection:
        connection.execute(invitations.delete().where(invitations.c.made_by == FIRST_START))
        if connection.execute(select(accounts.c.id).limit(1)).first() is not None:
            return None
        token = add_invitation(connection, "editor", None, FIRST_START, at, GOOD_FOR)
        note(connection, at, FIRST_START, "invited", "editor")
        return token
