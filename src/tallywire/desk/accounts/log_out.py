"""Log out: end one session, or all of an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from tallywire.desk.accounts.rows import note, the_account
from tallywire.desk.accounts.tokens import token_hash
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, sessions


def log_out(db: DeskDB, token: str, at: datetime) -> None:
    """End the session of `token`; nothing happens where there is none."""
    mine = sessions.c.token_hash == token_hash(token)
    with db.begin() as connection:
        name = connection.execute(
            select(accounts.c.name).join(sessions, sessions.c.account == accounts.c.id).where(mine)
        ).scalar_one_or_none()
        if name is not None and connection.execute(sessions.delete().where(mine)).rowcount == 1:
            note(connection, at, name, "logged out", name)


def log_out_everywhere(db: DeskDB, account: int, at: datetime, *, by: str = "") -> None:
    """End all sessions of the account with the number `account`; by: who does it, "" for itself.

    Raises AccountError if there is no such account.
    """
    with db.begin() as connection:
        found, _ = the_account(connection, account)
        end_sessions(connection, account)
        note(connection, at, by or found.name, "logged out everywhere", found.name)


def end_sessions(connection: Connection, account: int, *, but: str = "") -> None:
    """End the sessions of an account, but that of the token `but`."""
    mine = sessions.delete().where(sessions.c.account == account)
    connection.execute(mine.where(sessions.c.token_hash != token_hash(but)) if but else mine)
