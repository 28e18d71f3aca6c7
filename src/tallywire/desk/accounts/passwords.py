"""What may be a password: NIST SP 800-63B, section 5.1.1.2: long, not common, no rules of composition."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from tallywire.desk.accounts.errors import AccountError
from tallywire.desk.accounts.names import name_key

SHORTEST, LONGEST = 12, 256
"""In code points."""

_RUNS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
         "azertyuiopqsdfghjklmwxcvbn", "йцукенгшщзхъфывапролджэячсмитьбю")  # fmt: skip
"""Runs of the keyboard and the alphabet; a password may not be a stretch of one, in either direction."""

_UNIT = 4
"""A password may not be so few characters, or fewer, over and over."""


def normal_password(text: str) -> str:
    """`text` as it is hashed: NFKC, so that the same password typed on another keyboard is the same."""
    return unicodedata.normalize("NFKC", text)


def require_password(text: str, name: str) -> None:
    """Raise AccountError where `text` may not be the password of the account called `name`."""
    password = normal_password(text[: LONGEST + 1])
    if len(password) < SHORTEST:
        raise AccountError(
            f"a password has at least {SHORTEST} characters", hint="A few words in a row are easy to keep in mind"
        )
    if len(text) > LONGEST:
        raise AccountError(f"a password has at most {LONGEST} characters")
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise AccountError("this password has characters that are no text", hint="Choose another one")
    plain = "".join(password.casefold().split())
    key = "".join(name_key(name).split())
    if key and plain and not plain.replace(key, ""):
        raise AccountError("a password may not be the name", hint="Choose another one")
    if plain in _common() or _is_run(plain) or _is_repeated(plain):
        raise AccountError(
            "this password is among those tried first", hint="Choose a few words that do not go together"
        )


@cache
def _common() -> frozenset[str]:
    """Passwords of 12 characters and more that everyone tries first, without blanks: `common.txt`."""
    return frozenset(Path(__file__).with_name("common.txt").read_text("utf-8").split())


def _is_run(text: str) -> bool:
    return any(text in line for run in _RUNS for line in (_rolled(run, text), _rolled(run[::-1], text)))


def _rolled(run: str, text: str) -> str:
    return run * (len(text) // len(run) + 2)


def _is_repeated(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, _UNIT + 1))
