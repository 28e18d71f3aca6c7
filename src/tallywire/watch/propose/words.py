"""The words that a proposal knows, as data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from tallywire.series import Kind

_WORD = re.compile(r"[^\W\d_]+")
_BESIDE_UNITS = frozenset({"in", "of", "в", "у"})
_BRACKETED = re.compile(r"[\[(]?[^\[\]()]{1,8}[\])]\Z")


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each kind of figure the words that say it."""

    index: tuple[str, ...]
    rate: tuple[str, ...]
    stock: tuple[str, ...]
    flow: tuple[str, ...]


class Cells(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand in a cell of figures beside or instead of a number."""

    missing: frozenset[str]
    zero: frozenset[str]
    notes: frozenset[str]
    status: frozenset[str]
    provisional: frozenset[str]
    money: frozenset[str]


class Headers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of columns, by what they hold."""

    period: frozenset[str]
    part: frozenset[str]
    value: tuple[str, ...]
    status: frozenset[str]
    published: frozenset[str]
    number: frozenset[str]
    unit: frozenset[str]
    multiplier: frozenset[str]
    decimals: frozenset[str]
    bare: frozenset[str]
    general: frozenset[str]


class English(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which a page is known to be in English."""

    words: frozenset[str]


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for people who are counted."""

    words: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in words.toml."""

    scale: dict[str, int]
    units: dict[str, str]
    kinds: Kinds
    cells: Cells
    headers: Headers
    english: English
    people: People

    def counts_people(self, text: str) -> bool:
        """Whether a text has a word for people who are counted."""
        return not self.people.words.isdisjoint(_WORD.findall(text.casefold()))

    def power(self, word: str) -> int:
        """The power of ten that a word multiplies by; 0 for another word."""
        return self.scale.get(word.casefold().rstrip("."), 0)

    def is_unit(self, text: str) -> bool:
        """Whether every word of a text names a unit or multiplies by a power of ten."""
        found = [word for word in _WORD.findall(text.casefold()) if word not in _BESIDE_UNITS]
        return bool(found) and all(word in self.units or self.power(word) for word in found)

    def is_note(self, piece: str) -> bool:
        """Whether a text beside a number is a footnote mark: *, †, ¹, [1], (a), 2)."""
        return piece in self.cells.notes or bool(_BRACKETED.match(piece) and not self.is_status(piece))

    def is_status(self, piece: str) -> bool:
        """Whether a text beside a number is a letter that agencies use for provisional, revised, estimated."""
        return piece.casefold() in self.cells.status

    def is_beside(self, piece: str) -> bool:
        """Whether a text beside a number is known: a note, a status, a currency, a unit or a multiplier."""
        known = self.is_note(piece) or self.is_status(piece) or piece in self.cells.money or self.power(piece) > 0
        return known or piece.casefold().rstrip(".") in self.units

    def pieces(self, part: str) -> tuple[str, ...] | None:
        """The known marks and words that a text beside a number is made of; None where one is not known."""
        pieces = part.split() if not self.is_beside(part) else [part]
        return tuple(pieces) if all(self.is_beside(piece) for piece in pieces) else None

    def kind(self, text: str) -> tuple[Kind, str] | None:
        """The kind of figure that a text says, and the word that says it; an index and a rate before a level."""
        small = f" {' '.join(text.casefold().split())} "
        kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
            ("index", self.kinds.index),
            ("rate", self.kinds.rate),
            ("stock", self.kinds.stock),
            ("flow", self.kinds.flow),
        )
        for kind, words in kinds:
            for word in words:
                if _within(small, word):
                    return kind, word
        return None

    def is_english(self, texts: str) -> bool:
        """Whether a text has an English word and no letter outside ASCII."""
        small = texts.casefold()
        if any(letter.isalpha() and not letter.isascii() for letter in small):
            return False
        return not self.english.words.isdisjoint(_WORD.findall(small))


@cache
def known_words() -> Words:
    """The words of words.toml."""
    text = files("tallywire.watch.propose").joinpath("words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def _within(text: str, word: str) -> bool:
    """Whether a word stands in a text on its own, not as a part of another."""
    place = text.find(word)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(word) : place + len(word) + 1]
        if not (word[0].isalnum() and before.isalnum()) and not (word[-1].isalnum() and after.isalnum()):
            return True
        place = text.find(word, place + 1)
    return False
