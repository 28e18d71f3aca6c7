"""The archived rows around one or more cells of a table, cut to what a page can show, with the literals marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Excerpt, Line

MAX_LINES = 60
MAX_CELL = 400
MAX_OTHER = 160
AROUND = 3

Place = tuple[int, int]
"""A row and a column of the grid."""


class Shown(msgspec.Struct, frozen=True):
    """A cell as text before, inside and after the mark.

    anchor: set where a figure was read from it. omitted: columns left out in this place; then there is no text.
    """

    before: str
    marked: str = ""
    after: str = ""
    anchor: str = ""
    omitted: int = 0


class ShownLine(msgspec.Struct, frozen=True):
    """number: the row in the table's grid. apart: rows are missing between the line above and this one."""

    number: int
    cells: tuple[Shown, ...]
    apart: bool = False


class Table(msgspec.Struct, frozen=True):
    """absent: literals whose cells the rows held here do not reach. altered: literals that are not in their cells."""

    header: ShownLine | None
    lines: tuple[ShownLine, ...]
    absent: tuple[str, ...]
    altered: tuple[str, ...]


def table(excerpts: Sequence[Excerpt]) -> Table:
    """Excerpts of one table as one: at most 60 rows, and beside the first three columns each side of each cell.

    The first cell's anchor is `cell`, the next ones' `cell-2`, `cell-3` and so on.
    """
    literals: dict[Place, str] = {}
    for excerpt in excerpts:
        literals.setdefault((excerpt.cell.row, excerpt.cell.column), excerpt.literal)
    anchors = {place: "cell" if number == 1 else f"cell-{number}" for number, place in enumerate(literals, 1)}
    header = next((excerpt.header for excerpt in excerpts if excerpt.header is not None), None)
    lines = _near(excerpts, header)
    columns = _columns({column for _, column in literals}, max((len(line.cells) for line in lines), default=0))
    shown = []
    above = header.number if header is not None else None
    for line in lines:
        apart = above is not None and line.number > above + 1
        shown.append(ShownLine(line.number, _line(line, columns, literals, anchors), apart))
        above = line.number
    reached = {cell.anchor: cell for line in shown for cell in line.cells if cell.anchor}
    return Table(
        header=None if header is None else ShownLine(header.number, _line(header, columns, literals, anchors)),
        lines=tuple(shown),
        absent=tuple(literal for place, literal in literals.items() if anchors[place] not in reached),
        altered=tuple(
            literal
            for place, literal in literals.items()
            if anchors[place] in reached and not reached[anchors[place]].marked
        ),
    )


def preview(excerpt: Excerpt) -> tuple[Shown, ...]:
    """The cell's own row for a narrow place: its first cell, the one before the cell, and the cell.

    Only the literal where the rows held here do not reach the cell.
    """
    cell = excerpt.cell
    line = next((line for line in excerpt.lines if line.number == cell.row), None)
    if line is None or not 0 <= cell.column < len(line.cells):
        return (Shown("", _cut(excerpt.literal, 28), anchor="cell"),)
    wanted = sorted({0, max(cell.column - 1, 0), cell.column})
    return tuple(
        _cell(line.cells[column], excerpt.literal, "cell" if column == cell.column else "", 28) for column in wanted
    )


def _near(excerpts: Sequence[Excerpt], header: Line | None) -> list[Line]:
    """The rows of all excerpts, each once, the nearest to any of their cells where there are too many."""
    lines = {line.number: line for excerpt in excerpts for line in excerpt.lines}
    if header is not None:
        lines.pop(header.number, None)
    rows = [excerpt.cell.row for excerpt in excerpts]
    nearest = sorted(lines.values(), key=lambda line: (min(abs(line.number - row) for row in rows), line.number))
    return sorted(nearest[:MAX_LINES], key=lambda line: line.number)


def _columns(cells: set[int], widest: int) -> tuple[int | tuple[int, int], ...]:
    """Column numbers in order; a pair stands for a run left out, from the first up to the second."""
    if widest <= 2 * AROUND + 2:
        return tuple(range(widest))
    kept = {0, *(column + step for column in cells for step in range(-AROUND, AROUND + 1))}
    run: list[int | tuple[int, int]] = []
    reached = 0
    for column in sorted(column for column in kept if 0 <= column < widest):
        if column > reached:
            run.append((reached, column))
        run.append(column)
        reached = column + 1
    if reached < widest:
        run.append((reached, widest))
    return tuple(run)


def _line(
    line: Line,
    columns: tuple[int | tuple[int, int], ...],
    literals: Mapping[Place, str],
    anchors: Mapping[Place, str],
) -> tuple[Shown, ...]:
    cells = []
    for column in columns:
        if isinstance(column, tuple):
            cells.append(Shown("", omitted=column[1] - column[0]))
            continue
        there = column < len(line.cells)
        place = (line.number, column)
        anchor = anchors.get(place, "") if there else ""
        text = line.cells[column] if there else ""
        cells.append(_cell(text, literals.get(place, ""), anchor, MAX_CELL if anchor else MAX_OTHER))
    return tuple(cells)


def _cell(text: str, literal: str, anchor: str, most: int) -> Shown:
    """A cell cut to `most` characters around the literal, which is never cut; blanks run together."""
    text, literal = " ".join(text.split()), " ".join(literal.split())
    if not anchor:
        return Shown(_cut(text, most))
    place = text.find(literal) if literal else -1
    if place < 0:
        return Shown(_cut(text, most), anchor=anchor)
    room = max(most - len(literal), 0) // 2
    before, after = text[:place], text[place + len(literal) :]
    if len(before) > room:
        before = "…" + before[len(before) - room :]
    return Shown(before, literal, _cut(after, room), anchor)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
