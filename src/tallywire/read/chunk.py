"""Cuts a sentence into chunks in one pass: periods, lengths, quantities, phrases of the lexicon, plain words."""

from __future__ import annotations

from collections.abc import Sequence

from tallywire.language import Pack
from tallywire.read.amounts import quantity_at
from tallywire.read.chunks import Chunk, Quantity, Sort, Span
from tallywire.read.lexicon import Lexicon
from tallywire.read.periods import length_at, period_at
from tallywire.read.tokens import Token
from tallywire.read.when import When

_QUOTES = frozenset("\"“”„«»'‘’`*_")
_NO_TAGS: frozenset[str] = frozenset()


def worth_reading(lexicon: Lexicon, row: Sequence[Token]) -> bool:
    """Whether a sentence holds a number, a multiple, a superlative or a record cue at all."""
    cues = lexicon.cues
    return any(token.kind == "number" or token.lower in cues for token in row)


def chunk(pack: Pack, lexicon: Lexicon, text: str, row: Sequence[Token]) -> list[Chunk]:
    """The chunks of a sentence in order; quotation marks are left out."""
    chunks: list[Chunk] = []
    i = 0
    while i < len(row):
        token = row[i]
        if token.kind == "mark" and token.text in _QUOTES:
            i += 1
            continue
        made, i = _next(pack, lexicon, text, row, i, chunks)
        chunks.append(made)
    return chunks


def _next(
    pack: Pack, lexicon: Lexicon, text: str, row: Sequence[Token], i: int, done: Sequence[Chunk]
) -> tuple[Chunk, int]:
    token = row[i]
    word = token.lower
    number = token.kind == "number"
    if number or word in lexicon.periods:
        when = period_at(pack, row, i)
        if when is not None:
            return _made("period", text, row, i, when[1], when=when[0]), when[1]
    if number or (word in lexicon.lengths and not (word in {"a", "an"} and _counts(row, i, done))):
        length = length_at(pack, row, i)
        if length is not None:
            return _made("length", text, row, i, length[1], length=length[0]), length[1]
    if number or word in lexicon.quantities or (word == "between" and not _dated(pack, row, i + 1)):
        quantity = quantity_at(pack, row, i)
        if quantity is not None:
            return _made("quantity", text, row, i, quantity[1], quantity=quantity[0]), quantity[1]
    for entry in lexicon.phrases.get(word, ()):
        size = len(entry.words)
        if size == 1 or _matches(row, i, entry.words):
            end = i + size
            made = _made("word", text, row, i, end)
            made.tags, made.factor = entry.tags, entry.factor
            return made, end
    return Chunk("mark" if token.kind == "mark" else "word", token.start, token.end, token.text, word), i + 1


def _dated(pack: Pack, row: Sequence[Token], i: int) -> bool:
    return i >= len(row) or period_at(pack, row, i) is not None


def _counts(row: Sequence[Token], i: int, done: Sequence[Chunk]) -> bool:
    """Whether "a quarter" or "a month" at `i` is a fraction or a rate, not a length: by a quarter; 300 a month."""
    return bool(done) and (done[-1].sort == "quantity" or row[i - 1].lower == "by")


def _matches(row: Sequence[Token], i: int, words: tuple[str, ...]) -> bool:
    return i + len(words) <= len(row) and all(row[i + k].lower == word for k, word in enumerate(words))


def _made(
    sort: Sort,
    text: str,
    row: Sequence[Token],
    i: int,
    end: int,
    *,
    when: When | None = None,
    length: Span | None = None,
    quantity: Quantity | None = None,
) -> Chunk:
    """A chunk of the tokens from `i` to `end`; a noun that a number was read with stays outside its text."""
    last = end - 2 if quantity is not None and quantity.noun else end - 1
    start, stop = row[i].start, row[last].end
    body = text[start:stop]
    return Chunk(sort, start, stop, body, body.lower(), _NO_TAGS, when=when, length=length, quantity=quantity)
