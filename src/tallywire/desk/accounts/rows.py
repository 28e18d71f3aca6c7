"""Rows of the accounts' tables as values, and lines for the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.values import Account, as_role
from tallywire.desk.store import write_log
from tallywire.desk.store.tables import accounts


def find_account(connection: Connection, where: ColumnElement[bool]) -> tuple[Account, str] | None:
    """The account that fits, and the hash of its password."""
    columns = accounts.c
    row = connection.execute(
        select(columns.id, columns.name, columns.role, columns.made_at, columns.disabled_at, columns.password).where(
            where
        )
    ).one_or_none()
    if row is None:
        return None
    number, name, role, made_at, disabled_at, password = row
    return Account(number, name, as_role(role), made_at, disabled_at is not None), password


def the_account(connection: Connection, account: int) -> tuple[Account, str]:
    """The account with the number `account`, and the hash of its password; raises AccountError if there is none."""
    found = find_account(connection, accounts.c.id == account)
    if found is None:
        raise AccountError(f"there is no account {account}")
    return found


def note(connection: Connection, at: datetime, who: str, action: str, subject: str, **detail: str) -> None:
    """Append a step to the log. No token, password or network address goes in, for it can never be taken out."""
    write_log(connection, at=at, who=who, action=action, subject=subject, detail=detail)
