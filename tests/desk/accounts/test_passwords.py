"""What may be a password, and how it is kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, Type
from hypothesis import given
from hypothesis import strategies as st

from tallywire.desk.accounts import AccountError, hashing
from tallywire.desk.accounts.passwords import SHORTEST, _common, require_password
from tests.desk.accounts.making import PASSWORD, Counting


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        "x9x9x9qqqqqq",
        "двенадцать слов",
        " leading blank",
        "𝒶" * 6 + "bcdefg",
        "nineteen nineteen",
        "Ada and nobody",
    ],
)
def test_no_rules_of_composition(text: str) -> None:
    require_password(text, "Ada")


def test_how_long_it_may_be() -> None:
    words = "twelve green bicycles " * 50_000
    require_password(words[:256], "Ada")
    for text in (words[:257], words):
        with pytest.raises(AccountError, match="at most 256"):
            require_password(text, "Ada")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least 12"),
        ("eleven char", "at least 12"),
        ("password with \ud800", "no text"),
        ("Ada Lovelace", "may not be the name"),
        ("adalovelace adalovelace", "may not be the name"),
        ("ADALOVELACE ", "may not be the name"),
        ("password1234", "tried first"),
        ("Password1234", "tried first"),
        ("Correct Horse Battery Staple", "tried first"),
        ("ｐａｓｓｗｏｒｄ１２３４", "tried first"),
        ("123456789012", "tried first"),
        ("098765432109", "tried first"),
        ("abcdefghijkl", "tried first"),
        ("mnbvcxzlkjhgfdsa", "tried first"),
        ("aaaaaaaaaaaa", "tried first"),
        ("ab12ab12ab12ab", "tried first"),
        ("            ", "tried first"),
    ],
)
def test_what_is_no_password(text: str, why: str) -> None:
    with pytest.raises(AccountError, match=why) as raised:
        require_password(text, "Ada Lovelace")
    assert not text.strip() or text not in str(raised.value)


def test_those_tried_first_are_long_enough_to_matter() -> None:
    assert len(_common()) > 100
    assert all(len(each) >= SHORTEST and each == each.casefold() for each in _common())


def test_the_parameters_are_those_of_rfc_9106_for_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    chosen = hashing._hasher
    assert isinstance(chosen, PasswordHasher) and chosen.type is Type.ID
    assert (chosen.time_cost, chosen.memory_cost, chosen.parallelism) == (3, 64 * 1024, 4)
    assert (chosen.salt_len, chosen.hash_len) == (16, 32)
    stored = hashing.hash_password(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and PASSWORD not in stored
    assert hashing.verify_password(stored, PASSWORD) and not hashing.is_dated(stored)


@given(st.text(max_size=300))
def test_only_the_same_password_fits(text: str) -> None:
    stored = Counting(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)).hash(PASSWORD)
    assert hashing.verify_password(stored, text) == (text == PASSWORD)


def test_the_same_password_from_another_keyboard(hasher: Counting) -> None:
    stored = hashing.hash_password("zoë of twelve fields")
    assert hashing.verify_password(stored, "zoe\u0308 of twelve fields")
    assert hashing.hash_password(PASSWORD) != hashing.hash_password(PASSWORD)


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$", "$argon2id$v=19$m=8,t=1,p=1$!!$!!"])
def test_a_damaged_hash_lets_nobody_in(stored: str, hasher: Counting) -> None:
    assert not hashing.verify_password(stored, PASSWORD) and len(hasher.verified) == 1


@pytest.mark.parametrize("text", ["\ud800" * 12, "x" * 1_000_000, "\x00" * 20])
def test_what_can_be_no_password_fits_nothing(text: str, hasher: Counting) -> None:
    assert not hashing.verify_password(hashing.hash_password(PASSWORD), text)


def test_a_longer_password_is_not_cut_to_fit() -> None:
    long = "twelve green bicycles " * 11
    stored = hashing.hash_password(long[:256])
    assert not hashing.verify_password(stored, long[:256] + "!")
