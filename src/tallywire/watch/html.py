"""HTML text to grids: every table in document order, spans resolved, texts as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid

MAX_COLSPAN = 1000
MAX_ROWSPAN = 65_534
MAX_DEPTH = 400
MAX_SPANNED = 200_000
"""Places in one table that a cell covers beside the one where it begins."""
MAX_TABLES = 10_000
_UNSEEN = frozenset({"script", "style", "template", "noscript", "title", "svg", "object", "iframe"})
"""Not `head`: where a page leaves its tags out, the parser puts what it does not know, such as main, in there."""
_BREAKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search
        section summary table tbody td tfoot th thead tr ul
        """,
    )
)
_BLOCK = "\x1e"
"""Stands between blocks. No text of a page has it: control characters are replaced, and it counts as a space."""
_NOTES = frozenset({"sup", "sub"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def html_grids(text: str) -> tuple[Grid, ...]:
    """Every table of an HTML text, nested ones counted too; a cell's text leaves out the tables inside it.

    Whitespace is collapsed. A raised or lowered note with a digit in it is set in brackets, so that it does not
    become part of the number beside it. Raises TableError past one of the bounds above.
    """
    root = _parsed(text)
    if root is None:
        return ()
    grids: list[Grid] = []
    cells = 0
    for table in root.iter("table"):
        if len(grids) == MAX_TABLES:
            raise TableError(f"more than {MAX_TABLES} tables")
        grid, size = _grid(table, MAX_CELLS - cells)
        grids.append(grid)
        cells += size
    return tuple(grids)


def page_title(text: str) -> str:
    """The title of an HTML text, else its first heading, at most 200 characters; "" where it has neither."""
    root = _parsed(text)
    if root is None:
        return ""
    for tag in ("title", "h1"):
        for element in root.iter(tag):
            if words := " ".join("".join(str(piece) for piece in element.itertext()).split()):
                return words[:200]
    return ""


def _parsed(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    plain = _CONTROL.sub("\ufffd", text)
    if not plain.strip():
        return None
    try:
        return etree.fromstring(plain.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise TableError(f"not HTML: {error}") from None


def _grid(table: etree._Element, room: int) -> tuple[Grid, int]:
    """The grid of one table, and how many places it fills; raises TableError past `room`."""
    rows: list[list[str]] = []
    spanned: dict[tuple[int, int], tuple[int, int]] = {}
    filled = 0
    caption = ""
    loose: list[etree._Element] = []
    for part in _children(table):
        if part.tag == "tr":
            loose.append(part)
        elif part.tag in _GROUPS:
            filled += _add_group(loose, rows, spanned, room - filled)
            loose = []
            group = [row for row in _children(part) if row.tag == "tr"]
            filled += _add_group(group, rows, spanned, room - filled)
        elif part.tag == "caption" and not caption:
            caption = cell_words(part)
    filled += _add_group(loose, rows, spanned, room - filled)
    return Grid(tuple(tuple(row) for row in rows), caption, spanned), filled


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The child elements; a form between a table and its rows is looked through, as browsers do."""
    for child in element:
        if child.tag == "form":
            yield from child
        elif isinstance(child.tag, str):
            yield child


def _add_group(
    group: list[etree._Element], rows: list[list[str]], spanned: dict[tuple[int, int], tuple[int, int]], room: int
) -> int:
    """Add one row group, in which every rowspan ends, as in browsers; returns the places filled."""
    first = len(rows)
    filled = 0
    places: dict[int, dict[int, str]] = {number: {} for number in range(first, first + len(group))}
    for offset, tr in enumerate(group):
        row = first + offset
        column = 0
        for td in _children(tr):
            if td.tag not in {"td", "th"}:
                continue
            while column in places[row]:
                column += 1
            wide = min(_span(td, "colspan") or 1, MAX_COLSPAN)
            tall = min(_span(td, "rowspan") or len(group), MAX_ROWSPAN, len(group) - offset)
            filled += wide * tall
            if filled > room:
                raise TableError(f"more than {MAX_CELLS} cells")
            if len(spanned) + wide * tall > MAX_SPANNED:
                raise TableError(f"cells that span more than {MAX_SPANNED} places")
            words = cell_words(td)
            for below in range(row, row + tall):
                for beside in range(column, column + wide):
                    if beside in places[below]:
                        continue
                    places[below][beside] = words
                    if (below, beside) != (row, column):
                        spanned[below, beside] = (row, column)
            column += wide
    filled = 0
    for texts in places.values():
        width = max(texts, default=-1) + 1
        filled += width + 1
        if filled > room:
            raise TableError(f"more than {MAX_CELLS} cells")
        rows.append([texts.get(column, "") for column in range(width)])
    return filled


def _span(cell: etree._Element, name: str) -> int:
    """The span that an attribute gives: 1 where it is no number; 0 means to the end of the group."""
    digits = re.match(r"\s*([0-9]{1,9})", cell.get(name) or "")
    return int(digits[1]) if digits else 1


def cell_words(element: etree._Element) -> str:
    """What a reader sees in an element, in one line; tables inside it are left out."""
    return " ".join("".join(_pieces(element, tables=False)).split())


def html_lines(text: str) -> str:
    """What a reader sees of an HTML text, tables too: a line for each paragraph, cell or heading."""
    root = _parsed(text)
    if root is None:
        return ""
    lines = "".join(_pieces(root, tables=True)).split(_BLOCK)
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _pieces(element: etree._Element, *, tables: bool) -> list[str]:
    """The texts that a reader sees in an element, with a mark where a block begins or ends."""
    pieces: list[str] = []
    # An explicit stack: a hostile page can nest deeper than Python recurses.
    stack: list[tuple[etree._Element | str, int]] = [(element, 0)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        if depth > MAX_DEPTH:
            raise TableError(f"elements nested over {MAX_DEPTH} deep")
        if item.tag in _NOTES and depth:
            pieces.append(_note(item))
            continue
        around = " " if item.tag == "br" else _BLOCK if item.tag in _BREAKS else ""
        inside: list[tuple[etree._Element | str, int]] = [(around + (item.text or ""), depth)]
        for child in item:
            if isinstance(child.tag, str) and not _unseen(child, tables):
                inside.append((child, depth + 1))
            elif child.tag == "table":
                inside.append((" ", depth))
            if child.tail:
                inside.append((child.tail, depth))
        inside.append((around, depth))
        stack.extend(reversed(inside))
    return pieces


def _unseen(element: etree._Element, tables: bool) -> bool:
    if element.tag in _UNSEEN or (element.tag == "table" and not tables) or element.get("hidden") is not None:
        return True
    return _HIDDEN.search(element.get("style") or "") is not None


def _note(element: etree._Element) -> str:
    words = " ".join("".join(str(piece) for piece in element.itertext()).split())
    bare = not (words.startswith(("[", "(")) and words.endswith(("]", ")")))
    return f"[{words}]" if bare and any(letter.isdigit() for letter in words) else words
