"""There is always an editor; accounts are closed and opened, never removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallywire.desk.accounts import (
    Account,
    AccountError,
    LoginFailed,
    Role,
    accept,
    account,
    accounts,
    disable,
    enable,
    invite,
    log_in,
    set_role,
)
from tallywire.desk.store import DeskDB
from tests.desk.accounts.making import HERE, NOW, PASSWORD, at_once, details, later, steps


@pytest.fixture
def second(db: DeskDB, editor: Account) -> Account:
    return accept(db, invite(db, "editor", by=editor.name, at=NOW), "Second", PASSWORD, NOW)


def test_the_last_editor_stays(db: DeskDB, editor: Account, reporter: Account) -> None:
    with pytest.raises(AccountError, match="only editor"):
        disable(db, editor.id, editor.name, NOW)
    with pytest.raises(AccountError, match="only editor"):
        set_role(db, editor.id, "reporter", editor.name, NOW)
    assert account(db, editor.id) == editor


def test_a_closed_editor_is_no_editor(db: DeskDB, editor: Account, second: Account) -> None:
    disable(db, second.id, editor.name, NOW)
    with pytest.raises(AccountError, match="only editor"):
        set_role(db, editor.id, "reporter", editor.name, NOW)
    set_role(db, second.id, "reporter", editor.name, NOW)
    enable(db, second.id, editor.name, NOW)
    assert account(db, second.id).role == "reporter"


@pytest.mark.parametrize("how", ["close", "lower"])
def test_two_editors_who_turn_each_other_out_at_once(db: DeskDB, editor: Account, second: Account, how: str) -> None:
    def verb(who: Account, by: Account) -> Callable[[], None]:
        if how == "close":
            return lambda: disable(db, who.id, by.name, NOW)
        return lambda: set_role(db, who.id, "reporter", by.name, NOW)

    given = at_once(verb(editor, second), verb(second, editor))
    assert sorted(type(each).__name__ for each in given) == ["AccountError", "NoneType"]
    assert len([each for each in accounts(db) if each.role == "editor" and not each.disabled]) == 1


def test_closing_and_opening(db: DeskDB, editor: Account, reporter: Account) -> None:
    disable(db, reporter.id, editor.name, NOW)
    disable(db, reporter.id, editor.name, later(days=1))
    assert account(db, reporter.id).disabled and len(accounts(db)) == 2
    with pytest.raises(LoginFailed):
        log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)
    enable(db, reporter.id, editor.name, NOW)
    enable(db, reporter.id, editor.name, NOW)
    assert log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)[1].account == reporter
    said = [step for step in steps(db) if step[1].startswith("account ")]
    assert said == [("Editor One", f"account {how}", "Reporter One") for how in ("closed", "opened")]


def test_the_name_of_a_closed_account_stays_taken(db: DeskDB, editor: Account, reporter: Account) -> None:
    disable(db, reporter.id, editor.name, NOW)
    with pytest.raises(AccountError, match="is taken"):
        accept(db, invite(db, "reporter", by=editor.name, at=NOW), "reporter ONE", PASSWORD, NOW)


def test_roles_are_given_and_taken(db: DeskDB, editor: Account, reporter: Account) -> None:
    set_role(db, reporter.id, "editor", editor.name, NOW)
    set_role(db, reporter.id, "editor", editor.name, NOW)
    set_role(db, editor.id, "reporter", reporter.name, NOW)
    assert [(each.name, each.role) for each in accounts(db)] == [
        ("Editor One", "reporter"),
        ("Reporter One", "editor"),
    ]
    changes = [detail for step, detail in zip(steps(db), details(db), strict=True) if step[1] == "role changed"]
    assert changes == [{"before": "reporter", "after": "editor"}, {"before": "editor", "after": "reporter"}]
    wrong: Role = "boss"  # type: ignore[assignment]
    with pytest.raises(AccountError, match="no role 'boss'"):
        set_role(db, reporter.id, wrong, editor.name, NOW)


@pytest.mark.parametrize("verb", [disable, enable])
def test_an_account_that_there_is_not(
    db: DeskDB, editor: Account, verb: Callable[[DeskDB, int, str, object], None]
) -> None:
    with pytest.raises(AccountError, match="no account 99"):
        verb(db, 99, editor.name, NOW)
