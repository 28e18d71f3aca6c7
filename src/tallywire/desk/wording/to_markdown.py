"""Texts to Markdown that gives the same texts back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import punctuation

from tallywire.brief import Text
from tallywire.desk.wording.letters import Letter, Style, letters_of

_BEFORE = {"paragraph": "", "heading": "## ", "item": "- ", "quote": "> "}
_DELIMITERS = {"strong": "**", "emphasis": "_"}
_ESCAPED = frozenset("\\`*_[]<>&#")
_FIRST = frozenset("-+=~")
_NUMBERED = re.compile(r"[0-9]{1,9}\Z")
_IN_ADDRESS = re.compile(r"([\\`*_\[\]<>&#()!\"'])")


def to_markdown(texts: Sequence[Text]) -> str:
    """One block a text, apart by blank lines; bindings are left out. `from_markdown` takes it back unchanged."""
    lines = ((text.block, _line(letters_of(text))) for text in texts)
    blocks = [_BEFORE[block] + line for block, line in lines if line]
    return "".join(f"{block}\n\n" for block in blocks).rstrip("\n") + ("\n" if blocks else "")


class _Piece:
    """A letter, a stretch of code, or a delimiter; `shut` says which way a delimiter faces."""

    __slots__ = ("letter", "raw", "shut")

    def __init__(self, raw: str, *, letter: str = "", shut: bool | None = None) -> None:
        self.raw = raw
        self.letter = letter
        self.shut = shut


def _line(letters: Sequence[Letter]) -> str:
    pieces: list[_Piece] = []
    opened: list[Style] = []
    place = 0
    while place < len(letters):
        wanted = sorted(letters[place][1])
        outer = [s for s in wanted if s.kind != "code"]
        _turn(pieces, opened, outer)
        end = place + 1
        if any(s.kind == "code" for s in wanted):
            while end < len(letters) and letters[end][1] == letters[place][1]:
                end += 1
            pieces.append(_Piece(_code("".join(letter for letter, _ in letters[place:end]))))
        else:
            pieces.append(_Piece("", letter=letters[place][0]))
        place = end
    _turn(pieces, opened, [])
    return _written(pieces)


def _turn(pieces: list[_Piece], opened: list[Style], wanted: Sequence[Style]) -> None:
    """Close what is no longer wanted, and what was opened inside of it; open what is."""
    kept = 0
    while kept < min(len(opened), len(wanted)) and opened[kept] == wanted[kept]:
        kept += 1
    while len(opened) > kept:
        ended = opened.pop()
        if ended.kind == "link":
            pieces.append(_Piece(f"]({_IN_ADDRESS.sub(_BACKSLASHED, ended.href)})"))
        else:
            pieces.append(_Piece(_DELIMITERS[ended.kind], shut=True))
    for begun in wanted[kept:]:
        opened.append(begun)
        if begun.kind == "link":
            pieces.append(_Piece("["))
        else:
            pieces.append(_Piece(_DELIMITERS[begun.kind], shut=False))


_BACKSLASHED = r"\\\1"


def _code(content: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", content)), default=0)
    fence = "`" * (longest + 1)
    padded = content[0] in "` " or content[-1] in "` "
    return f"{fence} {content} {fence}" if padded and content.strip() else f"{fence}{content}{fence}"


def _written(pieces: Sequence[_Piece]) -> str:
    coded = _coded(pieces)
    out: list[str] = []
    for place, piece in enumerate(pieces):
        letter = piece.letter
        if not letter:
            out.append(piece.raw)
        elif place in coded:
            out.append(f"&#{ord(letter)};")
        elif letter in _ESCAPED or _begins(pieces, place) or _pictures(pieces, place):
            out.append(f"\\{letter}")
        else:
            out.append(letter)
    return "".join(out)


def _coded(pieces: Sequence[_Piece]) -> frozenset[int]:
    """The letters beside delimiters that have to be written by number, lest the delimiters say something else."""
    coded: set[int] = set()
    place = 0
    while place < len(pieces):
        if pieces[place].shut is None:
            place += 1
            continue
        end = place
        while end < len(pieces) and pieces[end].shut is not None:
            end += 1
        faces = {piece.shut for piece in pieces[place:end]}
        before = pieces[place - 1].letter if place else ""
        after = pieces[end].letter if end < len(pieces) else ""
        mixed = len(faces) == 2
        if before and (mixed or (not _apart(before) if faces == {False} else not before.isalnum())):
            coded.add(place - 1)
        if after and (mixed or (not _apart(after) if faces == {True} else not after.isalnum())):
            coded.add(end)
        place = end
    return frozenset(coded)


def _apart(letter: str) -> bool:
    """Whether a letter outside of a delimiter is, to every reader of Markdown, no part of a word."""
    return letter == " " or letter in punctuation


def _begins(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether the letter would begin a list or rule at the head of its line."""
    letter = pieces[place].letter
    if place == 0:
        return letter in _FIRST
    if letter not in ".)" or place > 9:
        return False
    return bool(_NUMBERED.match("".join(piece.letter or "x" for piece in pieces[:place])))


def _pictures(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether an exclamation mark would make a picture of the link after it."""
    return pieces[place].letter == "!" and place + 1 < len(pieces) and pieces[place + 1].raw == "["
