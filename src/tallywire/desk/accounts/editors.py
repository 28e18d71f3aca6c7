"""There is always an editor, and what an editor left open ends with the office."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.values import Account
from tallywire.desk.store.tables import accounts, invitations


def require_another_editor(connection: Connection, account: Account) -> None:
    """Raise AccountError where `account` is the only editor who can log in."""
    # Locked, where the database locks rows: two editors who close each other's account at once are one too many.
    editors = select(accounts.c.id).where(accounts.c.role == "editor", accounts.c.disabled_at.is_(None))
    ids = connection.execute(editors.order_by(accounts.c.id).with_for_update()).scalars().all()
    if list(ids) == [account.id]:
        raise AccountError(f"{account.name!r} is the only editor", hint="Make someone else an editor first")


def void_invitations_of(connection: Connection, account: Account) -> None:
    """Void the open invitations that `account` made."""
    mine = invitations.delete().where(invitations.c.made_by == account.name, invitations.c.used_at.is_(None))
    connection.execute(mine)
