"""The archived rows around a cell, cut to what a page can show, with the literal marked."""

from __future__ import annotations

import msgspec

from tallywire.brief import Excerpt, Line

MAX_LINES = 41
MAX_TEXT = 400
BEFORE = 3
AFTER = 3


class Shown(msgspec.Struct, frozen=True):
    """A cell as text before, inside and after the mark. cell: the one the figure was read from."""

    before: str
    marked: str = ""
    after: str = ""
    cell: bool = False
    omitted: int = 0
    """Columns left out in this place; then there is no text."""


class ShownLine(msgspec.Struct, frozen=True):
    """number: the row in the table's grid. apart: rows are missing between the line above and this one."""

    number: int
    cells: tuple[Shown, ...]
    apart: bool = False


class Table(msgspec.Struct, frozen=True):
    """found: the literal stands in its cell. present: the rows held here reach that cell at all."""

    header: ShownLine | None
    lines: tuple[ShownLine, ...]
    present: bool
    found: bool


def table(excerpt: Excerpt) -> Table:
    """The excerpt as it is shown: at most 41 rows and, beside the first, three columns each side of the cell."""
    lines = _near(excerpt)
    widest = max((len(line.cells) for line in lines), default=0)
    columns = _columns(excerpt.cell.column, widest)
    header = excerpt.header
    shown = []
    above = header.number if header is not None else None
    for line in lines:
        apart = above is not None and line.number > above + 1
        shown.append(ShownLine(line.number, _line(line, columns, excerpt), apart))
        above = line.number
    target = next((cell for line in shown for cell in line.cells if cell.cell), None)
    return Table(
        header=None if header is None else ShownLine(header.number, _line(header, columns, excerpt)),
        lines=tuple(shown),
        present=target is not None,
        found=target is not None and bool(target.marked),
    )


def preview(excerpt: Excerpt) -> tuple[Shown, ...]:
    """The cell's own row for a narrow place: its first cell, the one before the cell, and the cell."""
    cell = excerpt.cell
    line = next((line for line in excerpt.lines if line.number == cell.row), None)
    if line is None or not 0 <= cell.column < len(line.cells):
        return ()
    wanted = sorted({0, max(cell.column - 1, 0), cell.column})
    return tuple(_cell(line.cells[column], column == cell.column, excerpt.literal, 28) for column in wanted)


def _near(excerpt: Excerpt) -> list[Line]:
    header = excerpt.header
    lines = sorted(
        (line for line in excerpt.lines if header is None or line.number != header.number),
        key=lambda line: line.number,
    )
    if len(lines) <= MAX_LINES:
        return lines
    lines.sort(key=lambda line: abs(line.number - excerpt.cell.row))
    return sorted(lines[:MAX_LINES], key=lambda line: line.number)


def _columns(column: int, widest: int) -> tuple[int | tuple[int, int], ...]:
    """Column numbers in order; a pair stands for a run left out, from the first up to the second."""
    if widest <= BEFORE + AFTER + 2:
        return tuple(range(widest))
    centre = min(max(column, 0), widest - 1)
    start, end = max(centre - BEFORE, 0), min(centre + AFTER + 1, widest)
    run: list[int | tuple[int, int]] = []
    if start > 0:
        run.append(0)
    if start > 1:
        run.append((1, start))
    run.extend(range(start, end))
    if end < widest:
        run.append((end, widest))
    return tuple(run)


def _line(line: Line, columns: tuple[int | tuple[int, int], ...], excerpt: Excerpt) -> tuple[Shown, ...]:
    cells = []
    for column in columns:
        if isinstance(column, tuple):
            cells.append(Shown("", omitted=column[1] - column[0]))
            continue
        text = line.cells[column] if column < len(line.cells) else ""
        target = line.number == excerpt.cell.row and column == excerpt.cell.column
        cells.append(_cell(text, target, excerpt.literal, MAX_TEXT))
    return tuple(cells)


def _cell(text: str, target: bool, literal: str, most: int) -> Shown:
    """A cell cut to `most` characters around the literal, which is never cut; blanks run together."""
    text, literal = " ".join(text.split()), " ".join(literal.split())
    if not target:
        return Shown(_cut(text, most))
    place = text.find(literal) if literal else -1
    if place < 0:
        return Shown(_cut(text, most), cell=True)
    room = max(most - len(literal), 0) // 2
    before, after = text[:place], text[place + len(literal) :]
    if len(before) > room:
        before = "…" + before[len(before) - room :]
    return Shown(before, literal, _cut(after, room), cell=True)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
