"""The values of accounts: who works at the desk, who is signed in, who is invited."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from tallywire.desk.accounts.errors import AccountError

Role = Literal["reporter", "editor"]
"""A reporter writes and edits; an editor also publishes, and keeps the accounts."""


class Account(msgspec.Struct, frozen=True):
    """One who works at the desk. disabled: the account is kept and lets nobody in."""

    id: int
    name: str
    role: Role
    made_at: datetime
    disabled: bool


class SignedIn(msgspec.Struct, frozen=True):
    """A session as it stands. csrf: what each of its forms must carry; expires_at: its end unless it is used."""

    account: Account
    csrf: str
    expires_at: datetime


class Invitation(msgspec.Struct, frozen=True):
    """A one-time link that is still good. id: the hash of its token; name: whose password it sets, or ""."""

    id: str
    role: Role
    name: str
    made_at: datetime
    expires_at: datetime
    made_by: str


def as_role(text: str) -> Role:
    """The role called `text`; raises AccountError if there is none."""
    if text == "reporter":
        return "reporter"
    if text == "editor":
        return "editor"
    raise AccountError(f"there is no role {text[:40]!r}", hint="The roles are reporter and editor")
