"""Take an invitation up: make an account, or set the password of one anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.hashing import hash_password
from tallywire.desk.accounts.invitation import find_invitation, is_open
from tallywire.desk.accounts.limits import forget, name_limit, password_limit
from tallywire.desk.accounts.log_out import end_sessions
from tallywire.desk.accounts.names import FIRST_START, clean_name, name_key
from tallywire.desk.accounts.passwords import require_password
from tallywire.desk.accounts.rows import find_account, note
from tallywire.desk.accounts.values import Account, Invitation
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, invitations


def accept(db: DeskDB, token: str, name: str, password: str, at: datetime) -> Account:
    """The account that `token` makes, or whose password it sets; the token is used up with it, or not at all.

    name: may be "" where the invitation names the account. Raises AccountError for a link that is not good, a name
    or password that cannot be one, and a name that is taken.
    """
    with db.read() as connection:
        invited = find_invitation(connection, token, at)
    if invited is None:
        raise _void()
    if invited.name and name and name_key(name) != name_key(invited.name):
        raise AccountError(f"this link sets the password of {invited.name!r} and of nobody else")
    wanted = invited.name or clean_name(name)
    require_password(password, wanted)
    hashed = hash_password(password)  # outside the transaction, for it takes long
    with db.begin() as connection:
        _use_up(connection, invited, at)
        if invited.name:
            return _set_anew(connection, invited, hashed, at)
        return _make(connection, invited, wanted, hashed, at)


def _use_up(connection: Connection, invited: Invitation, at: datetime) -> None:
    row = invitations.update().where(invitations.c.token_hash == invited.id, is_open(at))
    if connection.execute(row.values(used_at=at)).rowcount != 1:
        raise _void()  # of two at once, one came first
    if invited.made_by == FIRST_START and connection.execute(select(accounts.c.id).limit(1)).first() is not None:
        raise _void()


def _make(connection: Connection, invited: Invitation, name: str, hashed: str, at: datetime) -> Account:
    taken = AccountError(f"the name {name!r} is taken", hint="Choose another name")
    key = name_key(name)
    if find_account(connection, accounts.c.name_key == key) is not None:
        raise taken
    row = accounts.insert().values(
        name=name, name_key=key, role=invited.role, password=hashed, made_at=at, disabled_at=None
    )
    try:
        number = connection.execute(row.returning(accounts.c.id)).scalar_one()
    except IntegrityError:  # another process took it in between, where transactions run side by side
        raise taken from None
    note(connection, at, name, "joined", name, role=invited.role, invited_by=invited.made_by)
    return Account(number, name, invited.role, at, disabled=False)


def _set_anew(connection: Connection, invited: Invitation, hashed: str, at: datetime) -> Account:
    found = find_account(connection, accounts.c.name_key == name_key(invited.name))
    if found is None or found[0].disabled:
        raise _void()
    account = found[0]
    connection.execute(accounts.update().where(accounts.c.id == account.id).values(password=hashed))
    end_sessions(connection, account.id)
    forget(connection, name_limit(name_key(account.name)))
    forget(connection, password_limit(account.id))
    note(connection, at, account.name, "password set anew", account.name, link_by=invited.made_by)
    return account


def _void() -> AccountError:
    return AccountError("this link is not good", hint="It may be used or too old. Ask an editor for a new one")
