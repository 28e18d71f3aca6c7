"""What the desk keeps and what it never does: no token, no password, no network address in the log."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from tallywire.desk.accounts import (
    LoginFailed,
    accept,
    change_password,
    disable,
    enable,
    first_invitation,
    invite,
    log_in,
    log_out,
    log_out_everywhere,
    open_invitations,
    reset_link,
    set_role,
    signed_in,
    take_back,
)
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import log, sessions
from tests.desk.accounts.making import HERE, NOW, OTHER, PASSWORD, everything, later, steps

WRONG = "a password that is wrong"
IN_THE_NAME = "a secret in the name field"


def test_a_whole_life_leaves_no_secret(db: DeskDB) -> None:
    first = first_invitation(db, NOW)
    assert first is not None
    ada = accept(db, first, "Ada", PASSWORD, NOW)
    link = invite(db, "reporter", by="Ada", at=NOW)
    grace = accept(db, link, "Grace", PASSWORD, NOW)
    unused = invite(db, "reporter", by="Ada", at=NOW)
    session, opened = log_in(db, "Ada", PASSWORD, address=HERE, at=NOW)
    other, _ = log_in(db, "Grace", PASSWORD, address=HERE, at=NOW)
    for name, password in (("Ada", WRONG), (IN_THE_NAME, PASSWORD)):
        with pytest.raises(LoginFailed):
            log_in(db, name, password, address=HERE, at=NOW)
    assert signed_in(db, session, later(minutes=2)) is not None
    change_password(db, ada.id, PASSWORD, OTHER, NOW, session=session)
    anew = reset_link(db, grace.id, "Ada", NOW)
    accept(db, anew, "", OTHER, NOW)
    set_role(db, grace.id, "editor", "Ada", NOW)
    disable(db, grace.id, "Ada", NOW)
    enable(db, grace.id, "Ada", NOW)

    held = everything(db)
    for secret in (first, link, unused, session, other, anew, PASSWORD, OTHER, WRONG, IN_THE_NAME):
        assert secret not in held
    take_back(db, open_invitations(db, NOW)[0].id, "Ada", NOW)
    log_out(db, session, NOW)
    log_out_everywhere(db, grace.id, NOW, by="Ada")
    with db.read() as connection:
        said = repr(connection.execute(select(log)).all())
    for kept in (opened.csrf, HERE, "argon2", hashlib.sha256(session.encode()).hexdigest()):
        assert kept not in said
    assert [action for _, action, _ in steps(db)] == [
        "invited",
        "joined",
        "invited",
        "joined",
        "invited",
        "logged in",
        "logged in",
        "log-in failed",
        "log-in failed",
        "password changed",
        "password link made",
        "password set anew",
        "role changed",
        "account closed",
        "account opened",
        "invitation taken back",
        "logged out",
        "logged out everywhere",
    ]


def test_what_is_kept_of_a_token_opens_nothing(db: DeskDB) -> None:
    first = first_invitation(db, NOW)
    assert first is not None
    accept(db, first, "Ada", PASSWORD, NOW)
    token, _ = log_in(db, "Ada", PASSWORD, address=HERE, at=NOW)
    with db.read() as connection:
        kept = connection.execute(select(sessions.c.token_hash)).scalar_one()
    assert kept == hashlib.sha256(token.encode()).hexdigest()
    assert signed_in(db, kept, NOW) is None and signed_in(db, token, NOW) is not None


def test_a_failure_in_the_middle_keeps_nothing(db: DeskDB) -> None:
    first = first_invitation(db, NOW)
    assert first is not None
    before = everything(db)
    with pytest.raises(Exception, match="at least 12"):
        accept(db, first, "Ada", "short", NOW)
    assert everything(db) == before
