"""Sessions: how long they live, and what ends them."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Connection, select

from tallywire.desk.accounts import (
    Account,
    AccountError,
    LoginRefused,
    change_password,
    disable,
    enable,
    invitation,
    log_in,
    log_out,
    log_out_everywhere,
    reset_link,
    set_role,
    signed_in,
)
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts, sessions
from tests.desk.accounts.making import HERE, NOW, OTHER, PASSWORD, Counting, at_once, later, steps


@pytest.fixture
def token(db: DeskDB, editor: Account) -> str:
    return log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)[0]


def kept(db: DeskDB) -> int:
    with db.read() as connection:
        return len(connection.execute(select(sessions.c.token_hash)).all())


def test_twelve_hours_idle_end_it(db: DeskDB, token: str) -> None:
    assert signed_in(db, token, later(hours=11, minutes=59)) is not None
    assert signed_in(db, token, later(hours=23)) is not None
    assert signed_in(db, token, later(hours=35)) is None


def test_fourteen_days_end_it_in_any_case(db: DeskDB, token: str) -> None:
    for hours in range(6, 14 * 24, 6):
        found = signed_in(db, token, later(hours=hours))
        assert found is not None and found.expires_at == min(later(hours=hours + 12), later(days=14))
    assert signed_in(db, token, later(days=14)) is None


def test_use_is_written_down_once_a_minute(db: DeskDB, token: str) -> None:
    def seen() -> tuple[object, object]:
        with db.read() as connection:
            row = connection.execute(select(sessions.c.seen_at, sessions.c.expires_at)).one()
            return row.seen_at, row.expires_at

    for seconds in (0, 1, 30, 59):
        found = signed_in(db, token, later(seconds=seconds))
        assert found is not None and found.expires_at == later(hours=12)
        assert seen() == (NOW, later(hours=12))
    found = signed_in(db, token, later(seconds=60))
    assert found is not None and found.expires_at == later(hours=12, seconds=60)
    assert seen() == (later(seconds=60), later(hours=12, seconds=60))


def test_reading_pages_waits_for_no_writer(db: DeskDB, token: str) -> None:
    with db.begin():
        assert signed_in(db, token, later(seconds=30)) is not None


def test_sessions_that_are_over_are_swept(db: DeskDB, editor: Account, token: str) -> None:
    log_in(db, editor.name, PASSWORD, address=HERE, at=later(hours=1))
    assert kept(db) == 2
    log_in(db, editor.name, PASSWORD, address=HERE, at=later(hours=12, minutes=30))
    assert kept(db) == 2


def test_a_closed_account_is_out_at_once(db: DeskDB, editor: Account, reporter: Account) -> None:
    session, _ = log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)
    assert signed_in(db, session, NOW) is not None
    disable(db, reporter.id, editor.name, NOW)
    assert signed_in(db, session, NOW) is None
    enable(db, reporter.id, editor.name, NOW)
    assert signed_in(db, session, NOW) is None, "an account opened again asks for the password again"


def test_a_new_role_counts_from_the_next_step_on(db: DeskDB, editor: Account, reporter: Account) -> None:
    session, _ = log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)
    for role in ("editor", "reporter"):
        set_role(db, reporter.id, "editor" if role == "editor" else "reporter", editor.name, NOW)
        found = signed_in(db, session, NOW)
        assert found is not None and found.account.role == role


def test_logging_out(db: DeskDB, editor: Account, token: str) -> None:
    other, _ = log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    log_out(db, token, NOW)
    assert signed_in(db, token, NOW) is None and signed_in(db, other, NOW) is not None
    for gone in (token, "", "x" * 43):
        log_out(db, gone, NOW)
    assert [step for step in steps(db) if step[1] == "logged out"] == [("Editor One", "logged out", "Editor One")]


def test_logging_out_everywhere(db: DeskDB, editor: Account, reporter: Account, token: str) -> None:
    other, _ = log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    theirs, _ = log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)
    log_out_everywhere(db, editor.id, NOW)
    assert signed_in(db, token, NOW) is None and signed_in(db, other, NOW) is None
    assert signed_in(db, theirs, NOW) is not None
    log_out_everywhere(db, reporter.id, NOW, by=editor.name)
    assert signed_in(db, theirs, NOW) is None
    assert steps(db)[-1] == ("Editor One", "logged out everywhere", "Reporter One")
    with pytest.raises(AccountError, match="no account 99"):
        log_out_everywhere(db, 99, NOW)


def test_changing_the_password_ends_the_other_sessions(db: DeskDB, editor: Account, token: str) -> None:
    other, _ = log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    link = reset_link(db, editor.id, editor.name, NOW)
    change_password(db, editor.id, PASSWORD, OTHER, NOW, session=token)
    assert signed_in(db, token, NOW) is not None and signed_in(db, other, NOW) is None
    assert invitation(db, link, NOW) is None
    log_in(db, editor.name, OTHER, address=HERE, at=NOW)
    with pytest.raises(AccountError, match="do not fit"):
        log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    change_password(db, editor.id, OTHER, PASSWORD, NOW)
    assert kept(db) == 0


def test_what_keeps_a_password_from_being_changed(db: DeskDB, editor: Account, token: str) -> None:
    for old, new, why in (
        (OTHER, "three new umbrellas", "old password does not fit"),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, PASSWORD, "is the old one"),
        (PASSWORD, "editor one editor one", "may not be the name"),
    ):
        with pytest.raises(AccountError, match=why):
            change_password(db, editor.id, old, new, NOW, session=token)
    log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    with pytest.raises(AccountError, match="no account 99"):
        change_password(db, 99, PASSWORD, OTHER, NOW)


def test_a_stolen_session_cannot_guess_the_password(db: DeskDB, editor: Account, token: str) -> None:
    for _ in range(5):
        with pytest.raises(AccountError, match="old password does not fit"):
            change_password(db, editor.id, OTHER, "three new umbrellas", NOW, session=token)
    with pytest.raises(LoginRefused, match="15 minutes"):
        change_password(db, editor.id, PASSWORD, OTHER, NOW, session=token)
    log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    change_password(db, editor.id, PASSWORD, OTHER, later(minutes=15), session=token)


def test_of_two_changes_at_once_one_is_made(db: DeskDB, editor: Account, token: str) -> None:
    words = ("three new umbrellas", "four slow elevators")
    given = at_once(
        *(lambda word=word: change_password(db, editor.id, PASSWORD, word, NOW, session=token) for word in words)
    )
    assert sorted(type(each).__name__ for each in given) == ["AccountError", "NoneType"]


def test_a_session_that_ends_while_it_is_read(db: DeskDB, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = db.begin

    def log_out_first() -> AbstractContextManager[Connection]:
        monkeypatch.undo()
        log_out(db, token, NOW)
        return begin()

    monkeypatch.setattr(db, "begin", log_out_first)
    assert signed_in(db, token, later(hours=1)) is None
    assert kept(db) == 0


def test_a_closed_account_is_out_even_where_its_session_is_kept(db: DeskDB, editor: Account, token: str) -> None:
    with db.begin() as connection:
        connection.execute(accounts.update().values(disabled_at=NOW))
    assert kept(db) == 1 and signed_in(db, token, NOW) is None


def test_an_account_closed_while_its_password_is_changed(
    db: DeskDB, editor: Account, reporter: Account, hasher: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = hasher.verify

    def slow(stored: str, password: bytes) -> bool:
        disable(db, reporter.id, editor.name, NOW)
        return verify(stored, password)

    monkeypatch.setattr(hasher, "verify", slow)
    with pytest.raises(AccountError, match="in the meantime"):
        change_password(db, reporter.id, PASSWORD, OTHER, NOW)


def test_a_change_that_succeeds_clears_its_failures(db: DeskDB, editor: Account, token: str) -> None:
    old, new = PASSWORD, OTHER
    for _ in range(3):
        for _ in range(3):
            with pytest.raises(AccountError, match="old password does not fit"):
                change_password(db, editor.id, "three new umbrellas", new, NOW, session=token)
        change_password(db, editor.id, old, new, NOW, session=token)
        old, new = new, old
