"""Bring noun phrases to comparable form: no function words, no plurals, places under one name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import msgspec

from tallywire.record.words.phrase import Phrase

MAX_TEXT = 2000

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*(?:-[^\W_]+)*['’]?")
_POSSESSIVE = re.compile(r"['’]s?\Z")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    function: str
    counter: str
    preposition: str
    prefix: str
    plural: dict[str, str]
    place: dict[str, tuple[str, ...]]


class Words:
    """The words of one language; see its data file."""

    def __init__(self, language: str = "en") -> None:
        text = files("tallywire.record.words").joinpath(f"{language}.toml").read_text("utf-8")
        data = msgspec.convert(tomllib.loads(text), _Data)
        self._dropped = frozenset((data.function + " " + data.counter).split())
        self._counters = frozenset(data.counter.split())
        self._prepositions = frozenset(data.preposition.split())
        self._prefixes = frozenset(data.prefix.split())
        self._plural = data.plural
        self._capitals: dict[str, str] = {}
        self._places: dict[tuple[str, ...], str] = {}
        for place, variants in data.place.items():
            for variant in (place, *variants):
                if variant.isupper() and "." not in variant:
                    self._capitals[variant] = place
                else:
                    self._places[tuple(token.lower() for token in _TOKEN.findall(variant))] = place
        self._starts = {key[0] for key in self._places}
        self._longest = max(len(key) for key in self._places)
        self._stems: dict[str, str] = {}

    @staticmethod
    @cache
    def english() -> Words:
        return Words("en")

    def phrase(self, text: str) -> Phrase:
        """The content words, places and head noun of a noun phrase. Only its first 2,000 characters are read."""
        tokens = [self._bare(each) for each in _TOKEN.findall(unicodedata.normalize("NFKC", text[:MAX_TEXT]))]
        lower = [each.lower() for each in tokens]
        words: dict[str, None] = {}
        places: dict[str, None] = {}
        head, open_ = "", True
        at = 0
        while at < len(tokens):
            place, length = self._place(tokens[at], lower, at)
            if place:
                places[place] = None
                at += length
                continue
            for word in self._parts(lower[at]):
                if head and word in self._prepositions:
                    open_ = False
                if word in self._dropped:
                    continue
                stem = self.stem(word)
                words[stem] = None
                head = stem if open_ else head
            at += 1
        return Phrase(tuple(words), tuple(places), head)

    def stem(self, word: str) -> str:
        """The singular of a word, by the data file's exceptions and then by its ending."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = self._plural.get(word) or _singular(word)
        return found

    @staticmethod
    def _bare(token: str) -> str:
        return _POSSESSIVE.sub("", token)

    def _place(self, written: str, lower: list[str], at: int) -> tuple[str, int]:
        capital = self._capitals.get(written)
        if capital is not None:
            return capital, 1
        if lower[at] not in self._starts:
            return "", 0
        for length in range(min(self._longest, len(lower) - at), 0, -1):
            place = self._places.get(tuple(lower[at : at + length]))
            if place is not None:
                return place, length
        return "", 0

    def _parts(self, token: str) -> list[str]:
        if "-" not in token:
            return [token]
        joined: list[str] = []
        for part in token.split("-"):
            if joined and joined[-1] in self._prefixes:
                joined[-1] += part
            else:
                joined.append(part)
        return joined


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
