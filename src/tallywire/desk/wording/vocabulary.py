"""The words by which edited sentences are told apart, from package data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words and phrases in lower case; explained in the data file."""

    light: frozenset[str]
    denials: frozenset[str]
    spread: frozenset[str]
    groups: frozenset[str]
    placing: frozenset[str]
    leaning: tuple[str, ...]
    whole: tuple[str, ...]
    idioms: tuple[str, ...]
    multiples: frozenset[str]
    ranks: frozenset[str]
    before_year: frozenset[str]
    amounts_after: frozenset[str]
    before_month: frozenset[str]


@cache
def vocabulary(code: str = "en") -> Vocabulary:
    """The vocabulary of the language `code`, read once."""
    body = (files(__package__) / f"{code}.toml").read_bytes()
    return msgspec.toml.decode(body, type=Vocabulary)
