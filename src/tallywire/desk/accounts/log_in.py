"""Log in: a new session for the right name and password, and the same work for wrong ones."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.accounts.errors import LoginFailed
from tallywire.desk.accounts.hashing import decoy, hash_password, is_dated, verify_password
from tallywire.desk.accounts.limits import address_limit, forget, is_reached, name_limit, start_try, strike_out
from tallywire.desk.accounts.names import NOBODY, name_key
from tallywire.desk.accounts.rows import find_account, note, the_account
from tallywire.desk.accounts.session import start_session
from tallywire.desk.accounts.values import SignedIn
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts


def log_in(db: DeskDB, name: str, password: str, *, address: str, at: datetime) -> tuple[str, SignedIn]:
    """The token of a new session, and the session.

    address: the network address that asks. Raises LoginFailed where name and password do not fit, and LoginRefused
    after 5 failures with this name, or 20 from this address, in 15 minutes.
    """
    key = name_key(name)
    limits = (name_limit(key or name), address_limit(address))
    with db.begin() as connection:
        tries = start_try(connection, limits, at)
        found = find_account(connection, accounts.c.name_key == key)
    account, stored = found if found is not None else (None, "")
    stand_in = decoy()  # made now, once, whoever it is that asks first
    fits = verify_password(stand_in if account is None or account.disabled else stored, password)
    if account is None or account.disabled or not fits:
        with db.begin() as connection:
            subject = "" if account is None else account.name
            locked = {"locked": "for a while"} if is_reached(connection, limits[0]) else {}
            note(connection, at, NOBODY, "log-in failed", subject, **locked)
        raise LoginFailed()
    anew = hash_password(password) if is_dated(stored) else stored
    with db.begin() as connection:
        strike_out(connection, tries)
        forget(connection, limits[0])
        # The password may have been changed, or the account closed, while this one was being verified.
        same = (accounts.c.id == account.id) & (accounts.c.password == stored) & accounts.c.disabled_at.is_(None)
        if connection.execute(accounts.update().where(same).values(password=anew)).rowcount != 1:
            raise LoginFailed()
        account, _ = the_account(connection, account.id)  # as it is now
        note(connection, at, account.name, "logged in", account.name)
        return start_session(connection, account, at)
