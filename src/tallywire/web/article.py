"""The text of a news page: title, day, and the words of its article, as far as the markup tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec
from lxml import etree

from tallywire.errors import TableError, TextError
from tallywire.watch.encoding import html_text

MAX_TITLE = 300
MAX_DATA = 200_000
"""Characters of JSON-LD that are looked at."""
MAX_NODES = 5_000
"""Values of JSON-LD that are looked at."""

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "dd", "dt", "td", "th", "pre"})
_PASSED = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "svg", "math", "object", "iframe", "canvas", "video"),
        *("nav", "aside", "footer", "form", "button", "select", "textarea", "dialog", "figure", "menu"),
    }
)
_SPACED = _BLOCKS | {"div", "section", "article", "ul", "ol", "table", "tr", "hr", "header", "main"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\Z|[T\s])")
_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
)
_TITLES = ("og:title", "twitter:title", "dc.title")


class Article(msgspec.Struct, frozen=True):
    """What a page says. published: the day it gives for itself, None where it gives none. text: paragraphs."""

    title: str
    published: date | None
    text: str


def article(body: bytes, media_type: str, *, most: int) -> Article:
    """The article of a page of HTML or plain text; its text is at most `most` bytes.

    Raises TextError for a page that is neither, holds no text, or more than that.
    """
    kind = media_type.partition(";")[0].strip().lower()
    try:
        text = html_text(body, media_type)
    except TableError as error:
        raise TextError(error.what) from None
    if kind.startswith("text/plain"):
        return Article("", None, _fitting(_CONTROL.sub("\ufffd", text), most))
    if kind not in ("", "text/html", "application/xhtml+xml") and not text.lstrip()[:15].lower().startswith(
        ("<!doctype html", "<html")
    ):
        raise TextError(f"the page is {kind[:60]}, not text", hint="Paste the text instead")
    root = _parsed(text)
    if root is None:
        raise TextError("the page holds no text", hint="Paste the text instead")
    return Article(_title(root), _published(root), _fitting("\n\n".join(_paragraphs(root)), most))


def _fitting(text: str, most: int) -> str:
    if not text.strip():
        raise TextError("the page holds no text", hint="Paste the text instead")
    if len(text.encode("utf-8")) > most:
        raise TextError("the page's text is too long", hint="Paste the part to be checked")
    return text


def _parsed(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    plain = _CONTROL.sub("\ufffd", text)
    if not plain.strip():
        return None
    try:
        return etree.fromstring(plain.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _title(root: etree._Element) -> str:
    metas = _metas(root)
    found = next((metas[name] for name in _TITLES if metas.get(name)), "")
    for tag in ("h1", "title"):
        if not found:
            found = next((words for each in root.iter(tag) if (words := _words(each))), "")
    return found[:MAX_TITLE]


def _published(root: etree._Element) -> date | None:
    metas = _metas(root)
    said = [metas[name] for name in _META if name in metas]
    said += [day for script in root.iter("script") if _is_data(script) for day in _data_days(script.text or "")]
    said += [
        element.get("content") or element.get("datetime") or ""
        for element in root.iter()
        if isinstance(element.tag, str) and (element.get("itemprop") or "").lower() == "datepublished"
    ]
    said += [time.get("datetime") or "" for time in root.iter("time")]
    return next((day for text in said if (day := _day(text)) is not None), None)


def _metas(root: etree._Element) -> dict[str, str]:
    """The first of each name."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name[:100], content[:MAX_TITLE])
    return found


def _is_data(script: etree._Element) -> bool:
    return (script.get("type") or "").strip().lower() == "application/ld+json"


def _data_days(text: str) -> Iterator[str]:
    """What JSON-LD gives as datePublished, the outermost first."""
    if len(text) > MAX_DATA:
        return
    try:
        waiting: list[object] = [msgspec.json.decode(text.encode("utf-8", "replace"))]
    except (msgspec.DecodeError, RecursionError):
        return
    for number, value in enumerate(waiting):
        if number == MAX_NODES:
            return
        if isinstance(value, dict):
            day = value.get("datePublished")
            if isinstance(day, str):
                yield day
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _day(text: str) -> date | None:
    """The day as the page writes it, in its own zone."""
    found = _DAY.match(text[:40])
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _paragraphs(root: etree._Element) -> list[str]:
    """Of the longest `article`, else of `main`, else of all: paragraphs, headings and list items in order."""
    longest: list[str] = []
    for tag in ("article", "main"):
        for place in list(root.iter(tag))[:50]:
            if place.get("role") != "presentation" and len(" ".join(found := _blocks(place))) > len(
                " ".join(longest)
            ):
                longest = found
        if longest:
            return longest
    return _blocks(root)


def _blocks(place: etree._Element) -> list[str]:
    """The words of a part of the page, a string for each block; what readers do not see is left out."""
    blocks: list[str] = []
    words: list[str] = []
    # A stack of its own: a hostile page may be deeper than Python's.
    stack: list[tuple[etree._Element, bool]] = [(place, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag
        if leaving:
            if tag in _SPACED:
                _end(words, blocks)
            if element is not place:
                words.append(element.tail or "")
            continue
        if not isinstance(tag, str) or (element is not place and _unseen(element, tag)):
            words.append(element.tail or "")
            continue
        if tag in _SPACED:
            _end(words, blocks)
        elif tag == "br":
            words.append(" ")
        words.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    _end(words, blocks)
    return blocks


def _end(words: list[str], blocks: list[str]) -> None:
    block = " ".join("".join(words).split())
    words.clear()
    if block:
        blocks.append(block)


def _unseen(element: etree._Element, tag: str) -> bool:
    if tag in _PASSED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search((element.get("style") or "")[:500]))


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext()).split())
