"""One cell to a figure: its number, and what stands beside it in the cell and in its row."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Figure, Status, decimal
from tallywire.watch.columns import Sheet
from tallywire.watch.marks import Marked
from tallywire.watch.number import Numbers, read_marked
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.source import SeriesEntry, Source


def cell_numbers(source: Source) -> Numbers:
    """How the cells of figures are read: the marks that say a status may stand beside a number too."""
    numbers = source.numbers
    return msgspec.structs.replace(numbers, strip=(*numbers.strip, *source.marks.beside))


def read_figure(source: Source, numbers: Numbers, table: Sheet, place: Place, marked: Marked) -> Figure | Problem:
    """The figure at a place, or what is wrong with it.

    numbers: what `cell_numbers` gives. marked: what stands beside the figures of its row; a status in the figure's
    own cell goes before that of its row.
    """
    entry = source.entries[place.entry]
    series = source.series_id(entry.slug)
    literal = table.text(place.row, place.column)
    if place.column >= len(table.grid.rows[place.row]):
        short = f"the row ends after {len(table.grid.rows[place.row])} cells, before this figure"
        return problem(table, place.row, place.column, short, series)
    try:
        read, beside = read_marked(literal, numbers)
        status = _status(source, beside, marked.status)
    except TableError as error:
        return problem(table, place.row, place.column, error.message, series)
    if read is not None and marked.multiplier is not None and marked.multiplier[0] != entry.multiplier:
        power, column = marked.multiplier
        other = f"the row says that it is in 10^{power}, and the series is in 10^{entry.multiplier}"
        return problem(table, place.row, column, other, series)
    missing = read is None or status == "missing"
    return Figure(
        series=series,
        period=place.period,
        value=None if read is None or missing else read[0],
        quantum=Decimal(0) if read is None or missing else _quantum(entry, marked, read[1]),
        bounds=None if missing else marked.bounds,
        status="missing" if missing else status,
        cell=table.grid.cell(table.number, place.row, place.column),
        literal=literal,
        published_at=marked.published_at,
    )


def _quantum(entry: SeriesEntry, marked: Marked, written: Decimal) -> Decimal:
    """The row's rounding step, else the source's for this series, else the last written decimal place."""
    if marked.quantum is not None:
        return marked.quantum
    return decimal(entry.quantum) if entry.quantum else written


def _status(source: Source, beside: frozenset[str], of_row: Status) -> Status:
    said: set[Status] = {source.marks.beside[mark] for mark in beside if mark in source.marks.beside}
    if len(said) > 1:
        raise TableError(f"the marks beside the number say {' and '.join(sorted(said))}")
    return said.pop() if said else of_row
