"""A body's grids, and a cell found again in an archived body."""

from __future__ import annotations

import re

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch.csv import csv_grid
from tallywire.watch.encoding import csv_text, html_text
from tallywire.watch.grid import Grid
from tallywire.watch.html import html_grids
from tallywire.watch.source import Source

_PARAMETER = re.compile(r';\s*(delimiter|encoding)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))', re.IGNORECASE)


def archived_type(source: Source, declared: str) -> str:
    """The media type to keep with a release, so that its cells can be found again without the source file.

    `declared` is the response's Content-Type; the source's media, delimiter and encoding are written into it.
    """
    charset = re.search(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})", declared, re.IGNORECASE)
    kept = f"text/{source.media}" + (f"; charset={charset[1]}" if charset else "")
    if source.table.encoding:
        kept += f"; encoding={source.table.encoding}"
    if source.media == "csv" and source.table.delimiter != ",":
        kept += f'; delimiter="{_escaped(source.table.delimiter)}"'
    return kept


def grids(body: bytes, media_type: str, source: Source | None = None) -> tuple[Grid, ...]:
    """Every table of a body: those of an HTML page in document order, the one of a CSV file.

    Without `source` the media type alone says what the body is, as `archived_type` wrote it. Raises TableError
    for a body that is neither, or too large.
    """
    if source is not None:
        media_type = archived_type(source, media_type)
    own = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) or bare for name, quoted, bare in _PARAMETER.findall(media_type)
    }
    encoding = own.get("encoding", "")
    essence = media_type.partition(";")[0].strip().lower()
    if "html" in essence or essence.endswith("xml"):
        return html_grids(html_text(body, media_type, encoding))
    delimiter = own.get("delimiter", ",")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise TableError(f"{delimiter[:20]!r} is no delimiter", where=media_type[:100])
    return (csv_grid(csv_text(body, media_type, encoding), delimiter),)


def cell_text(body: bytes, media_type: str, cell: Cell, source: Source | None = None) -> str | None:
    """The text of a cell of a body, exactly as a figure's literal has it; None where there is no such cell."""
    return text_at(grids(body, media_type, source), cell)


def text_at(tables: tuple[Grid, ...], cell: Cell) -> str | None:
    """The text of a cell of tables that are laid out already; None where there is no such cell."""
    try:
        if min(cell.table, cell.row, cell.column) < 0:
            return None
        return tables[cell.table].rows[cell.row][cell.column]
    except IndexError:
        return None


def _escaped(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)
