"""The tables of a PDF, read in the child process of `apart`."""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tallywire.errors import TableError
from tallywire.watch.pdf_spaced import spaced_tables
from tallywire.watch.pdf_text import BROKEN, Sign, joined, lines, text_of, words

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

MAX_PAGES = 500
_ABOVE = 60.0
"""Points from a table, upwards and sideways, within which the line that captions it stands."""
_TOUCHING = 0.1
"""In sizes of the signs: digits nearer than this are of one number, on whichever side of a rule they stand."""
_IN_NUMBERS = ".,'’+-−–%"

Box = tuple[float, float, float, float]
Laid = tuple[str, list[list[str]], list[tuple[int, int, int, int]]]


class Settings(TypedDict):
    strategy: str
    page: int
    cells: int


class Found(NamedTuple):
    """A table of a page: its box in points from the page's top left, its rows, and its spanned places."""

    box: Box
    rows: list[list[str]]
    spanned: list[tuple[int, int, int, int]]


def tables(body: bytes, settings: Settings) -> list[Laid]:
    """Caption, rows and spanned places of each table; raises TableError where there is none, and why."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    only = settings["page"]
    if b"%PDF-" not in body[:1024]:
        raise TableError("it is no PDF", hint="Check the address and media")
    try:
        with pdfplumber.open(io.BytesIO(body), pages=[only] if only else None) as book:
            return _tables(book, settings)
    except PdfminerException as error:
        if "Password" in repr(error):
            raise TableError("it is encrypted and needs a password") from None
        raise TableError(f"it is damaged ({' '.join(repr(error).split())[:200]})") from None


def _tables(book: PDF, settings: Settings) -> list[Laid]:
    if len(book.pages) > MAX_PAGES:
        raise TableError(f"it has {len(book.pages)} pages, more than {MAX_PAGES}", hint="Name one in table.page")
    if not book.pages:
        raise TableError(f"there is no page {settings['page']}" if settings["page"] else "it has no pages")
    laid: list[Laid] = []
    any_text = False
    room = settings["cells"]
    for page in book.pages:
        signs = _signs(page)
        any_text = any_text or bool(signs)
        found = _ruled(page, signs) if settings["strategy"] == "ruled" else _spaced(signs)
        for table in found:
            room -= sum(len(row) + 1 for row in table.rows)
            if room < 0:
                raise TableError(f"its tables have more than {settings['cells']} cells")
            laid.append((_caption(page, signs, table.box, found), table.rows, table.spanned))
        page.close()
    if not any_text:
        raise TableError("it has no text: its pages are pictures", hint="Figures in pictures cannot be read")
    if not laid:
        other = "spaced" if settings["strategy"] == "ruled" else "ruled"
        raise TableError(f"no {settings['strategy']} table is found in it", hint=f'Try table.strategy = "{other}"')
    return laid


def _signs(page: Page) -> list[Sign]:
    """The upright signs that lie on the page, each once: bold type is often the same sign printed twice."""
    left, top, right, bottom = page.bbox
    return [
        Sign(sign["text"], sign["x0"], sign["x1"], sign["top"], sign["bottom"], sign["size"])
        for sign in page.dedupe_chars().chars
        if sign["upright"] and left <= sign["x0"] and sign["x1"] <= right and top <= sign["top"] <= bottom
    ]


def _spaced(signs: list[Sign]) -> list[Found]:
    return [Found(*table) for table in spaced_tables([words(line) for line in lines(signs)])]


def _ruled(page: Page, signs: list[Sign]) -> list[Found]:
    """The tables whose cells are boxes of drawn lines."""
    page_lines = lines(signs)
    return [_table(table.bbox, table.cells, page_lines) for table in page.find_tables()]


def _table(box: Box, cells: list[Box], page_lines: list[list[Sign]]) -> Found:
    columns = sorted({cell[0] for cell in cells})
    rows = sorted({cell[1] for cell in cells})
    owner: dict[tuple[int, int], Box] = {}
    spanned: list[tuple[int, int, int, int]] = []
    starts: dict[Box, tuple[int, int]] = {}
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = bisect_left(rows, cell[1]), bisect_left(columns, cell[0])
        starts[cell] = (row, column)
        for below in range(row, max(row + 1, bisect_left(rows, cell[3] - 0.1))):
            for beside in range(column, max(column + 1, bisect_left(columns, cell[2] - 0.1))):
                if (below, beside) not in owner:
                    owner[below, beside] = cell
                    if (below, beside) != (row, column):
                        spanned.append((below, beside, row, column))
    inside: dict[Box, list[Sign]] = {cell: [] for cell in cells}
    for line in page_lines:
        last: tuple[Sign, Box | None] | None = None
        for sign in line:
            middle, height = (sign.x0 + sign.x1) / 2, (sign.top + sign.bottom) / 2
            place = (bisect_right(rows, height) - 1, bisect_right(columns, middle) - 1)
            here = owner.get(place)
            if here is not None and not (middle < here[2] and height < here[3]):
                here = None
            if last is not None and last[1] != here and _one_number(last[0], sign):
                for end, of in ((last[0], last[1]), (sign, here)):
                    if of is not None:
                        inside[of].append(end._replace(text=BROKEN))
            if here is not None:
                inside[here].append(sign)
            last = (sign, here)
    texts = {cell: text_of(own) for cell, own in inside.items()}
    grid = [
        [texts[owner[row, column]] if (row, column) in owner else "" for column in range(len(columns))]
        for row in range(len(rows))
    ]
    return Found(box, grid, spanned)


def _one_number(first: Sign, second: Sign) -> bool:
    """Whether two signs on either side of a rule touch, and are of a number."""
    pair = first.text + second.text
    near = second.x0 - first.x1 < _TOUCHING * max(first.size, second.size)
    return (
        near and any(sign.isdigit() for sign in pair) and all(sign.isdigit() or sign in _IN_NUMBERS for sign in pair)
    )


def _caption(page: Page, signs: list[Sign], box: Box, found: list[Found]) -> str:
    """The page, and the nearest line of text above a table that is in no table itself."""
    left, top, right, _ = box
    above = [
        sign
        for sign in signs
        if top - _ABOVE < sign.bottom <= top + 2 and not any(_in(sign, other.box) for other in found)
    ]
    over = [line for line in lines(above) if line[0].x0 < right + _ABOVE and line[-1].x1 > left - _ABOVE]
    words_above = joined(words(over[-1]))[:300] if over else ""
    return f"page {page.page_number}" + (f": {words_above}" if words_above else "")


def _in(sign: Sign, box: Box) -> bool:
    middle = (sign.top + sign.bottom) / 2
    return box[0] <= sign.x0 <= box[2] and box[1] <= middle <= box[3]
