"""Markdown to texts: paragraphs, headings, items, quotations, and the marks in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tallywire.brief import Block, Text
from tallywire.desk.wording.addresses import web_address
from tallywire.desk.wording.letters import Letter, MarkKind, Style, plain, style, text_of
from tallywire.errors import TextError

MAX_CHARACTERS = 20_000
"""A longer text is refused."""

_DEEPEST = 20
_KINDS: dict[str, MarkKind] = {"strong": "strong", "em": "emphasis", "link": "link"}


class _Parser(MarkdownIt):
    """CommonMark without HTML; addresses are judged here and stay as they are written."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


def from_markdown(text: str) -> tuple[Text, ...]:
    """The texts that `text` holds, in order, without bindings.

    Strong, emphasis, code and links to web addresses become marks. Pictures leave their description, HTML and
    tables stand as they were typed, blocks of code become paragraphs, rules go. Raises TextError for a text over
    MAX_CHARACTERS, or quotations and lists nested too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextError(
            f"the text has {len(text):,} characters", hint=f"The most that is taken is {MAX_CHARACTERS:,}"
        )
    parser = _Parser("commonmark", {"html": False, "maxNesting": 2 * _DEEPEST})
    tokens = parser.parse(text)
    if any(token.level >= _DEEPEST for token in tokens):
        raise TextError("quotations or lists stand in one another too deeply", hint="Write them side by side")
    return tuple(_texts(tokens))


def _texts(tokens: Sequence[Token]) -> Iterator[Text]:
    around: list[Token] = []
    number = ""
    for token in tokens:
        if token.nesting == 1:
            around.append(token)
            if token.type == "list_item_open":
                number = _number(around)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline":
            opening: list[Letter] = [(letter, frozenset()) for letter in number]
            number = ""
            yield from _text([*opening, *_letters(token.children or [])], _block(around))
        elif token.type in ("fence", "code_block"):
            code = frozenset([style("code")])
            yield from _text([(letter, code) for letter in token.content], _block(around))


def _text(letters: Sequence[Letter], block: Block) -> Iterator[Text]:
    kept = plain(letters)
    if kept:
        yield text_of(kept, block)


def _block(around: Sequence[Token]) -> Block:
    for token in reversed(around):
        match token.type:
            case "heading_open":
                return "heading"
            case "list_item_open":
                return "item"
            case "blockquote_open":
                return "quote"
    return "paragraph"


def _number(around: Sequence[Token]) -> str:
    """What stands before an item of a numbered list that does not begin with 1: "2022." may open a sentence."""
    listed = next((t for t in reversed(around) if t.type.endswith("_list_open")), None)
    if listed is None or listed.type != "ordered_list_open" or listed.attrGet("start") in (None, 1):
        return ""
    return f"{around[-1].info}{around[-1].markup} "


def _letters(tokens: Sequence[Token]) -> Iterator[Letter]:
    open_styles: list[Style | None] = []
    for token in tokens:
        styles = frozenset(s for s in open_styles if s is not None)
        if token.nesting == 1:
            open_styles.append(_style(token))
        elif token.nesting == -1:
            open_styles.pop()
        elif token.type in ("softbreak", "hardbreak"):
            yield " ", styles
        elif token.type == "image":
            for letter, own in _letters(token.children or []):
                yield letter, styles | own
        else:
            own = styles | {style("code")} if token.type == "code_inline" else styles
            for letter in token.content:
                yield letter, own


def _style(token: Token) -> Style | None:
    kind = _KINDS.get(token.type.removesuffix("_open"))
    if kind != "link":
        return None if kind is None else style(kind)
    href = web_address(str(token.attrGet("href") or ""))
    return style("link", href) if href else None
