"""The shape of a pack's number words."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list of words."""

    words: tuple[str, ...]


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Number words with their values; explained in numbers.toml."""

    cardinals: dict[str, int]
    scales: dict[str, Decimal]
    suffixes: dict[str, Decimal]
    ordinals: dict[str, int]
    fractions: dict[str, Decimal]
    vague: Words
