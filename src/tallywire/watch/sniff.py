"""What a body is, by its own bytes: page, workbook, CSV file or another; for CSV its encoding and delimiter."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import Literal, TypeAlias

import msgspec

from tallywire.watch.encoding import charset_of, csv_text
from tallywire.watch.letters import Guess, guess_encoding

Media: TypeAlias = Literal["html", "csv", "xlsx", "pdf", "json", "jsonstat", "sdmx", "text"]
HEAD = 64 << 10
"""Bytes at the beginning that are looked at."""
_LINES = 400
_DELIMITERS = ("\t", ";", "|", ",")
"""In order: a comma stands inside numbers and words, the others hardly ever do."""
_MOST_ROWS = 0.8
_SDMX = re.compile(rb"sdmx\.org/resources/sdmxml", re.IGNORECASE)
_STAT = re.compile(rb'"class"\s*:\s*"(?:dataset|collection|dimension)"')
_STAT_PARTS = (rb'"dimension"', rb'"size"', rb'"value"')
_ROOT = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)


class Sniffed(msgspec.Struct, frozen=True):
    """What a body is found to be.

    encoding: for table.encoding, "" where none is needed. delimiter: of a CSV file. reasons: how each was found,
    in words. doubts: what could be otherwise.
    """

    media: Media
    encoding: str = ""
    delimiter: str = ","
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def sniff(body: bytes, media_type: str, address: str = "", media: Media | None = None) -> Sniffed:
    """Find out what a body is; its own bytes weigh more than its Content-Type and the end of its address.

    With `media` that much is settled, and only a CSV file's encoding and delimiter are found out. Raises nothing: a
    body that is nothing else is text.
    """
    if media is None:
        media, why = _media(body, media_type, address)
        reasons: tuple[str, ...] = (why,)
    else:
        reasons = ()
    if media != "csv":
        return Sniffed(media, reasons=reasons)
    guess = _encoding(body, media_type)
    text = _text(body, media_type, guess.name)
    delimiter = delimiter_of(text) or ","
    named = {"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}[delimiter]
    return Sniffed(
        "csv",
        guess.name,
        delimiter,
        tuple(filter(None, (*reasons, guess.reason, f"cells are kept apart by {named}"))),
        (guess.doubt,) if guess.doubt else (),
    )


def delimiter_of(text: str) -> str | None:
    """The character that cuts most lines of a text into the same number of cells, two at least; None for none."""
    lines = "\n".join(text.splitlines()[:_LINES])
    for delimiter in _DELIMITERS:
        widths = _widths(lines, delimiter)
        # A title above and notes below are lines of one cell; what lies between has one width.
        inside = [width for width in widths if width > 1]
        if len(inside) < 2:
            continue
        width, rows = Counter(inside).most_common(1)[0]
        if width > 1 and rows >= _MOST_ROWS * len(inside) and 2 * len(inside) >= len(widths):
            return delimiter
    return None


def _widths(lines: str, delimiter: str) -> list[int]:
    try:
        rows = [row for row in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return []
    widths = []
    for row in rows:
        # A row of a title is often padded with empty cells by the program that wrote it.
        filled = [number for number, cell in enumerate(row) if cell.strip()]
        widths.append(1 if filled == [0] else len(row))
    return widths


def _media(body: bytes, media_type: str, address: str) -> tuple[Media, str]:
    head = body[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    essence = media_type.partition(";")[0].strip().lower()
    path = address.partition("?")[0].partition("#")[0].lower()
    if b"%PDF-" in body[:1024]:
        return "pdf", "the body begins as a PDF does"
    if body.startswith(b"PK\x03\x04") and _is_workbook(body):
        return "xlsx", "the body is a zip archive with a workbook in it"
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xlsx", "the body begins as an old workbook does"
    if head.startswith((b"{", b"[")) and not (essence == "text/csv" and b"\n" in head and b'"' not in head):
        if _STAT.search(head) or all(part in body for part in _STAT_PARTS):
            return "jsonstat", "the body is JSON with the parts of a JSON-stat dataset"
        return "json", "the body begins as JSON does"
    if head.startswith(b"<"):
        if _SDMX.search(head[:8192]):
            return "sdmx", "the body is XML in the namespace of SDMX"
        return "html", "the body has markup"
    if _ROOT.search(head[:4096]):
        return "html", "the body has markup"
    if essence in {"text/csv", "text/tab-separated-values"} or path.endswith((".csv", ".tsv")):
        return "csv", "the server or the address calls it CSV, and it has no markup"
    if delimiter_of(_text(body[:HEAD], media_type, _encoding(body[:HEAD], media_type).name)) is not None:
        return "csv", "its lines are cut into the same number of cells"
    return "text", "it has no markup, and its lines are not cut into cells"


def _is_workbook(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()[:5000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return True  # begun as one and damaged: the parser says what is wrong
    return any(name.startswith(("xl/", "content.xml", "mimetype")) for name in names) or not names


def _encoding(body: bytes, media_type: str) -> Guess:
    """What table.encoding has to say: nothing where a mark, UTF-8 or the server's word settles it."""
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Guess("", "its encoding is given by a byte order mark")
    try:
        body.decode("utf-8")
        return Guess("", "its bytes are UTF-8")
    except UnicodeDecodeError as error:
        # A cut at the end of what was looked at is none in the text.
        if error.start >= len(body) - 3 and len(body) == HEAD:
            return Guess("", "its bytes are UTF-8")
    guess = guess_encoding(body)
    declared = charset_of(media_type)
    if declared is None:
        return guess
    if guess.name and guess.name != declared and not guess.doubt:
        return Guess(
            "",
            f"its encoding is what the server declares: {declared}",
            f"the server declares {declared}, and the letters make more sense as {guess.name}",
        )
    return Guess("", f"its encoding is what the server declares: {declared}")


def _text(body: bytes, media_type: str, encoding: str) -> str:
    from tallywire.errors import TableError

    try:
        return csv_text(body, media_type, encoding)
    except TableError:
        return body.decode("latin-1")
