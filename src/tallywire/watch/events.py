"""Event files: named, dated happenings with counts of their own, one row for each event or count."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal

import msgspec

from tallywire.errors import SourceError, TableError
from tallywire.series import Cell, Event, EventCount, decimal, written_quantum
from tallywire.watch.csv import csv_grid
from tallywire.watch.grid import Grid

MAX_EVENTS = 100_000
_ABOUT = ("id", "kind", "name", "start", "end", "source", "published")
_COUNT = ("count_label", "count_series", "count_start", "count_end", "count_value", "count_quantum", "count_unit")
_NEEDED = ("id", "kind", "name", "start")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def load_events(text: str, where: str, *, release: str, known_at: datetime) -> tuple[Event, ...]:
    """The events of a CSV text, in its order; `release` and `known_at` say where and when it was archived.

    Columns: id, kind, name, start; and, if wanted, end, source, published (days as 2022-09-01), count_label,
    count_series, count_start, count_end, count_value, count_quantum, count_unit. Further rows of one id are
    further counts, and leave the rest empty or repeat it. An event's cell is that of its name, a count's that of
    its value. Raises SourceError with file, row and column.
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
        key = row.text("id")
        if not key:
            raise row.error("id", "empty", "Give every row the id of its event")
        if key in events:
            _check_same(row, events[key])
        else:
            events[key] = _event(row, release, known_at)
        if len(events) > MAX_EVENTS:
            raise SourceError(f"more than {MAX_EVENTS} events", where=where)
        if any(row.text(name) for name in _COUNT):
            event = events[key]
            events[key] = msgspec.structs.replace(event, counts=(*event.counts, _count(row, release)))
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

    def day(self, name: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        if _DAY.match(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        raise self.error(name, f"{text[:40]!r} is no day", "Write it as 2022-09-01")

    def amount(self, name: str) -> Decimal:
        try:
            return decimal(self.needed(name))
        except TableError as error:
            raise self.error(name, error.what, "Write it as 41800, without marks between thousands") from None

    def cell(self, name: str) -> Cell:
        return Cell(0, self.number, self.columns[name])

    def error(self, name: str, what: str, hint: str) -> SourceError:
        return SourceError(f"{name}: {what}", where=f"{self.where}, row {self.number}", hint=hint)


def _columns(grid: Grid, where: str) -> dict[str, int]:
    header = [name.strip() for name in grid.rows[0]] if grid.rows else []
    known = (*_ABOUT, *_COUNT)
    for name in header:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"Columns may be: {', '.join(known)}"
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
    row.needed("kind")
    row.needed("name")
    row.needed("start")
    start, end, published = row.day("start"), row.day("end"), row.day("published")
    assert start is not None, "it was needed"
    if end is not None and end < start:
        raise row.error("end", f"{end} is before {start}", "An event ends on or after its first day")
    return Event(
        id=row.text("id"),
        kind=row.text("kind"),
        name=row.text("name"),
        start=start,
        end=end,
        source=row.text("source"),
        known_at=known_at,
        published_at=None if published is None else datetime.combine(published, time(), UTC),
        release=release,
        cell=row.cell("name"),
        literal=row.raw("name"),
    )


def _check_same(row: _Row, event: Event) -> None:
    """A further row of an event may repeat what is known of it, and may not contradict it."""
    said = {
        "kind": event.kind,
        "name": event.name,
        "start": event.start.isoformat(),
        "end": "" if event.end is None else event.end.isoformat(),
        "source": event.source,
        "published": "" if event.published_at is None else event.published_at.date().isoformat(),
    }
    for name, before in said.items():
        if row.text(name) not in {"", before}:
            raise row.error(
                name, f"{row.text(name)[:60]!r} here, {before!r} in the event's first row", "Make them agree"
            )


def _count(row: _Row, release: str) -> EventCount:
    start, end = row.day("count_start"), row.day("count_end")
    if start is None or end is None:
        name = "count_start" if start is None else "count_end"
        raise row.error(name, "empty", "A count runs from a day to a day")
    if end < start:
        raise row.error("count_end", f"{end} is before {start}", "A count ends on or after its first day")
    value = row.amount("count_value")
    quantum = row.amount("count_quantum") if row.text("count_quantum") else written_quantum(value)
    if quantum < 0:
        raise row.error("count_quantum", f"{quantum} is negative", "Give the rounding step, or 0 for exact")
    return EventCount(
        label=row.needed("count_label"),
        series=row.text("count_series"),
        start=start,
        end=end,
        value=value,
        quantum=quantum,
        unit=row.needed("count_unit"),
        release=release,
        cell=row.cell("count_value"),
        literal=row.raw("count_value"),
    )
