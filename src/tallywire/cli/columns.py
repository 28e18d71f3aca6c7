"""Rows in columns: ruled where someone is looking, plain lines elsewhere."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence

from tallywire.cli.say import say

WIDEST = 48
"""Characters of one cell that are shown."""


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows under heads; `right` are the numbers of columns that hold figures."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _ruled(heads, cells, right)
        return
    widths = [max(_width(row[place]) for row in [list(heads), *cells]) for place in range(len(heads))]
    for row in [list(heads), *cells]:
        line = "  ".join(_padded(cell, widths[place], place in right) for place, cell in enumerate(row))
        say(f"  {line}".rstrip())


def _ruled(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _shown(text: str) -> str:
    """A cell in one line without control characters, cut where it is long."""
    plain = " ".join("".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in text).split())
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    """Places that a text takes in a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.category(c) == "Mn" else 1 for c in text
    )


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
