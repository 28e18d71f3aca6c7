"""Sessions: started at a log-in, kept alive by use, ended by log-out, by idleness and in any case after two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from tallywire.desk.accounts.tokens import new_token, token_hash
from tallywire.desk.accounts.values import Account, SignedIn, as_role
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, sessions

IDLE = timedelta(hours=12)
AT_MOST = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=1)
"""How often the use of a session is written down, so that reading pages hardly writes."""


def start_session(connection: Connection, account: Account, at: datetime) -> tuple[str, SignedIn]:
    """The token of a new session of `account`, and the session; sessions that are over are swept."""
    token, csrf, expires_at = new_token(), new_token(), at + min(IDLE, AT_MOST)
    connection.execute(sessions.delete().where(sessions.c.expires_at <= at))
    connection.execute(
        sessions.insert().values(
            token_hash=token_hash(token), account=account.id, csrf=csrf, made_at=at, seen_at=at, expires_at=expires_at
        )
    )
    return token, SignedIn(account, csrf, expires_at)


def signed_in(db: DeskDB, token: str, at: datetime) -> SignedIn | None:
    """Whose session `token` is; None where it is over, ended or none, and where the account is closed.

    A session ends 12 hours after its last use and 14 days after it began.
    """
    mine = sessions.c.token_hash == token_hash(token)
    found = (
        select(
            *(accounts.c.id, accounts.c.name, accounts.c.role, accounts.c.made_at),
            *(sessions.c.csrf, sessions.c.made_at, sessions.c.seen_at, sessions.c.expires_at),
        )
        .join_from(sessions, accounts, sessions.c.account == accounts.c.id)
        .where(mine, sessions.c.expires_at > at, accounts.c.disabled_at.is_(None))
    )
    with db.read() as connection:
        row = connection.execute(found).one_or_none()
    if row is None:
        return None
    number, name, role, made_at, csrf, began_at, seen_at, expires_at = row
    if at - seen_at >= SEEN_EVERY:
        expires_at = min(at + IDLE, began_at + AT_MOST)
        used = sessions.update().where(mine).values(seen_at=at, expires_at=expires_at)
        with db.begin() as connection:
            if connection.execute(used).rowcount != 1:
                return None  # ended a moment ago
    return SignedIn(Account(number, name, as_role(role), made_at, disabled=False), csrf, expires_at)
