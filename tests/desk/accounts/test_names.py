"""What may be a name, and when two names are one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.desk.accounts import AccountError
from tallywire.desk.accounts.names import RESERVED, clean_name, name_key


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mo", "Mo"),
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\u00a0Lovelace", "Ada Lovelace"),
        ("Ａｄａ", "Ada"),
        ("Zoe\u0308", "Zoë"),
        ("Олена Іваненко", "Олена Іваненко"),
        ("李小龙", "李小龙"),
        ("o'Neill-2", "o'Neill-2"),
        ("x" * 40, "x" * 40),
    ],
)
def test_a_name_is_cleaned(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "0 characters"),
        (" x ", "1 characters"),
        ("x" * 41, "41 characters"),
        ("x" * 100_000, "too long"),
        ("\ufdfa\ufdfa\ufdfa", "characters"),
        ("Ada\nLovelace", "not seen"),
        ("Ada\x00", "not seen"),
        ("Ada\u202eecalevoL", "not seen"),
        ("Ada\u2066x", "not seen"),
        ("Ada\u200b", "not seen"),
        ("Ada\u200d", "not seen"),
        ("Ada\u3164", "not seen"),
        ("Ada\ufe0f", "not seen"),
        ("Ada\ud800", "not seen"),
        ("Ada\ue000", "not seen"),
        ("---", "no letter"),
        ("\u0301Ada", "begins with a mark"),
    ],
)
def test_what_is_no_name(text: str, why: str) -> None:
    with pytest.raises(AccountError, match=why):
        clean_name(text)
    assert name_key(text) == ""


@pytest.mark.parametrize("text", [*sorted(RESERVED), "Tallywire", "FIRST  START", "Ｒｕｌｅ"])
def test_who_the_log_names_is_nobody_s_name(text: str) -> None:
    with pytest.raises(AccountError, match="by Tallywire itself"):
        clean_name(text)


@pytest.mark.parametrize(
    ("one", "two"), [("Ada", "ADA"), ("Straße", "STRASSE"), ("ﬁona", "FIONA"), ("Zoë", "ZOE\u0308")]
)
def test_two_names_that_are_one(one: str, two: str) -> None:
    assert name_key(one) == name_key(two) != ""


@given(st.text(max_size=60))
def test_a_name_stays_what_it_was_cleaned_to(text: str) -> None:
    if name_key(text):
        name = clean_name(text)
        assert clean_name(name) == name and name_key(name) == name_key(text) == name_key(name.upper())
        assert name.isprintable() and unicodedata.is_normalized("NFKC", name)
