"""Invite someone: a link that is good once and for a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.names import name_key
from tallywire.desk.accounts.rows import find_account, note
from tallywire.desk.accounts.tokens import new_token, token_hash
from tallywire.desk.accounts.values import Account, Role, as_role
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, invitations

GOOD_FOR = timedelta(days=7)


def invite(db: DeskDB, role: Role, *, by: str, at: datetime, name: str = "") -> str:
    """The token of a new invitation, made by the account called `by`; it is kept nowhere.

    name: the account whose password the link sets anew, "" for a new account. Raises AccountError for a role or
    a name that there is not, and for a closed account.
    """
    with db.begin() as connection:
        if not name:
            token = add_invitation(connection, as_role(role), None, by, at, GOOD_FOR)
            note(connection, at, by, "invited", role)
            return token
        found = find_account(connection, accounts.c.name_key == name_key(name))
        if found is None:
            raise AccountError(f"there is no account {name[:40]!r}")
        return add_reset(connection, found[0], by, at)


def add_reset(connection: Connection, account: Account, by: str, at: datetime) -> str:
    """Keep a link that sets the password of `account`, and return its token; older ones are void."""
    if account.disabled:
        raise AccountError(f"the account {account.name!r} is closed", hint="Open it again first")
    void_resets(connection, account)
    token = add_invitation(connection, account.role, account.name, by, at, GOOD_FOR)
    note(connection, at, by, "password link made", account.name)
    return token


def void_resets(connection: Connection, account: Account) -> None:
    """Void the open links that set the password of `account`."""
    connection.execute(
        invitations.delete().where(invitations.c.name == account.name, invitations.c.used_at.is_(None))
    )


def add_invitation(
    connection: Connection, role: Role, name: str | None, by: str, at: datetime, good_for: timedelta
) -> str:
    """Keep an invitation and return its token."""
    token = new_token()
    connection.execute(
        invitations.insert().values(
            token_hash=token_hash(token),
            role=role,
            name=name,
            made_at=at,
            expires_at=at + good_for,
            made_by=by,
            used_at=None,
        )
    )
    return token
