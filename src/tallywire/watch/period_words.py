"""The words that period cells are written with, per language: data files, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

LANGUAGES = ("en", "ru", "uk")
Role = Literal[
    "month", "quarter", "half", "ordinal", "ending", "year", "range", "of", "from", "Q", "H", "S", "M", "W", "A"
]
_LETTERS: dict[str, Role] = {"q": "Q", "h": "H", "s": "S", "m": "M", "w": "W", "a": "A"}
"""Codes of SDMX and of economists, the same in every language."""
_LATIN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Word(msgspec.Struct, frozen=True):
    """What a word does in a period, and the number it stands for (a month's, an ordinal's), else 0."""

    role: Role
    number: int = 0


class PeriodWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words, small letters throughout; what each list is for stands in the data files."""

    as_of: tuple[str, ...]
    on: tuple[str, ...]
    during: tuple[str, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")
    to: tuple[str, ...]
    of: tuple[str, ...]
    year: tuple[str, ...]
    quarter: tuple[str, ...]
    half: tuple[str, ...]
    ordinals: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...]
    numerals: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]

    def by_word(self) -> dict[str, Word]:
        """Every single word with what it does."""
        known: dict[str, Word] = {letter: Word(role) for letter, role in _LETTERS.items()}
        known |= {numeral: Word("ordinal", number) for numeral, number in _LATIN.items()}
        known |= {numeral: Word("ordinal", number) for number, numeral in enumerate(self.numerals, 1)}
        roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
            *(("quarter", self.quarter), ("half", self.half), ("year", self.year), ("range", self.to)),
            *(("of", self.of), ("from", self.from_), ("ending", self.endings)),
        )
        known |= {word: Word(role) for role, words in roles for word in words}
        known |= {word: Word("ordinal", number) for number, words in enumerate(self.ordinals, 1) for word in words}
        return known | {word: Word("month", number) for number, words in enumerate(self.months, 1) for word in words}


@cache
def period_words() -> tuple[PeriodWords, ...]:
    """The words of every language there is, from package data."""
    folder = files("tallywire.watch") / "period_words"
    return tuple(msgspec.toml.decode((folder / f"{code}.toml").read_bytes(), type=PeriodWords) for code in LANGUAGES)
