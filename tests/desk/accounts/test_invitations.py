"""Links that are good once: the first one, those that editors give, and taking them up."""

from __future__ import annotations

import sys

import pytest

from tallywire.desk.accounts import (
    Account,
    AccountError,
    LoginFailed,
    accept,
    account,
    accounts,
    as_role,
    change_password,
    disable,
    enable,
    first_invitation,
    invitation,
    invite,
    log_in,
    open_invitations,
    reset_link,
    set_role,
    signed_in,
    take_back,
)
from tallywire.desk.store import DeskDB
from tests.desk.accounts.making import HERE, NOW, OTHER, PASSWORD, at_once, later, steps


def test_the_first_start_invites_an_editor_for_a_day(db: DeskDB) -> None:
    token = first_invitation(db, NOW)
    assert token is not None and len(token) >= 43
    found = invitation(db, token, later(hours=23, minutes=59))
    assert found is not None and (found.role, found.name) == ("editor", "")
    assert invitation(db, token, later(hours=24)) is None
    with pytest.raises(AccountError, match="not good"):
        accept(db, token, "Ada", PASSWORD, later(hours=24))
    made = accept(db, token, "Ada", PASSWORD, later(hours=1))
    assert made == Account(1, "Ada", "editor", later(hours=1), disabled=False) == account(db, 1)
    assert first_invitation(db, later(hours=2)) is None


def test_each_start_voids_the_link_of_the_one_before(db: DeskDB) -> None:
    one = first_invitation(db, NOW)
    two = first_invitation(db, later(minutes=5))
    assert one is not None and two is not None and one != two
    assert invitation(db, one, later(minutes=6)) is None
    assert invitation(db, two, later(minutes=6)) is not None


def test_a_first_link_is_void_once_there_is_an_account(db: DeskDB) -> None:
    first = first_invitation(db, NOW)
    assert first is not None
    accept(db, invite(db, "editor", by="command line", at=NOW), "Ada", PASSWORD, NOW)
    assert invitation(db, first, NOW) is None
    with pytest.raises(AccountError, match="not good"):
        accept(db, first, "Eve", PASSWORD, NOW)
    assert first_invitation(db, NOW) is None and open_invitations(db, NOW) == ()


def test_an_invitation_is_good_for_a_week_and_once(db: DeskDB, editor: Account) -> None:
    token = invite(db, "reporter", by=editor.name, at=NOW)
    found = invitation(db, token, later(days=6, hours=23))
    assert found is not None and found.expires_at == later(days=7) and found.made_by == editor.name
    assert invitation(db, token, later(days=7)) is None
    made = accept(db, token, " Grace  Hopper", PASSWORD, later(days=1))
    assert (made.name, made.role) == ("Grace Hopper", "reporter")
    assert invitation(db, token, later(days=2)) is None
    with pytest.raises(AccountError, match="not good"):
        accept(db, token, "Another One", PASSWORD, later(days=2))
    assert [each.name for each in accounts(db)] == ["Editor One", "Grace Hopper"]


@pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "\ud800", "' OR 1=1 --", "\x00"])
def test_a_token_that_is_none(db: DeskDB, editor: Account, token: str) -> None:
    assert invitation(db, token, NOW) is None
    with pytest.raises(AccountError, match="not good"):
        accept(db, token, "Ada", PASSWORD, NOW)


def test_what_is_refused_leaves_the_link_good(db: DeskDB, editor: Account) -> None:
    token = invite(db, "reporter", by=editor.name, at=NOW)
    for name, password, why in (
        ("x", PASSWORD, "cannot be a name"),
        ("Ada", "short", "at least 12"),
        ("EDITOR  one", PASSWORD, "is taken"),
        ("rule", PASSWORD, "by Tallywire itself"),
    ):
        with pytest.raises(AccountError, match=why):
            accept(db, token, name, password, NOW)
    assert invitation(db, token, NOW) is not None
    assert accept(db, token, "Ada", PASSWORD, NOW).name == "Ada"


def test_of_two_who_take_a_link_up_at_once_one_gets_it(db: DeskDB, editor: Account) -> None:
    token = invite(db, "reporter", by=editor.name, at=NOW)
    given = at_once(*(lambda name=name: accept(db, token, name, PASSWORD, NOW) for name in ("Ada", "Grace", "Edith")))
    made = [each for each in given if isinstance(each, Account)]
    refused = [each for each in given if isinstance(each, AccountError)]
    assert len(made) == 1 and len(refused) == 2 and all("not good" in str(each) for each in refused)
    assert [each.name for each in accounts(db)] == sorted(["Editor One", made[0].name])


def test_of_two_who_take_a_name_at_once_one_gets_it(db: DeskDB, editor: Account) -> None:
    tokens = [invite(db, "reporter", by=editor.name, at=NOW) for _ in range(2)]
    given = at_once(*(lambda token=token: accept(db, token, "Ada", PASSWORD, NOW) for token in tokens))
    assert sorted(type(each).__name__ for each in given) == ["Account", "AccountError"]
    assert len([token for token in tokens if invitation(db, token, NOW)]) == 1


def test_a_first_link_makes_one_editor_even_at_once(db: DeskDB) -> None:
    token = first_invitation(db, NOW)
    assert token is not None
    at_once(*(lambda name=name: accept(db, token, name, PASSWORD, NOW) for name in ("Ada", "Grace")))
    assert len(accounts(db)) == 1


def test_an_invitation_is_taken_back(db: DeskDB, editor: Account) -> None:
    token = invite(db, "editor", by=editor.name, at=NOW)
    (open_one,) = open_invitations(db, NOW)
    assert open_one == invitation(db, token, NOW) and token not in repr(open_one)
    take_back(db, open_one.id, editor.name, NOW)
    assert invitation(db, token, NOW) is None and open_invitations(db, NOW) == ()
    with pytest.raises(AccountError, match="no such invitation"):
        take_back(db, open_one.id, editor.name, NOW)


def test_a_link_sets_a_password_anew(db: DeskDB, editor: Account, reporter: Account) -> None:
    session, _ = log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)
    older = reset_link(db, reporter.id, editor.name, NOW)
    token = reset_link(db, reporter.id, editor.name, NOW)
    assert invitation(db, older, NOW) is None
    found = invitation(db, token, NOW)
    assert found is not None and found.name == reporter.name
    with pytest.raises(AccountError, match="nobody else"):
        accept(db, token, editor.name, OTHER, NOW)
    with pytest.raises(AccountError, match="may not be the name"):
        accept(db, token, "", "reporter one reporter one", NOW)
    assert accept(db, token, "", OTHER, later(days=1)) == reporter
    assert signed_in(db, session, later(minutes=1)) is None
    log_in(db, reporter.name, OTHER, address=HERE, at=later(days=1))
    with pytest.raises(AccountError, match="do not fit"):
        log_in(db, reporter.name, PASSWORD, address=HERE, at=later(days=1))
    with pytest.raises(AccountError, match="not good"):
        accept(db, token, "", PASSWORD, later(days=1))
    assert ("Editor One", "password link made", "Reporter One") in steps(db)
    assert ("Reporter One", "password set anew", "Reporter One") in steps(db)


def test_a_link_by_name(db: DeskDB, editor: Account, reporter: Account) -> None:
    token = invite(db, "editor", by=editor.name, at=NOW, name="REPORTER one")
    assert accept(db, token, reporter.name, OTHER, NOW).role == "reporter", "a password link gives no other role"
    with pytest.raises(AccountError, match="no account 'Ada'"):
        invite(db, "editor", by=editor.name, at=NOW, name="Ada")


def test_a_closed_account_is_given_no_link(db: DeskDB, editor: Account, reporter: Account) -> None:
    before = reset_link(db, reporter.id, editor.name, NOW)
    disable(db, reporter.id, editor.name, NOW)
    with pytest.raises(AccountError, match="closed"):
        reset_link(db, reporter.id, editor.name, NOW)
    with pytest.raises(AccountError, match="not good"):
        accept(db, before, "", OTHER, NOW)
    enable(db, reporter.id, editor.name, NOW)
    assert invitation(db, before, NOW) is None


@pytest.mark.parametrize("how", ["closed", "reporter"])
def test_invitations_end_with_the_office_of_who_made_them(db: DeskDB, editor: Account, how: str) -> None:
    other = accept(db, invite(db, "editor", by=editor.name, at=NOW), "Second", PASSWORD, NOW)
    token = invite(db, "editor", by=other.name, at=NOW)
    mine = invite(db, "editor", by=editor.name, at=NOW)
    if how == "closed":
        disable(db, other.id, editor.name, NOW)
    else:
        set_role(db, other.id, "reporter", editor.name, NOW)
    assert invitation(db, token, NOW) is None and invitation(db, mine, NOW) is not None


@pytest.mark.parametrize("role", ["", "Editor", "admin", "editor'--", "x" * 10_000])
def test_a_role_that_there_is_not(db: DeskDB, role: str) -> None:
    with pytest.raises(AccountError, match="no role") as raised:
        as_role(role)
    assert len(str(raised.value)) < 200


def test_an_account_that_there_is_not(db: DeskDB, editor: Account) -> None:
    for number in (0, -1, 99):
        with pytest.raises(AccountError, match=f"no account {number}"):
            account(db, number)
        with pytest.raises(AccountError, match=f"no account {number}"):
            reset_link(db, number, editor.name, NOW)


def test_a_first_link_is_void_when_an_account_was_made_meanwhile(db: DeskDB, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_invitation(db, NOW)
    assert first is not None
    other = invite(db, "editor", by="command line", at=NOW)

    def meanwhile(password: str) -> str:
        monkeypatch.undo()
        accept(db, other, "Ada", PASSWORD, NOW)
        return "$argon2id$"

    monkeypatch.setattr(sys.modules[accept.__module__], "hash_password", meanwhile)
    with pytest.raises(AccountError, match="not good"):
        accept(db, first, "Eve", PASSWORD, NOW)
    assert [each.name for each in accounts(db)] == ["Ada"]


def test_a_password_set_anew_is_waited_for_by_nobody(db: DeskDB, editor: Account) -> None:
    session, _ = log_in(db, editor.name, PASSWORD, address=HERE, at=NOW)
    for _ in range(5):
        with pytest.raises(LoginFailed):
            log_in(db, editor.name, OTHER, address=HERE, at=NOW)
        with pytest.raises(AccountError, match="old password"):
            change_password(db, editor.id, "three new umbrellas", OTHER, NOW, session=session)
    accept(db, reset_link(db, editor.id, editor.name, NOW), "", OTHER, NOW)
    log_in(db, editor.name, OTHER, address=HERE, at=NOW)
    change_password(db, editor.id, OTHER, PASSWORD, NOW)
