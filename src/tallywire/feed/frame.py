"""The document inside the sandboxed frame of an evidence page: an archived table, and nothing that could act."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from markupsafe import Markup, escape

from tallywire.feed.cells import Shown, Table
from tallywire.feed.render import asset, fill, style_source

ROW = 36
APART = 3
SCROLLBAR = 18
LINE = 23
LETTERS = 30
HIGHEST = 720


class Frame(msgspec.Struct, frozen=True):
    """`document` is the value of srcdoc before escaping; `height` in CSS pixels fits the rows on most screens."""

    document: str
    height: int


def frame(table: Table, *, title: str) -> Frame:
    css = frame_style()
    document = fill(
        "frame.html",
        {
            "css": css,
            "policy": f"default-src 'none'; style-src {style_source(css)}",
            "rows": Markup("".join(_rows(table))),
            "title": title,
        },
    )
    return Frame(document, min(_height(table), HIGHEST))


def frame_style() -> str:
    return asset("frame.css")


def _rows(table: Table) -> Iterator[str]:
    """Head and body of the table, written here: a large site has a hundred thousand, and a template takes longer."""
    if table.header:
        yield '<thead>\n<tr><th class="number" scope="col">row</th>\n'
        yield from (_cell(cell, "th", ' scope="col"') for cell in table.header.cells)
        yield "\n</tr>\n</thead>\n"
    yield "<tbody>\n"
    for line in table.lines:
        apart = ' class="apart"' if line.apart else ""
        yield f'<tr{apart}><th class="number" scope="row">{line.number}</th>\n'
        yield from (_cell(cell, "td", "") for cell in line.cells)
        yield "\n</tr>\n"
    yield "</tbody>"


def _cell(cell: Shown, tag: str, scope: str) -> str:
    if cell.omitted:
        return f'<{tag} class="omitted"><abbr title="{cell.omitted} columns left out">⋯</abbr></{tag}>\n'
    if not cell.anchor:
        return f"<{tag}{scope}>{escape(cell.before)}</{tag}>\n"
    text: str = escape(cell.before)
    if cell.marked:
        text = f"{text}<mark>{escape(cell.marked)}</mark>{escape(cell.after)}"
    return f'<{tag} class="hit" id="{escape(cell.anchor)}">{text}</{tag}>\n'


def _height(table: Table) -> int:
    """Rows are one line high, but for the cells that figures were read from, which are shown whole."""
    lines = (*((table.header,) if table.header else ()), *table.lines)
    height = SCROLLBAR
    for line in lines:
        whole = max((len(cell.before + cell.marked + cell.after) for cell in line.cells if cell.anchor), default=0)
        height += ROW + LINE * (whole // LETTERS) + (APART if line.apart else 0)
    return height
