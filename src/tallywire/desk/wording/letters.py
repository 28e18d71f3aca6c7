"""A text letter by letter, each with the marks it stands under: the form in which Markdown is taken apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from tallywire.brief import Block, Mark, Text
from tallywire.desk.wording.addresses import web_address

MarkKind = Literal["strong", "emphasis", "code", "link"]

_ORDER: dict[MarkKind, int] = {"link": 0, "strong": 1, "emphasis": 2, "code": 3}
_SPACES = frozenset(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")


class Style(msgspec.Struct, frozen=True, order=True):
    """One mark that a letter stands under; `order` puts the outer one first."""

    order: int
    kind: MarkKind
    href: str = ""


Letter = tuple[str, frozenset[Style]]


def style(kind: MarkKind, href: str = "") -> Style:
    return Style(_ORDER[kind], kind, href)


def letters_of(text: Text) -> list[Letter]:
    """The letters of a text with their marks; addresses that may not become links are left out."""
    styles: list[set[Style]] = [set() for _ in text.text]
    for mark in text.marks:
        href = web_address(mark.href) if mark.kind == "link" else ""
        if mark.kind == "link" and not href:
            continue
        for place in range(mark.start, mark.end):
            if mark.kind != "link" or not any(s.kind == "link" for s in styles[place]):
                styles[place].add(style(mark.kind, href))
    return plain([(letter, frozenset(own)) for letter, own in zip(text.text, styles, strict=True)])


def plain(letters: Iterable[Letter]) -> list[Letter]:
    """Runs of white space as one space, none at the ends; no control letters, none that turn the writing about."""
    kept: list[Letter] = []
    for letter, styles in _seen(list(letters)):
        if letter.isspace() and not kept:
            continue
        if kept and letter == " " == kept[-1][0]:
            kept[-1] = (" ", kept[-1][1] & styles)
        else:
            kept.append((letter, styles))
    while kept and kept[-1][0].isspace():
        kept.pop()
    return kept


def _seen(letters: Sequence[Letter]) -> Iterator[Letter]:
    for place, (letter, styles) in enumerate(letters):
        if letter in _SPACES:
            yield " ", styles
            continue
        category = unicodedata.category(letter)
        if category == "Cs":
            yield "\ufffd", styles
        elif category == "Cf" and letter in _JOINERS and 0 < place < len(letters) - 1:
            beside = letters[place - 1][0] + letters[place + 1][0]
            if beside.isalpha():
                yield letter, styles
        elif category not in ("Cc", "Cf"):
            yield letter, styles


def text_of(letters: Sequence[Letter], block: Block) -> Text:
    """A text of plain letters, its marks as long as they can be."""
    marks: list[Mark] = []
    running: dict[Style, int] = {}
    for place, (_, styles) in enumerate([*letters, ("", frozenset[Style]())]):
        for ended in [s for s in running if s not in styles]:
            marks.append(Mark(running.pop(ended), place, ended.kind, ended.href))
        for begun in styles:
            running.setdefault(begun, place)
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, _ORDER[m.kind], m.href))
    return Text("".join(letter for letter, _ in letters), marks=tuple(ordered), block=block)
