"""Event files: named, dated happenings, one a row of a CSV file."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import UTC, datetime, time

import msgspec

from tallywire.errors import SourceError, TableError
from tallywire.series import Cell, Event, Period, parse_period
from tallywire.watch.csv import csv_grid
from tallywire.watch.grid import Grid

MAX_EVENTS = 100_000
_COLUMNS = ("id", "kind", "name", "began", "ended", "about", "series", "citation", "published")
_NEEDED = ("id", "kind", "name", "began")


def load_events(text: str, where: str, *, release: str, known_at: datetime) -> tuple[Event, ...]:
    """The events of a CSV text, in its order; `release` and `known_at` say where and when it was archived.

    Columns: id, kind, name, began (2022-09-01, or 2022-09 where only the month is known); and, if wanted, ended,
    about (id of a source), series (id of counts of its own), citation (an address), published (a day). An event's
    cell is that of its beginning. Raises SourceError with file, row and column.
    """
    try:
        grid = csv_grid(text.removeprefix("\ufeff"))
    except TableError as error:
        raise SourceError(error.message, where=where) from None
    columns = _columns(grid, where)
    events: dict[str, Event] = {}
    for number, cells in enumerate(grid.rows[1:], 1):
        if not any(cell.strip() for cell in cells):
            continue
        row = _Row(number, cells, columns, where)
        event = _event(row, release, known_at)
        if event.id in events:
            raise row.error("id", f"{event.id!r} stands in a row above already", "Give every event an id of its own")
        events[event.id] = event
        if len(events) > MAX_EVENTS:
            raise SourceError(f"more than {MAX_EVENTS} events", where=where)
    return tuple(events.values())


class _Row(msgspec.Struct, frozen=True):
    number: int
    cells: Sequence[str]
    columns: dict[str, int]
    where: str

    def raw(self, name: str) -> str:
        column = self.columns.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def text(self, name: str) -> str:
        return self.raw(name).strip()

    def needed(self, name: str) -> str:
        if text := self.text(name):
            return text
        raise self.error(name, "empty", "It is needed here")

    def period(self, name: str) -> Period | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return parse_period(text)
        except TableError:
            raise self.error(name, f"{text[:40]!r} is no day or month", "Write it as 2022-09-01 or 2022-09") from None

    def error(self, name: str, what: str, hint: str) -> SourceError:
        return SourceError(f"{name}: {what}", where=f"{self.where}, row {self.number}", hint=hint)


def _columns(grid: Grid, where: str) -> dict[str, int]:
    header = [name.strip() for name in grid.rows[0]] if grid.rows else []
    for name in header:
        if name not in _COLUMNS:
            near = difflib.get_close_matches(name, _COLUMNS, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"Columns may be: {', '.join(_COLUMNS)}"
            raise SourceError(f"{name[:60]!r} is no column of an event file", where=f"{where}, row 0", hint=hint)
        if header.count(name) > 1:
            raise SourceError(f"{name}: two columns of this name", where=f"{where}, row 0", hint="Remove one")
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise SourceError(
            f"no column {', '.join(missing)}", where=f"{where}, row 0", hint=f"Needed: {', '.join(_NEEDED)}"
        )
    return {name: number for number, name in enumerate(header)}


def _event(row: _Row, release: str, known_at: datetime) -> Event:
    id, kind, name = row.needed("id"), row.needed("kind"), row.needed("name")
    row.needed("began")
    began, ended, published = row.period("began"), row.period("ended"), row.period("published")
    assert began is not None, "it was needed"
    if ended is not None and ended.end < began.end:
        raise row.error("ended", f"{ended} is before {began}", "An event ends on or after its first day")
    return Event(
        id=id,
        kind=kind,
        name=name,
        began=began,
        ended=ended,
        about=row.text("about"),
        series=row.text("series"),
        citation=row.text("citation"),
        known_at=known_at,
        published_at=None if published is None else datetime.combine(published.start, time(), UTC),
        release=release,
        cell=Cell(0, row.number, row.columns["began"]),
        literal=row.raw("began"),
    )
