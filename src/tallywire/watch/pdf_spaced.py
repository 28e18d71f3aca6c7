"""Tables of a PDF page that no rules divide: lines of words whose figures stand below one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tallywire.watch.pdf_text import Word, beside_numbers, joined

_LEADING = 3.0
"""A table goes on while the next line is nearer than this many times the height of a line."""
_CLOSE = 1.3
_USUAL = 1.5

Table = tuple[tuple[float, float, float, float], list[list[str]], list[tuple[int, int, int, int]]]


class Piece(NamedTuple):
    """Words of one line that stand together, and whether they are figures: digits and no letter."""

    text: str
    x0: float
    x1: float
    figure: bool


class Line(NamedTuple):
    pieces: tuple[Piece, ...]
    top: float
    bottom: float


def spaced_tables(page: Sequence[Sequence[Word]]) -> list[Table]:
    """The tables of a page given as lines of words: box in points, rows, spanned places.

    A table is at least two lines of two pieces or more, with no more than one line of one piece between them,
    no further apart than they are. Figures that lie
    below one another make a column; what no gap keeps apart in every line is one column, and two pieces of one
    line in it are set apart by two spaces, so that they are not taken for one number. Words over several columns
    span those that are free in their line.
    """
    return [_laid(block) for block in _blocks([_line(words) for words in page if words])]


def _line(words: Sequence[Word]) -> Line:
    pieces: list[list[Word]] = []
    for word in words:
        digits = bool(pieces) and beside_numbers(pieces[-1][-1].text, word.text)
        if not pieces or (word.apart if digits else word.far):
            pieces.append([])
        pieces[-1].append(word)
    return Line(
        tuple(_piece(piece) for piece in pieces),
        min(word.top for word in words),
        max(word.bottom for word in words),
    )


def _piece(words: Sequence[Word]) -> Piece:
    text = joined(words)
    figure = any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)
    return Piece(text, words[0].x0, max(word.x1 for word in words), figure)


def _blocks(page: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines with two pieces or more; one piece alone belongs where the lines around it stand as close."""
    block: list[Line] = []
    single: list[Line] = []
    for line in page:
        last = (single or block)[-1:]
        near = bool(last) and line.top - last[0].bottom < _LEADING * (line.bottom - line.top)
        if single:
            near = near and line.top - single[-1].top < _CLOSE * _pitch(block)
        if len(line.pieces) > 1:
            if not near:
                yield from _worth(block)
                block, single = [], []
            block += [*single, line]
            single = []
        elif near and not single and line.top - block[-1].top < _CLOSE * _pitch(block):
            single = [line]
        else:
            yield from _worth(block)
            block, single = [], []
    yield from _worth(block)


def _worth(block: list[Line]) -> Iterator[list[Line]]:
    if len(block) > 1:
        yield block


def _pitch(block: Sequence[Line]) -> float:
    """From line to line in a table: between its last two, or what is usual for their height."""
    if len(block) > 1:
        return block[-1].top - block[-2].top
    return _USUAL * (block[-1].bottom - block[-1].top)


def _laid(block: Sequence[Line]) -> Table:
    columns = _columns(block)
    rows: list[list[str]] = []
    spanned: list[tuple[int, int, int, int]] = []
    for number, line in enumerate(block):
        texts = [""] * len(columns)
        own: dict[int, Piece] = {}
        for piece in line.pieces:
            column = max(range(len(columns)), key=lambda at: _shared(piece, columns[at]))
            texts[column] = f"{texts[column]}  {piece.text}" if column in own else piece.text
            own[column] = piece
        for column, piece in own.items():
            over = [] if piece.figure else [at for at in range(len(columns)) if _shared(piece, columns[at]) > 0]
            for beside in over:
                if beside not in own:
                    texts[beside] = texts[column]
                    spanned.append((number, beside, number, column))
        rows.append(texts)
    box = (columns[0][0], block[0].top, columns[-1][1], block[-1].bottom)
    return box, rows, spanned


def _columns(block: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns' ends: of figures that overlap, then of words that stand over no figure."""
    pieces = [piece for line in block if len(line.pieces) > 1 for piece in line.pieces]
    columns = _merged([(piece.x0, piece.x1) for piece in pieces if piece.figure])
    labels = [
        (piece.x0, piece.x1)
        for piece in pieces
        if not piece.figure and not any(_shared(piece, column) > 0 for column in columns)
    ]
    return sorted(columns + _merged(labels))


def _merged(ends: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for low, high in sorted(ends):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _shared(piece: Piece, column: tuple[float, float]) -> float:
    return min(piece.x1, column[1]) - max(piece.x0, column[0])
