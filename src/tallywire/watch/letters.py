"""Which old encoding a text without a declaration is in, by what makes sense of its letters."""

from __future__ import annotations

import unicodedata

import msgspec

SAMPLE = 256 << 10
"""Bytes that are looked at."""
CANDIDATES = ("cp1251", "cp1252", "koi8-r", "koi8-u", "iso8859-5", "cp866", "cp1250")
_ENOUGH = 8
"""Letters outside ASCII that a guess without a doubt needs."""
_COMMON = frozenset("оеаинтсрвлкмдпуяыьзбгчйіїє")
"""Letters that make up most of any Russian or Ukrainian text."""
_WESTERN = frozenset("éèêëàâäáãåçñöóôõøüúùûíìîïßæœ")
_CENTRAL = frozenset("ąćęłńśźżčďěňřšťůžýőű")
_SIGNS = frozenset("№«»–—’‘“”„°§±·…€£©®\u00a0½²³×†‡•")


class Guess(msgspec.Struct, frozen=True):
    """An encoding, "" where none has to be named; how it was found; and what could be otherwise."""

    name: str
    reason: str
    doubt: str = ""


def guess_encoding(body: bytes) -> Guess:
    """The candidate in which the bytes outside ASCII make the most sense.

    Sense: letters of one script side by side, capitals at the beginning of words, letters that are common in that
    script, and neither controls nor box drawing. Two candidates that read every letter alike are one.
    """
    high = body[:SAMPLE]
    scored: list[tuple[float, int, str, str]] = []
    for order, name in enumerate(CANDIDATES):
        try:
            text = high.decode(name)
        except UnicodeDecodeError:
            continue
        scored.append((_sense(text), -order, name, "".join(c for c in text if ord(c) > 127)))
    if not scored:
        return Guess("", "", "its encoding is none of those that are known; set table.encoding")
    best, *others = sorted(scored, reverse=True)
    count = len(best[3])
    reason = f"its letters make sense as {best[2]}"
    rival = next((each for each in others if each[3] != best[3]), None)
    if rival is not None and (best[0] - rival[0] < 0.15 * count or count < _ENOUGH):
        doubt = f"only {count} letters outside ASCII tell its encoding: {best[2]}, or {rival[2]}"
        return Guess(best[2], reason, doubt)
    return Guess(best[2], reason)


def _sense(text: str) -> float:
    """How much sense a text makes: a score of at most 1 for each character outside ASCII, far less for nonsense."""
    score = 0.0
    before = " "
    for letter in text:
        if ord(letter) > 127:
            score += _one(letter, before)
        elif letter.isalpha() and ord(before) > 127 and before.isalpha() and _cyrillic(before):
            score -= 2  # a Latin letter within a Cyrillic word
        before = letter
    return score


def _one(letter: str, before: str) -> float:
    if not letter.isalpha():
        if letter in _SIGNS:
            # A sign within a word is no sign: there it stands for a letter of another encoding.
            return 0.3 if not before.isalpha() else -0.5
        return -3 if unicodedata.category(letter) in {"Cc", "So", "Co", "Cn"} else -1
    small = letter.lower()
    known = 1.0 if small in _COMMON else 0.6 if _cyrillic(letter) else 0.8 if small in _WESTERN else 0.2
    if small in _CENTRAL:
        known = 0.7
    if letter.isupper() and before.islower():
        return known - 2  # a capital within a word
    if before.isalpha() and _cyrillic(letter) != _cyrillic(before):
        return known - 2
    if not _cyrillic(letter) and ord(before) > 127 and before.isalpha():
        return known - 1  # words of accented letters only are rare
    return known


def _cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
