"""Make a reporter an editor, or an editor a reporter."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.accounts.editors import require_another_editor, void_invitations_of
from tallywire.desk.accounts.rows import note, the_account
from tallywire.desk.accounts.values import Role, as_role
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts


def set_role(db: DeskDB, account: int, role: Role, by: str, at: datetime) -> None:
    """Give `account` another role, from its next step on; the invitations of one who is no longer an editor are void.

    Raises AccountError for a role or account that there is not, and for the only editor.
    """
    role = as_role(role)
    with db.begin() as connection:
        found, _ = the_account(connection, account)
        if found.role == role:
            return
        if role == "reporter":
            require_another_editor(connection, found)
            void_invitations_of(connection, found)
        connection.execute(accounts.update().where(accounts.c.id == account).values(role=role))
        note(connection, at, by, "role changed", found.name, before=found.role, after=role)
