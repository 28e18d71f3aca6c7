"""Reading a site's files as a browser's parser would."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree, html


def page(files: Mapping[str, bytes], path: str) -> html.HtmlElement:
    return html.document_fromstring(files[path].decode("utf-8"))


def pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, html.HtmlElement]]:
    for path in files:
        if path.endswith(".html"):
            yield path, page(files, path)


def nodes(tree: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath finds."""
    found = tree.xpath(path)
    assert isinstance(found, list)
    return [node for node in found if isinstance(node, etree._Element)]


def words(element: etree._Element) -> str:
    """Its text with blanks run together."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def target(path: str, href: str) -> tuple[str, str]:
    """The file and fragment that a relative link of the page at `path` leads to."""
    parts = urlsplit(href)
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    return place, parts.fragment


def frames(tree: etree._Element) -> list[html.HtmlElement]:
    """The documents inside a page's frames, unescaped once by the parser."""
    return [html.document_fromstring(str(frame.get("srcdoc"))) for frame in nodes(tree, "//iframe")]
