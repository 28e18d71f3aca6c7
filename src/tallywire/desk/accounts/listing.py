"""Who works at the desk."""

from __future__ import annotations

from sqlalchemy import select

from tallywire.desk.accounts.rows import the_account
from tallywire.desk.accounts.values import Account, as_role
from tallywire.desk.store import DeskDB, tables


def accounts(db: DeskDB) -> tuple[Account, ...]:
    """All accounts, open and closed, by name."""
    columns = tables.accounts.c
    rows = select(columns.id, columns.name, columns.role, columns.made_at, columns.disabled_at)
    with db.read() as connection:
        return tuple(
            Account(number, name, as_role(role), made_at, disabled_at is not None)
            for number, name, role, made_at, disabled_at in connection.execute(rows.order_by(columns.name_key))
        )


def account(db: DeskDB, number: int) -> Account:
    """The account with the number `number`; raises AccountError if there is none."""
    with db.read() as connection:
        return the_account(connection, number)[0]
