"""The document inside the sandboxed frame of an evidence page: an archived table, and nothing that could act."""

from __future__ import annotations

import msgspec

from tallywire.feed.cells import Table
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
        {"css": css, "policy": f"default-src 'none'; style-src {style_source(css)}", "table": table, "title": title},
    )
    return Frame(document, min(_height(table), HIGHEST))


def frame_style() -> str:
    return asset("frame.css")


def _height(table: Table) -> int:
    """Rows are one line high, but for the cells that figures were read from, which are shown whole."""
    lines = (*((table.header,) if table.header else ()), *table.lines)
    height = SCROLLBAR
    for line in lines:
        whole = max((len(cell.before + cell.marked + cell.after) for cell in line.cells if cell.anchor), default=0)
        height += ROW + LINE * (whole // LETTERS) + (APART if line.apart else 0)
    return height
