"""Change one's own password."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.hashing import hash_password, verify_password
from tallywire.desk.accounts.invite import void_resets
from tallywire.desk.accounts.limits import forget, password_limit, start_try
from tallywire.desk.accounts.log_out import end_sessions
from tallywire.desk.accounts.passwords import normal_password, require_password
from tallywire.desk.accounts.rows import note, the_account
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts


def change_password(db: DeskDB, account: int, old: str, new: str, at: datetime, *, session: str = "") -> None:
    """Set the password of the account with the number `account`; its sessions end, but that of the token `session`.

    Raises AccountError where the old one does not fit or the new one cannot be one, and LoginRefused after 5
    failures in 15 minutes.
    """
    limit = password_limit(account)
    with db.begin() as connection:
        found, stored = the_account(connection, account)
        require_password(new, found.name)
        start_try(connection, (limit,), at)
    if not verify_password(stored, old):
        with db.begin() as connection:
            note(connection, at, found.name, "password change failed", found.name)
        raise AccountError("the old password does not fit")
    if normal_password(new) == normal_password(old):
        raise AccountError("the new password is the old one", hint="Choose another one")
    hashed = hash_password(new)
    with db.begin() as connection:
        forget(connection, limit)
        same = (accounts.c.id == account) & (accounts.c.password == stored) & accounts.c.disabled_at.is_(None)
        if connection.execute(accounts.update().where(same).values(password=hashed)).rowcount != 1:
            raise AccountError("the account was changed in the meantime", hint="Log in and try again")
        end_sessions(connection, account, but=session)
        # A link to set the password anew that was made before is void: whoever has it may be why this is changed.
        void_resets(connection, found)
        note(connection, at, found.name, "password changed", found.name)
