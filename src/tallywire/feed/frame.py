"""The document inside the sandboxed frame of an evidence page: an archived table, and nothing that could act."""

from __future__ import annotations

import msgspec

from tallywire.brief import Excerpt
from tallywire.feed.cells import Table
from tallywire.feed.render import asset, fill, style_source

LINE = 23
PADDING = 14
NARROW = 18
HIGHEST = 520


class Frame(msgspec.Struct, frozen=True):
    """`document` is the value of srcdoc before escaping; `height` in CSS pixels fits the rows on most screens."""

    document: str
    height: int


def frame(excerpt: Excerpt, table: Table, *, title: str) -> Frame:
    css = frame_style()
    document = fill(
        "frame.html",
        {"css": css, "policy": f"default-src 'none'; style-src {style_source(css)}", "table": table, "title": title},
    )
    return Frame(document, min(_height(table), HIGHEST))


def frame_style() -> str:
    return asset("frame.css")


def _height(table: Table) -> int:
    height = 2 * PADDING
    for line in (*((table.header,) if table.header else ()), *table.lines):
        longest = max((len(cell.before) + len(cell.marked) + len(cell.after) for cell in line.cells), default=0)
        height += PADDING + LINE * min(1 + longest // NARROW, 6) + (LINE if line.apart else 0)
    return height
