from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record import redact


@pytest.mark.parametrize(
    ("address", "archived"),
    [
        ("https://a.org/x?key=1&y=2", "https://a.org/x?key=REDACTED&y=2"),
        ("https://a.org/x?apikey=1", "https://a.org/x?apikey=REDACTED"),
        ("https://a.org/x?API_KEY=1;b=2", "https://a.org/x?API_KEY=REDACTED;b=2"),
        ("https://a.org/x?api-key=1#part", "https://a.org/x?api-key=REDACTED#part"),
        ("https://a.org/x?token=1&access_token=2", "https://a.org/x?token=REDACTED&access_token=REDACTED"),
        ("https://a.org/x?registrationkey=abc=", "https://a.org/x?registrationkey=REDACTED"),
        ("https://a.org/x?UserID=1", "https://a.org/x?UserID=REDACTED"),
        ("https://a.org/x?api%5Fkey=1", "https://a.org/x?api%5Fkey=REDACTED"),
        ("https://a.org/x#access_token=1&q=2", "https://a.org/x#access_token=REDACTED&q=2"),
        ("https://a.org/x#/page?token=1", "https://a.org/x#/page?token=REDACTED"),
        ("https://me:secret@a.org/x", "https://a.org/x"),
        ("//me@a.org/x", "//a.org/x"),
        ("https://a.org/@me?q=x@y", "https://a.org/@me?q=x@y"),
        ("https://a.org/x?key=&y", "https://a.org/x?key=&y"),
        ("https://a.org/a%20b?q=%20+&&=", "https://a.org/a%20b?q=%20+&&="),
        ("file:my notes\r\n.csv", "file:my%20notes%0D%0A.csv"),
        ("https://a.org/жé", "https://a.org/%D0%B6%C3%A9"),
        ("", ""),
    ],
)
def test_addresses(address: str, archived: str) -> None:
    assert redact(address) == archived


@given(st.text())
def test_redacting_again_changes_nothing(address: str) -> None:
    once = redact(address)
    assert redact(once) == once
    assert once.isascii() and " " not in once and "\n" not in once
