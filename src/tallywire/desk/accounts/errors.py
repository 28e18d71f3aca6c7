"""What can go wrong with an account.

AccountError       a name, password, link or step that cannot be used
├── LoginFailed    name and password do not fit; never says which
└── LoginRefused   too many failures; says how long to wait
"""

from __future__ import annotations

from datetime import timedelta

from tallywire.errors import TallywireError


class AccountError(TallywireError):
    """A name, password, link or step that cannot be used."""


class LoginFailed(AccountError):
    """Name and password do not fit, or the account is closed; it never says which."""

    def __init__(self) -> None:
        super().__init__("this name and this password do not fit", hint="Check both, or ask an editor for a new link")


class LoginRefused(AccountError):
    """Too many failures. wait: how long until the next try is heard."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-wait // timedelta(minutes=1)))
        super().__init__(
            "too many log-ins have failed",
            hint=f"Try again in {minutes} {'minute' if minutes == 1 else 'minutes'}",
        )
