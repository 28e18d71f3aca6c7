"""One cell to a figure: its number, and what stands beside it in the cell and in its row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Figure, Status, decimal
from tallywire.watch.columns import Sheet
from tallywire.watch.marks import Marked
from tallywire.watch.number import Numbers, Read, remembering
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.source import Source

NO_FIGURE = Decimal(0)


class Figures(msgspec.Struct, frozen=True):
    """What is the same for all figures of a table.

    read: a cell's text to its number. ids: of the source's series; steps: the rounding step that the source gives
    for each, if it does. numbers: how the cells are written.
    """

    source: Source
    table: Sheet
    numbers: Numbers
    read: Callable[[str], Read]
    ids: tuple[str, ...]
    steps: tuple[Decimal | None, ...]


def figures_in(source: Source, table: Sheet) -> Figures:
    """How the figures of a table are read: the marks that say a status may stand beside a number too."""
    numbers = source.numbers
    numbers = msgspec.structs.replace(numbers, strip=(*numbers.strip, *source.marks.beside))
    return Figures(
        source,
        table,
        numbers,
        remembering(numbers),
        tuple(source.series_id(entry.slug) for entry in source.entries),
        tuple(decimal(entry.quantum) if entry.quantum else None for entry in source.entries),
    )


def read_figure(of: Figures, place: Place, marked: Marked) -> Figure | Problem:
    """The figure at a place, or what is wrong with it.

    marked: what stands beside the figures of its row; a status in the figure's own cell goes before that of its row.
    """
    table = of.table
    series = of.ids[place.entry]
    cells = table.grid.rows[place.row]
    if place.column >= len(cells):
        short = f"the row ends after {len(cells)} cells, before this figure"
        return problem(table, place.row, place.column, short, series)
    literal = cells[place.column]
    try:
        read, beside = of.read(literal)
        status = _status(of.source, beside, marked.status) if beside else marked.status
    except TableError as error:
        return problem(table, place.row, place.column, error.message, series)
    if read is not None and marked.multiplier is not None:
        power, column = marked.multiplier
        own = of.source.entries[place.entry].multiplier
        if power != own:
            other = f"the row says that it is in 10^{power}, and the series is in 10^{own}"
            return problem(table, place.row, column, other, series)
    cell = table.grid.cell(table.number, place.row, place.column)
    if read is None or status == "missing":
        return Figure(series, place.period, None, NO_FIGURE, None, "missing", cell, literal, marked.published_at)
    # The row's rounding step, else the source's for this series, else the last written decimal place.
    step = of.steps[place.entry] if marked.quantum is None else marked.quantum
    quantum = read[1] if step is None else step
    return Figure(series, place.period, read[0], quantum, marked.bounds, status, cell, literal, marked.published_at)


def _status(source: Source, beside: frozenset[str], of_row: Status) -> Status:
    said: set[Status] = {source.marks.beside[mark] for mark in beside if mark in source.marks.beside}
    if len(said) > 1:
        raise TableError(f"the marks beside the number say {' and '.join(sorted(said))}")
    return said.pop() if said else of_row
