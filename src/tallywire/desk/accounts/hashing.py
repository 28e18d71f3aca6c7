"""Hashing of passwords: argon2id with the parameters of RFC 9106 for little memory, as argon2-cffi chooses them."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tallywire.desk.accounts.passwords import LONGEST, normal_password
from tallywire.desk.accounts.tokens import new_token

_hasher = PasswordHasher()

# Each hash fills 64 MiB: however many log in at once, no more than this many are worked on together.
_slots = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """The argon2id hash of `password`, which has passed require_password."""
    with _slots:
        return _hasher.hash(normal_password(password))


def verify_password(stored: str, password: str) -> bool:
    """Whether `password` is the one `stored` was made of; the work is the same for every password."""
    given = normal_password(password[: LONGEST + 1]).encode("utf-8", "surrogatepass")
    with _slots:
        try:
            return _hasher.verify(stored, given)
        except (VerificationError, InvalidHashError):
            return False


def is_dated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(stored)


@cache
def decoy() -> str:
    """A hash that no password fits, verified where there is no account, so that this takes as long."""
    return hash_password(new_token())
