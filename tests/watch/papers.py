"""Workbooks and PDFs for tests, written as an agency's office would."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence

from fpdf import FPDF
from xlsxwriter import Workbook as Workbook  # type: ignore[import-untyped]


def workbook(write: Callable[[Workbook], object], **options: object) -> bytes:
    """The bytes of a workbook that `write` fills."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **options})
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


def encrypted_workbook() -> bytes:
    """The shell of a workbook with a password: a compound file ([MS-CFB]) with a stream EncryptedPackage."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    stream = 4096
    table = [fat, end, *range(3, 2 + stream // 512), end]
    sectors = struct.pack("<128I", *table, *[free] * (128 - len(table)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        wide = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<III", free, free, child)
        return (
            wide.ljust(64, b"\0")
            + struct.pack("<HBB", len(wide) if name else 0, kind, 1)
            + links
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    folder = (
        entry("Root Entry", 5, 1, end, 0)
        + entry("EncryptedPackage", 2, free, 2, stream)
        + entry("", 0, free, 0, 0) * 2
    )
    return head + sectors + folder + bytes(stream)


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
