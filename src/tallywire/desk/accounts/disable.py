"""Close an account, and open it again."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.accounts.editors import require_another_editor, void_invitations_of
from tallywire.desk.accounts.invite import void_resets
from tallywire.desk.accounts.log_out import end_sessions
from tallywire.desk.accounts.rows import note, the_account
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts


def disable(db: DeskDB, account: int, by: str, at: datetime) -> None:
    """Close `account`: its sessions end at once, and the links made for it and by it are void.

    Nothing happens where it is closed already. Raises AccountError if there is no such account, or no other editor.
    """
    with db.begin() as connection:
        found, _ = the_account(connection, account)
        if found.disabled:
            return
        require_another_editor(connection, found)
        connection.execute(accounts.update().where(accounts.c.id == account).values(disabled_at=at))
        end_sessions(connection, account)
        void_resets(connection, found)
        void_invitations_of(connection, found)
        note(connection, at, by, "account closed", found.name)


def enable(db: DeskDB, account: int, by: str, at: datetime) -> None:
    """Open `account` again, with the password it had. Raises AccountError if there is no such account."""
    with db.begin() as connection:
        found, _ = the_account(connection, account)
        if found.disabled:
            connection.execute(accounts.update().where(accounts.c.id == account).values(disabled_at=None))
            note(connection, at, by, "account opened", found.name)
