"""Paragraphs and sentences, without losing offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallywire.language import Pack
from tallywire.read.limits import MAX_TOKENS
from tallywire.read.tokens import Token, tokens

_LONG_LINE = 50
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of paragraphs: lines, joined where a long line runs on into the next one (wrapped text)."""
    start = end = -1
    for line in _LINE.finditer(text):
        body = line.group().strip()
        if not body:
            continue
        if start >= 0:
            between = text.count("\n", end, line.start())
            runs_on = between == 1 and end - start >= _LONG_LINE and not body.startswith(("-", "*", "#", "•", ">"))
            if runs_on:
                end = line.end()
                continue
            yield start, end
        start, end = line.start(), line.end()
    if start >= 0:
        yield start, end


def sentences(pack: Pack, text: str, start: int, end: int) -> Iterator[list[Token]]:
    """The sentences of a paragraph as tokens, the closing mark left in; those over MAX_TOKENS are passed over."""
    abbreviations = pack.grammar.words["abbreviations"]
    sentence: list[Token] = []
    closing = False
    for token in tokens(text, start, end):
        if closing and _opens(token) and token.start > sentence[-1].end:
            if len(sentence) <= MAX_TOKENS:
                yield sentence
            sentence = []
            closing = False
        if token.kind == "mark" and token.text in ".!?…":
            closing = token.text != "." or not _abbreviates(sentence, token, abbreviations)
        elif not (closing and token.text in "\"'”’)»*_"):
            closing = False
        if len(sentence) <= MAX_TOKENS:
            sentence.append(token)
        else:
            sentence[-1] = token
    if sentence and len(sentence) <= MAX_TOKENS:
        yield sentence


def _opens(token: Token) -> bool:
    return token.kind == "number" or not token.text[0].islower()


def _abbreviates(sentence: list[Token], mark: Token, abbreviations: tuple[str, ...]) -> bool:
    if not sentence or sentence[-1].end != mark.start:
        return False
    before = sentence[-1]
    single_letter = before.kind == "word" and len(before.text) == 1
    return before.kind == "word" and (single_letter or before.lower in abbreviations)
