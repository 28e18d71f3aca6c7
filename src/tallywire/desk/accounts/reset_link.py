"""Give a link that sets the password of an account anew."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.accounts.invite import add_reset
from tallywire.desk.accounts.rows import the_account
from tallywire.desk.store import DeskDB


def reset_link(db: DeskDB, account: int, by: str, at: datetime) -> str:
    """The token of a link that sets the password of `account`, good once and for a week; older ones are void.

    Raises AccountError if there is no such account, or it is closed.
    """
    with db.begin() as connection:
        found, _ = the_account(connection, account)
        return add_reset(connection, found, by, at)
