"""The shape of a pack's units."""

from __future__ import annotations

import msgspec


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A unit: what is read as it, how it is written; explained in units.toml."""

    id: str
    singular: str
    plural: str
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    before: str = ""
    joined: bool = False
    noun: bool = False
