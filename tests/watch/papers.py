"""Workbooks and PDFs for tests, written as an agency's office would."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from random import Random

from fpdf import FPDF
from xlsxwriter import Workbook as Workbook  # type: ignore[import-untyped]

CREATED = datetime.datetime(2022, 11, 1, tzinfo=datetime.UTC)
"""The moment written into every workbook: the same bytes on every run."""


def workbook(write: Callable[[Workbook], object], **options: object) -> bytes:
    """The bytes of a workbook that `write` fills."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **options})
    book.set_properties({"created": CREATED})
    write(book)
    book.close()
    return out.getvalue()


def sheet_of(*rows: Sequence[object], name: str = "Data") -> bytes:
    """A workbook of one sheet with these rows."""

    def write(book: Workbook) -> None:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(write)


def repacked(body: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook with some of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = old.read(member)
            new.writestr(member.filename, changes.get(member.filename, bytes)(part))
    return out.getvalue()


def mangled(body: bytes, chance: Random) -> bytes:
    """Bytes with a few of them changed, left out or doubled."""
    out = bytearray(body)
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(out))
        match chance.randrange(3):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randrange(1, 20)]
            case _:
                out[at:at] = out[at : at + chance.randrange(1, 40)]
    return bytes(out)


def opendocument(name: str, rows: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet with these rows, in its own XML."""
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def excel_97(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook as Excel 97 wrote them ([MS-XLS]): one sheet of texts and numbers."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(of: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, of, 0, 0, 0, 6))

    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                cells += record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                cells += record(0x203, place + struct.pack("<d", value))
    end = record(0xA, b"")
    first = len(begin(5)) + len(record(0x85, bytes(8 + len(name)))) + len(end)
    book = begin(5) + record(0x85, struct.pack("<IBBBB", first, 0, 0, len(name), 0) + name.encode()) + end
    return _compound("Workbook", book + begin(0x10) + cells + end)


def encrypted_workbook() -> bytes:
    """The shell of a workbook with a password."""
    return _compound("EncryptedPackage", b"")


def _compound(name: str, content: bytes) -> bytes:
    """A compound file ([MS-CFB]) with one stream."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    stream = content.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    table = [fat, end, *range(3, 2 + len(stream) // 512), end]
    sectors = struct.pack("<128I", *table, *[free] * (128 - len(table)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        wide = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(wide) if name else 0, kind, 1, free, free, child)
        return wide.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream)) + entry("", 0, free, 0, 0) * 2
    return head + sectors + folder + stream


class Paper(FPDF):
    """A PDF page of text at given places, in points from the top left."""

    def __init__(self, size: float = 10, family: str = "helvetica") -> None:
        super().__init__(unit="pt", format="A4")
        self.set_auto_page_break(False)
        self.set_font(family, size=size)
        self.add_page()

    def put(self, x: float, y: float, text: str, size: float | None = None) -> Paper:
        before = self.font_size_pt
        self.set_font_size(size or before)
        self.text(x, y, text)
        self.set_font_size(before)
        return self

    def ruled(self, xs: Sequence[float], ys: Sequence[float]) -> Paper:
        """Lines through every x and every y."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def rows(self, xs: Sequence[float], y: float, rows: Iterable[Sequence[str]], leading: float = 16) -> Paper:
        """Rows of text, each column from its x on."""
        for number, row in enumerate(rows):
            for x, text in zip(xs, row, strict=True):
                if text:
                    self.put(x, y + number * leading, text)
        return self

    def bytes(self) -> bytes:
        return bytes(self.output())
