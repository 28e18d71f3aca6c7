"""The signs of a PDF page as words in lines: what belongs together, and what only stands side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

BROKEN = "…"
"""Stands where digits run on out of a cell, or over one another: what is left of them is no number."""
_SAME_WORD = 0.2
"""In sizes of the signs: signs further apart are two words, even without a space."""
_ONE_SPACE = 0.45
_FAR = 0.8
_NEAR_NOTE = 0.5
_NOTE = 0.85
"""Signs smaller than this part of those before or after them are a note's."""
_RAISED = 0.2
"""In sizes of the signs: those that stand higher or lower than this are a note's, however large."""
_TINY = 1.0
"""Points; smaller signs are not seen."""


class Sign(NamedTuple):
    """One printed sign: its box in points from the page's top left, and its size."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


class Word(NamedTuple):
    """A word of a line. apart: it stands further from the word before than a space between digits is wide.

    far: it stands as far from the word before as a column does. note: it is a note on the word before.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    apart: bool = False
    far: bool = False
    note: bool = False


def lines(signs: Iterable[Sign]) -> list[list[Sign]]:
    """Signs by line from the top, each from left to right; raised and lowered ones are in the line they belong to."""
    found: list[list[Sign]] = []
    boxes: list[tuple[float, float]] = []
    for sign in sorted(signs, key=lambda sign: (sign.top, sign.x0)):
        if sign.size < _TINY:
            continue
        for number in range(len(found) - 1, max(-1, len(found) - 9), -1):
            top, bottom = boxes[number]
            shared = min(bottom, sign.bottom) - max(top, sign.top)
            if shared > 0.5 * min(bottom - top, sign.bottom - sign.top):
                found[number].append(sign)
                if sign.bottom - sign.top > bottom - top:
                    boxes[number] = sign.top, sign.bottom
                break
        else:
            found.append([sign])
            boxes.append((sign.top, sign.bottom))
    order = sorted(range(len(found)), key=lambda number: boxes[number])
    return [sorted(found[number], key=lambda sign: sign.x0) for number in order]


def words(line: Sequence[Sign]) -> list[Word]:
    """The words of one line. A note with a digit in it is set in brackets, so that it joins no number."""
    found: list[Word] = []
    run: list[Sign] = []
    blanks: list[float] = []
    before: list[float] = []
    for sign in line:
        if not sign.text.strip():
            blanks.append(sign.x1 - sign.x0)
            continue
        if run and (blanks or sign.x0 - run[-1].x1 > _SAME_WORD * max(sign.size, run[-1].size)):
            found.append(_word(run, before, found[-1] if found else None))
            run, before = [], blanks
        blanks = []
        run.append(sign)
    if run:
        found.append(_word(run, before, found[-1] if found else None))
    return found


def joined(line: Sequence[Word]) -> str:
    """Words as one text: two spaces where a digit stands further from a digit than a space is wide."""
    text = ""
    for word in line:
        two = word.apart and beside_numbers(text, word.text)
        text += ("" if not text or word.note else "  " if two else " ") + word.text
    return text


def beside_numbers(first: str, second: str) -> bool:
    """Whether the end of a text and the start of the next can be of numbers: a digit, or a note on one; a digit."""
    return (first[-1:].isdigit() or first[-1:] == "]") and second[:1].isdigit()


def text_of(signs: Iterable[Sign]) -> str:
    """The text of a cell; its lines stay lines, so that figures below one another are not taken for one."""
    return "\n".join(filter(None, (joined(words(line)) for line in lines(signs))))


def _word(run: list[Sign], blanks: list[float], before: Word | None) -> Word:
    size = max(sign.size for sign in run)
    x0, x1 = run[0].x0, max(sign.x1 for sign in run)
    top, bottom = min(sign.top for sign in run), max(sign.bottom for sign in run)
    if before is None:
        return Word(_spelt(run, size), x0, x1, top, bottom, size)
    gap = x0 - before.x1
    larger = max(size, before.size)
    space = 1.5 * blanks[0] if len(blanks) == 1 else 0.0
    apart = len(blanks) > 1 or gap > (space or _ONE_SPACE * larger)
    if size < _NOTE * before.size and gap < _NEAR_NOTE * before.size:
        return Word(_spelt(run, before.size), x0, x1, top, bottom, before.size, note=True)
    return Word(_spelt(run, size), x0, x1, top, bottom, size, apart, gap > max(space, _FAR * larger))


def _spelt(run: list[Sign], size: float) -> str:
    """The signs of a word as text."""
    text = ""
    note = ""
    last: Sign | None = None
    full = [sign.bottom for sign in run if sign.size >= _NOTE * size]
    base = median(full) if full else 0.0
    for sign in run:
        if sign.size < _NOTE * size or abs(sign.bottom - base) > _RAISED * size:
            note += sign.text
        else:
            text, note = text + _noted(note), ""
            if last is not None and _overprinted(last, sign):
                text += BROKEN
            text += sign.text
        last = sign
    return text + _noted(note)


def _noted(note: str) -> str:
    bare = not (note.startswith(("[", "(")) and note.endswith(("]", ")")))
    return f"[{note}]" if bare and any(sign.isdigit() for sign in note) else note


def _overprinted(first: Sign, second: Sign) -> bool:
    digits = first.text.isdigit() and second.text.isdigit()
    return digits and first.x1 - second.x0 > 0.4 * min(first.x1 - first.x0, second.x1 - second.x0)
