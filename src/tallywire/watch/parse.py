"""A body to figures: what the source's table says, and, cell by cell, what could not be read."""

from __future__ import annotations

import msgspec

from tallywire.errors import TableError
from tallywire.series import Cell, Figure, Illegible, Period
from tallywire.watch.cells import grids
from tallywire.watch.columns import Sheet, sheet
from tallywire.watch.figure import figures_in, read_figure
from tallywire.watch.figure_doubts import doubtful
from tallywire.watch.layout import places
from tallywire.watch.marks import NOTHING_BESIDE, mark_columns, read_marks
from tallywire.watch.place import Place, Problem, problem
from tallywire.watch.row_periods import period_columns
from tallywire.watch.source import Source
from tallywire.watch.where import label_columns

MAX_ROWS = 500_000
MAX_PROBLEMS = 10_000


class Parsed(msgspec.Struct, frozen=True):
    """The figures of one body, by series in the source's order and by period, and the problems met.

    illegible: what stands there and gave no figure, so that nobody takes it for gone.
    """

    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]
    illegible: Illegible = Illegible()


def parse(source: Source, body: bytes, media_type: str) -> Parsed:
    """Read a body as its source says; `media_type` is the response's Content-Type, or what `archived_type` made.

    Raises EmptyTableError for a table without rows, and TableError for a body in which the table or a named
    column is not found, or from which not one figure could be read.
    """
    try:
        return _read(source, sheet(grids(body, media_type, source), source.table))
    except TableError as error:
        where = f"{source.id}, {error.where}" if error.where else source.id
        raise type(error)(error.what, where=where, hint=error.hint) from None


def _read(source: Source, table: Sheet) -> Parsed:
    if table.end - table.first > MAX_ROWS:
        raise TableError(f"more than {MAX_ROWS} rows")
    columns = mark_columns(source, table)
    of = figures_in(source, table)
    # Only where a cell spans several places does a figure stand anywhere but in its own cell.
    spanned = bool(table.grid.spanned)
    labels = _labels(source, table) if spanned else frozenset()
    figures: dict[tuple[int, Period], Figure] = {}
    stood: dict[tuple[int, Period], Place] = {}
    unread: list[str] = []
    problems: list[Problem] = []
    illegible: set[tuple[str, Period]] = set()
    dateless = False
    unseen = set(range(len(source.entries)))
    marked, unmarked = NOTHING_BESIDE
    usable = True
    row = -1
    for place in places(source, table):
        if isinstance(place, Problem):
            problems.append(place)
            dateless = dateless or _may_hold_figures(table, place)
            continue
        if spanned and table.grid.spanned.get((place.row, place.column), (0, -1))[1] in labels:
            continue  # a heading that reaches over the whole row, such as a year above its months, is no figure
        if place.row != row:
            row = place.row
            marked, unmarked = read_marks(source, table, columns, row)
            usable = True
            for mark in unmarked:
                problems.append(problem(table, row, mark.column, mark.what))
                usable = usable and mark.usable
        unseen.discard(place.entry)
        if not usable:
            illegible.add((of.ids[place.entry], place.period))
            continue
        figure = read_figure(of, place, marked)
        if isinstance(figure, Problem):
            problems.append(figure)
            unread.append(figure.literal)
            illegible.add((of.ids[place.entry], place.period))
            continue
        key = (place.entry, place.period)
        before = figures.get(key)
        if before is not None:
            problems.append(_again(table, place, before))
        figures[key] = figure
        if spanned:
            stood[key] = place
    for key, why in doubtful(figures, stood, unread, of.numbers, of.steps).items():
        figure = figures.pop(key)
        problems.append(Problem(figure.cell, figure.literal[:200], why, figure.series))
        illegible.add((figure.series, figure.period))
    problems.extend(_without_rows(source, table, unseen, problems))
    if not figures:
        first = problems[0].what if problems else "no row belongs to a series of this source"
        raise TableError(f"not one figure could be read; first: {first}", hint=table.there_are())
    return Parsed(
        _ordered(figures, len(source.entries)),
        _bounded(problems),
        Illegible(frozenset(illegible), rows=dateless),
    )


def _labels(source: Source, table: Sheet) -> frozenset[int]:
    """The columns that hold periods and what tells series apart."""
    periods = () if source.table.layout == "across" else period_columns(table, source.period)
    return label_columns(source, table).union(periods)


def _ordered(figures: dict[tuple[int, Period], Figure], entries: int) -> tuple[Figure, ...]:
    """By series, then by period; rows mostly are in that order already, which is why each series is sorted alone."""
    of_entry: list[list[Figure]] = [[] for _ in range(entries)]
    for (entry, _), figure in figures.items():
        of_entry[entry].append(figure)
    return tuple(figure for own in of_entry for figure in sorted(own, key=_period))


def _period(figure: Figure) -> Period:
    return figure.period


def _may_hold_figures(table: Sheet, dateless: Problem) -> bool:
    """Whether figures may stand where no period could be read: under a header, in a series' row, or in a row that
    has digits in its date and beside it."""
    if dateless.series or dateless.cell.row < table.first:
        return True
    row = [cell for cell in table.grid.rows[dateless.cell.row] if _digits(cell)]
    return _digits(dateless.literal) and any(cell[: len(dateless.literal)] != dateless.literal for cell in row)


def _digits(text: str) -> bool:
    return any(sign.isdecimal() for sign in text)


def _again(table: Sheet, place: Place, before: Figure) -> Problem:
    what = f"{place.period} stands here again, after {before.literal!r} in row {before.cell.row}; the last one counts"
    return problem(table, place.row, place.column, what, before.series)


def _without_rows(source: Source, table: Sheet, unseen: set[int], told: list[Problem]) -> list[Problem]:
    named = {each.series for each in told}
    return [
        Problem(Cell(table.number, table.first, 0), "", "no row belongs to this series", source.series_id(entry.slug))
        for number, entry in enumerate(source.entries)
        if number in unseen
        and source.table.layout in {"long", "across"}
        and source.series_id(entry.slug) not in named
    ]


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    last = problems[MAX_PROBLEMS]
    more = f"{last.what} (and {len(problems) - MAX_PROBLEMS - 1} more problems)"
    return (*problems[:MAX_PROBLEMS], msgspec.structs.replace(last, what=more))
