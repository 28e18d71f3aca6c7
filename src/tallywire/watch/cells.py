"""A body's grids, and a cell found again in an archived body."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch.csv import csv_grid
from tallywire.watch.encoding import csv_text, html_text
from tallywire.watch.grid import Grid
from tallywire.watch.html import html_grids, html_lines
from tallywire.watch.json_grid import NOTHING, json_grid
from tallywire.watch.jsonstat import jsonstat_grid
from tallywire.watch.pdf import pdf_grids
from tallywire.watch.sdmx import sdmx_grids
from tallywire.watch.sentence import plain_lines, sentence_grid
from tallywire.watch.source import Source
from tallywire.watch.xlsx import xlsx_grids

_PARAMETER = re.compile(r';\s*([a-z]+)(\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))', re.IGNORECASE)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PDF = "application/pdf"
_JSONSTAT = "text/jsonstat"
_SDMX = "text/sdmx"


def archived_type(source: Source, declared: str) -> str:
    """The media type to keep with a release, so that its cells can be found again without the source file.

    `declared` is the response's Content-Type; the source's media and what picks its cells are written into it.
    """
    table = source.table
    match source.media:
        case "xlsx":
            return _WORKBOOK + (_worded("sheet", table.sheet) if table.sheet else "")
        case "pdf":
            return f"{_PDF}; strategy={table.strategy}" + (f"; page={table.page}" if table.page else "")
        case "sdmx":
            # XML says its encoding itself.
            return _SDMX
    charset = re.search(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})", declared, re.IGNORECASE)
    kept = _text_essence(source, declared) + (f"; charset={charset[1]}" if charset else "")
    if table.encoding:
        kept += f"; encoding={table.encoding}"
    if source.media == "csv" and table.delimiter != ",":
        kept += f'; delimiter="{_escaped(table.delimiter)}"'
    if source.media == "text":
        kept += _worded("pattern", table.pattern)
    if table.path:
        kept += _worded("path", table.path)
    return kept


def _text_essence(source: Source, declared: str) -> str:
    if source.media != "text":
        return f"text/{source.media}"
    # A page is searched as a reader sees it, unless the server says that it has no markup.
    return "text/plain" if _essence(declared) == "text/plain" else "text/html"


def grids(body: bytes, media_type: str, source: Source | None = None) -> tuple[Grid, ...]:
    """Every table of a body: those of a page, a workbook, a PDF or an SDMX message in their order, the one of others.

    Without `source` the media type alone says what the body is, as `archived_type` wrote it. Raises TableError
    for a body that is none of these, is not as the source expects it, or is too large.
    """
    if source is not None:
        media_type = archived_type(source, media_type)
    own = {name.lower(): _value(star, quoted, bare) for name, star, quoted, bare in _PARAMETER.findall(media_type)}
    encoding = own.get("encoding", "")
    essence = _essence(media_type)
    if essence == _WORKBOOK:
        return xlsx_grids(body, own.get("sheet", ""))
    if essence == _PDF:
        return pdf_grids(body, own.get("strategy", ""), own.get("page", "0"))
    if essence == _SDMX:
        return sdmx_grids(body)
    if essence == _JSONSTAT:
        return (jsonstat_grid(csv_text(body, media_type, encoding)),)
    if essence == "text/json" or essence == "application/json" or essence.endswith("+json"):
        expect = NOTHING if source is None else source.table.expect
        return (json_grid(csv_text(body, media_type, encoding), own.get("path", ""), expect),)
    markup = "html" in essence or essence.endswith("xml")
    if "pattern" in own:
        lines = (
            html_lines(html_text(body, media_type, encoding))
            if markup
            else plain_lines(csv_text(body, media_type, encoding))
        )
        return (sentence_grid(lines, own["pattern"]),)
    if markup:
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


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _escaped(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)


def _worded(name: str, text: str) -> str:
    """A parameter that can hold any text, as RFC 8187 writes it."""
    return f"; {name}*=UTF-8''{quote(text, safe='')}"


def _value(star: str, quoted: str, bare: str) -> str:
    return unquote(bare.partition("''")[2]) if star else re.sub(r"\\(.)", r"\1", quoted) or bare
