"""The tables of a workbook, read in the child process of `apart`."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from tallywire.errors import TableError

if TYPE_CHECKING:
    from lxml.etree import _Element
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_MEMBERS = 10_000
MAX_UNPACKED = 256 << 20
MAX_RATIO = 500
"""How much smaller than itself a large member can be packed: sheets full of one number reach 300."""
_LARGE = 8 << 20
MAX_SPANNED = 200_000
_DIGITS = ".15g"
"""A workbook keeps binary floats: the 0.1 that was typed in is kept as 0.1000000000000000055. Spreadsheets show at
most 15 significant digits, to which every decimal number survives, and so do we."""
# Every run in these stops at an angle bracket, so that they take linear time.
_CELL = re.compile(
    rb"<(?:[a-z]+:)?c\s([^<>]*[^<>/])>\s*"
    rb"(<(?:[a-z]+:)?f(?:\s[^<>]*)?(?:/>|>[^<>]*</(?:[a-z]+:)?f>))?\s*"
    rb"(?:<(?:[a-z]+:)?v>([^<>]*)</(?:[a-z]+:)?v>)?"
)
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")

Value = bool | int | float | str | date | datetime | time | timedelta
Laid = tuple[str, list[list[str]], list[tuple[int, int, int, int]]]


class Settings(TypedDict):
    sheet: str
    cells: int


def tables(body: bytes, settings: Settings) -> list[Laid]:
    """Caption, rows and spanned places of each sheet; only the named sheet has rows where one is named."""
    from python_calamine import CalamineError, SheetTypeEnum

    archive = _checked(body) if body.startswith(b"PK") else None
    book = _opened(body)
    names = [str(meta.name) for meta in book.sheets_metadata]
    wanted = settings["sheet"]
    if wanted and wanted not in names:
        raise TableError(f"there is no sheet {wanted!r}", hint=f"Sheets here: {', '.join(map(repr, names[:40]))}")
    stored = Stored(archive)
    room = settings["cells"]
    laid: list[Laid] = []
    for number, meta in enumerate(book.sheets_metadata):
        if (wanted and names[number] != wanted) or meta.typ != SheetTypeEnum.WorkSheet:
            laid.append((names[number], [], []))
            continue
        try:
            sheet = book.get_sheet_by_index(number)
        except CalamineError as error:
            raise TableError(f"its sheet {names[number]!r} is damaged ({_said(error)})") from None
        table = _laid(sheet, room, settings["cells"], stored.odd_cells(number))
        room -= sum(len(row) + 1 for row in table[1])
        laid.append(table)
    return laid


def _checked(body: bytes) -> zipfile.ZipFile:
    """The parts of a packed workbook, which are neither too many nor, unpacked, too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise TableError(f"it is cut short or damaged ({_said(error)})") from None
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise TableError(f"it has {len(members)} parts, more than {MAX_MEMBERS}")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise TableError(f"unpacked it has more than {MAX_UNPACKED >> 20} MiB")
    for member in members:
        if member.flag_bits & 1:
            raise TableError("it is encrypted and needs a password")
        if member.file_size > max(_LARGE, MAX_RATIO * member.compress_size):
            raise TableError(f"its part {member.filename[:60]!r} unpacks to over {MAX_RATIO} times its size")
    return archive


def _opened(body: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(body))
    except CalamineError as error:
        if body.lstrip()[:1] == b"<":
            raise TableError("it is a page and no workbook", hint='Set media = "html"') from None
        if body[:4] == b"%PDF":
            raise TableError("it is a PDF and no workbook", hint='Set media = "pdf"') from None
        if "EncryptedPackage".encode("utf-16-le") in body:
            raise TableError("it is encrypted and needs a password") from None
        raise TableError(f"it is no workbook, or a damaged one ({_said(error)})") from None


def _laid(sheet: CalamineSheet, room: int, most: int, odd: dict[tuple[int, int], str]) -> Laid:
    """One sheet from its first row and column on, empty ones too, so that places are those of the spreadsheet."""
    if sheet.end is None:
        return sheet.name, [], []
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * (width + 1) > room:
        raise TableError(
            f"its sheets have more than {most} cells", hint="Name the one sheet that is read in table.sheet"
        )
    rows = [[cell_words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), word in odd.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = word
    return sheet.name, rows, _merged(sheet, rows)


def _merged(sheet: CalamineSheet, rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """Writes the text of each merged range into all its places, and tells those beside the first."""
    spanned: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        height, width = min(bottom + 1, len(rows)) - top, min(right + 1, len(rows[top])) - left
        if len(spanned) + height * width > MAX_SPANNED:
            raise TableError(f"its merged cells cover more than {MAX_SPANNED} places")
        for row in range(top, top + height):
            for column in range(left, left + width):
                if (row, column) != (top, left) and (row, column) not in spanned:
                    rows[row][column] = rows[top][left]
                    spanned[row, column] = (top, left)
    return [(*place, *first) for place, first in spanned.items()]


def cell_words(value: Value) -> str:
    """A value as text: numbers plainly and to 15 significant digits, days and times as ISO 8601 has them."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
        case float():
            number = Decimal(format(value, _DIGITS))
            return format(number, "f") if number else "0"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


class Stored:
    """What calamine leaves out of the cells of an XLSX file: errors, and formulas that were never calculated.

    Both come as empty cells or as 0, which would be read as "no figure" and as a figure.
    """

    def __init__(self, archive: zipfile.ZipFile | None) -> None:
        self._archive = archive
        self._parts: list[str] = []
        self._uncalculated = False
        if archive is not None and "xl/workbook.xml" in archive.namelist():
            self._find(archive)

    def odd_cells(self, number: int) -> dict[tuple[int, int], str]:
        """The words that stand for those cells of a sheet, by row and column from 0."""
        if self._archive is None or number >= len(self._parts) or self._parts[number] not in self._archive.namelist():
            return {}
        found: dict[tuple[int, int], str] = {}
        for attributes, formula, value in _CELL.findall(self._archive.read(self._parts[number])):
            error = _ERROR.search(attributes) is not None
            if not error and not (formula and (not value or (self._uncalculated and value == b"0"))):
                continue
            place = _PLACE.search(attributes)
            if place is None:
                raise TableError("it has a cell with an error that does not say where it stands")
            word = value.decode("utf-8", "replace") if error else ""
            found[int(place[2]) - 1, _column(place[1])] = word or "=" + _formula(formula)
        return found

    def _find(self, archive: zipfile.ZipFile) -> None:
        book = _parsed(archive.read("xl/workbook.xml"))
        links = "xl/_rels/workbook.xml.rels"
        targets: dict[str | None, str] = {}
        for link in _parsed(archive.read(links)).iter("{*}Relationship") if links in archive.namelist() else ():
            target = link.get("Target") or ""
            targets[link.get("Id")] = target[1:] if target.startswith("/") else f"xl/{target}"
        for sheet in book.iter("{*}sheet"):
            ids = [str(value) for name, value in sheet.items() if str(name).endswith("}id")]
            self._parts.append(targets.get(ids[0], "") if ids else "")
        self._uncalculated = any(each.get("fullCalcOnLoad") in {"1", "true"} for each in book.iter("{*}calcPr"))


def _parsed(part: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise TableError(f"it is damaged ({_said(error)})") from None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _formula(element: bytes) -> str:
    inside = element.partition(b">")[2].partition(b"<")[0]
    return html.unescape(inside.decode("utf-8", "replace"))


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
