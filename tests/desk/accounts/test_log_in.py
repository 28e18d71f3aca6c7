"""Logging in: new sessions, constant work, and limits on guessing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tallywire.desk.accounts import (
    Account,
    LoginFailed,
    LoginRefused,
    SignedIn,
    accept,
    disable,
    hashing,
    invite,
    log_in,
    signed_in,
)
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import accounts as table
from tests.desk.accounts.making import HERE, NOW, OTHER, PASSWORD, Counting, at_once, details, later, steps, tries

ELSEWHERE = "198.51.100.20"


def fail(db: DeskDB, name: str = "Editor One", *, address: str = HERE, minutes: float = 0) -> None:
    with pytest.raises(LoginFailed):
        log_in(db, name, "a wrong password", address=address, at=later(minutes=minutes))


def test_a_new_token_each_time(db: DeskDB, editor: Account) -> None:
    one, first = log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    two, second = log_in(db, " EDITOR  one ", PASSWORD, address=HERE, at=later(minutes=1))
    assert first.account == second.account == editor
    assert one != two and first.csrf != second.csrf and first.csrf not in (one, two)
    assert min(len(one), len(first.csrf)) >= 43
    assert first.expires_at == later(hours=12)
    assert signed_in(db, one, later(seconds=90)) and signed_in(db, two, later(seconds=90)) == second


def test_nothing_that_was_there_before_becomes_a_session(db: DeskDB, editor: Account) -> None:
    planted = "x" * 43
    token, session = log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    assert signed_in(db, planted, NOW) is None and signed_in(db, session.csrf, NOW) is None
    assert signed_in(db, "", NOW) is None and signed_in(db, "\ud800", NOW) is None
    assert signed_in(db, token, NOW) == session


def test_a_refusal_never_says_what_was_wrong(db: DeskDB, editor: Account, reporter: Account) -> None:
    disable(db, reporter.id, editor.name, NOW)
    said = set()
    for name, password in (
        ("Editor One", OTHER),
        ("Reporter One", PASSWORD),
        ("Nobody Here", PASSWORD),
        ("\u202e", ""),
    ):
        with pytest.raises(LoginFailed) as raised:
            log_in(db, name, password, address=HERE, at=NOW)
        said.add(str(raised.value))
    assert len(said) == 1


@pytest.mark.parametrize("name", ["Editor One", "Reporter One", "Nobody Here", "", "\ud800", "x" * 10_000, "\x00"])
def test_the_same_work_for_every_name(
    db: DeskDB, editor: Account, reporter: Account, hasher: Counting, name: str
) -> None:
    disable(db, reporter.id, editor.name, NOW)
    hasher.verified.clear()
    before, lines = hasher.hashed, len(steps(db))
    fail(db, name)
    assert len(hasher.verified) == 1 and hasher.hashed == before + 1, (
        "the stand-in is made at the first log-in of all"
    )
    fail(db, name)
    assert len(hasher.verified) == 2 and hasher.hashed == before + 1
    assert len(steps(db)) == lines + 2 and tries(db) == 4
    parameters = {stored.split("$")[3] for stored in hasher.verified}
    assert len(parameters) == 1


def test_five_failures_and_even_the_right_password_waits(db: DeskDB, editor: Account, hasher: Counting) -> None:
    for minute in range(5):
        fail(db, minutes=minute, address=f"203.0.113.{minute}")
    hasher.verified.clear()
    for address in (HERE, ELSEWHERE):
        with pytest.raises(LoginRefused, match="Try again in 10 minutes") as raised:
            log_in(db, "editor one", PASSWORD, address=address, at=later(minutes=5))
        assert raised.value.wait.total_seconds() == 600
    assert hasher.verified == [], "a refusal costs nothing"
    with pytest.raises(LoginRefused, match=r"Try again in 1 minute$"):
        log_in(db, "Editor One", PASSWORD, address=HERE, at=later(minutes=14, seconds=30))
    log_in(db, "Editor One", PASSWORD, address=HERE, at=later(minutes=15))


def test_waiting_is_not_made_longer_by_asking(db: DeskDB, editor: Account) -> None:
    for _ in range(5):
        fail(db)
    for minute in range(1, 15):
        with pytest.raises(LoginRefused):
            log_in(db, "Editor One", PASSWORD, address=HERE, at=later(minutes=minute))
    log_in(db, "Editor One", PASSWORD, address=HERE, at=later(minutes=15))


def test_names_that_there_are_not_wait_as_well(db: DeskDB, editor: Account) -> None:
    for _ in range(5):
        fail(db, "Nobody Here")
    with pytest.raises(LoginRefused):
        log_in(db, "nobody  HERE", PASSWORD, address=HERE, at=NOW)
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)


@pytest.mark.parametrize(
    ("address", "near", "far"),
    [
        (HERE, f"::ffff:{HERE}", ELSEWHERE),
        ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"),
        ("fe80::1%eth0", "fe80::2%eth1", "fe80:1::1"),
        ("unix", "unix", "testclient"),
        ("x" * 10_000, "x" * 10_000, ""),
    ],
)
def test_twenty_failures_from_one_address(db: DeskDB, editor: Account, address: str, near: str, far: str) -> None:
    for number in range(20):
        fail(db, f"name {number}", address=address)
    for name in ("Editor One", "name 30"):
        with pytest.raises(LoginRefused):
            log_in(db, name, PASSWORD, address=near, at=NOW)
    log_in(db, "Editor One", PASSWORD, address=far, at=NOW)


def test_a_success_clears_the_name_and_not_the_address(db: DeskDB, editor: Account) -> None:
    for _ in range(4):
        fail(db)
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    for _ in range(4):
        fail(db)
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    assert tries(db) == 8
    for number in range(12):
        fail(db, f"name {number}")
    with pytest.raises(LoginRefused):
        log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)


def test_old_failures_are_swept(db: DeskDB, editor: Account) -> None:
    for number in range(10):
        fail(db, f"name {number}")
    assert tries(db) == 20
    log_in(db, "Editor One", PASSWORD, address=HERE, at=later(minutes=15))
    assert tries(db) == 0


def test_a_clock_that_was_wrong_locks_nobody_out(db: DeskDB, editor: Account) -> None:
    for _ in range(5):
        fail(db, minutes=60 * 24 * 365)
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)


def test_many_at_once_are_counted_as_many_in_a_row(db: DeskDB, editor: Account, hasher: Counting) -> None:
    hasher.verified.clear()

    def guess(word: str) -> Callable[[], tuple[str, SignedIn]]:
        return lambda: log_in(db, "Editor One", f"a wrong password {word}", address=HERE, at=NOW)

    given = at_once(*(guess(word) for word in "abcdefghij"))
    assert sorted(type(each).__name__ for each in given) == ["LoginFailed"] * 5 + ["LoginRefused"] * 5
    assert len(hasher.verified) == 5


def test_a_hash_of_other_parameters_is_made_anew(
    db: DeskDB, editor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> str:
        with db.read() as connection:
            return connection.execute(select(table.c.password)).scalar_one()

    before = stored()
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    assert stored() == before
    monkeypatch.setattr(hashing, "_hasher", Counting(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    after = stored()
    assert after != before and "m=16,t=2,p=1" in after
    fail(db)
    assert stored() == after
    log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    assert stored() == after


@pytest.mark.parametrize("step", ["closed", "changed"])
def test_what_happens_while_the_password_is_verified_counts(
    db: DeskDB, editor: Account, reporter: Account, hasher: Counting, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    verify = hasher.verify

    def slow(stored: str, password: bytes) -> bool:
        if step == "closed":
            disable(db, reporter.id, editor.name, NOW)
        else:
            accept(db, invite(db, "reporter", by=editor.name, at=NOW, name=reporter.name), "", OTHER, NOW)
        return verify(stored, password)

    monkeypatch.setattr(hasher, "verify", slow)
    with pytest.raises(LoginFailed):
        log_in(db, reporter.name, PASSWORD, address=HERE, at=NOW)


def test_the_log_tells_failures_and_when_they_were_too_many(db: DeskDB, editor: Account) -> None:
    for _ in range(5):
        fail(db)
    fail(db, "a password typed in the wrong field")
    for _ in range(3):
        with pytest.raises(LoginRefused):
            log_in(db, "Editor One", PASSWORD, address=HERE, at=NOW)
    lines = [
        (step, detail) for step, detail in zip(steps(db), details(db), strict=True) if step[1] == "log-in failed"
    ]
    failed = ("nobody", "log-in failed", "Editor One")
    assert lines == [(failed, {})] * 4 + [(failed, {"locked": "for a while"}), (("nobody", "log-in failed", ""), {})]
