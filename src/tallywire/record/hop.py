"""A redirect on the way to a release."""

from __future__ import annotations

import msgspec


class Hop(msgspec.Struct, frozen=True):
    """One redirect that was followed: its address, the status and headers that it answered with, and what it was
    asked with (None: not known)."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    request: tuple[tuple[str, str], ...] | None = None
