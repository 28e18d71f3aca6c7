"""A text as lines for a picture: no font is at hand, so widths are estimated, rather too wide than too narrow."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from tallywire.feed.render import clean

ELLIPSIS = "…"
MOST_LETTERS = 400
"""Read of a text; no picture shows more."""

_NARROW = frozenset("iljtfrI.,:;'’‘!|()[]-/ ")
_BROAD = frozenset("mwMWOQGD%&@—…+−=<>")
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def breadth(words: str) -> float:
    """How wide a text is, in em."""
    return sum(_letter(letter) for letter in words) / 100


def lines(words: str, *, width: float, most: int) -> tuple[str, ...]:
    """At most `most` lines, none wider than `width` em; what does not fit ends in an ellipsis.

    Broken at blanks, and inside a word only where it alone is wider than a line. Letters that only steer others
    are left out.
    """
    words = "".join(letter for letter in clean(words[:MOST_LETTERS]) if letter not in _INVISIBLE)
    found: list[str] = []
    line = ""
    for word in words.split():
        joined = f"{line} {word}" if line else word
        if breadth(joined) <= width:
            line = joined
            continue
        if line:
            found.append(line)
        pieces = _pieces(word, width)
        found += pieces[:-1]
        line = pieces[-1]
    if line:
        found.append(line)
    if len(found) > most:
        found = [*found[: most - 1], cut(" ".join(found[most - 1 :]), width=width)]
    return tuple(found)


def balanced(words: str, *, width: float, most: int) -> tuple[str, ...]:
    """The same number of lines as `lines` gives, of about the same width: no word stands alone in the last."""
    found = lines(words, width=width, most=most)
    for tenths in range(6, 10):
        narrower = lines(words, width=width * tenths / 10, most=len(found) + 1)
        if len(narrower) == len(found):
            return narrower
    return found


def cut(words: str, *, width: float) -> str:
    """One line, ended by an ellipsis where it is too wide, at a blank where one is near."""
    words = " ".join(clean(words[:MOST_LETTERS]).split())
    if breadth(words) <= width:
        return words
    room = round(width * 100) - _letter(ELLIPSIS)
    kept = ""
    reached = 0
    for letter in words:
        reached += _letter(letter)
        if reached > room:
            break
        kept += letter
    whole, _, rest = kept.rpartition(" ")
    if whole and len(rest) < 20 and words[len(kept)] != " ":
        kept = whole
    return kept.rstrip(" ,;:·-–—") + ELLIPSIS


def _pieces(word: str, width: float) -> list[str]:
    pieces = [""]
    reached = 0
    for letter in word:
        reached += _letter(letter)
        if reached > width * 100 and pieces[-1]:
            pieces.append("")
            reached = _letter(letter)
        pieces[-1] += letter
    return pieces


def _letter(letter: str) -> int:
    """Hundredths of an em: whole numbers add up alike in every order and version of the language."""
    if combining(letter) or letter in _INVISIBLE:
        return 0
    if letter in _NARROW:
        return 36
    if letter in _BROAD or east_asian_width(letter) in "WF":
        return 102
    if letter.isupper():
        return 76
    return 55
