"""The rows around an archived cell, for the evidence pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from tallywire.brief import Excerpt, Line
from tallywire.desk.derive import EVENTS, is_history_file
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import TableError
from tallywire.series import ObservationRef, Release
from tallywire.watch import Grid, grids

BEFORE, AFTER = 4, 2
"""Rows shown above and below the cell."""

MAX_TEXT = 400
"""Characters of a cell that are shown."""

MAX_KEPT = 4_000_000
"""Cells of bodies that are kept laid out, at some 100 bytes each; the last body is kept whatever its size."""


class LaidOut:
    """The tables of the bodies asked for last, each laid out once while it is kept; safe between threads."""

    def __init__(self, read: Callable[[str], tuple[Grid, ...]], most: int = MAX_KEPT) -> None:
        self._read = read
        self._most = most
        self._kept: OrderedDict[str, tuple[tuple[Grid, ...], int]] = OrderedDict()
        self._cells = 0
        self._lock = Lock()

    def of(self, release: str) -> tuple[Grid, ...]:
        """The tables of a release's body; whatever `read` raises."""
        with self._lock:
            kept = self._kept.get(release)
            if kept is not None:
                self._kept.move_to_end(release)
                return kept[0]
        tables = self._read(release)
        cells = sum(len(row) for grid in tables for row in grid.rows)
        with self._lock:
            if release not in self._kept:
                self._kept[release] = tables, cells
                self._cells += cells
            while self._cells > self._most and len(self._kept) > 1:
                self._cells -= self._kept.popitem(last=False)[1][1]
        return tables


class Excerpts:
    """Cuts excerpts out of archived bodies; a body is read and laid out once."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._names = {source.id: source.name for source in newsroom.sources}
        self._grids = LaidOut(self._read)

    def of(self, ref: ObservationRef) -> Excerpt | None:
        """The excerpt around the cell of `ref`; None where its release is not archived or has no such cell."""
        entry = self._newsroom.archive.held(ref.release)
        release = entry.release if entry is not None else None
        if entry is None or release is None:
            return None
        tables = self._grids.of(ref.release)
        if ref.cell.table >= len(tables) or ref.cell.row >= len(tables[ref.cell.table].rows):
            return None
        rows = tables[ref.cell.table].rows
        first, last = max(0, ref.cell.row - BEFORE), min(len(rows), ref.cell.row + AFTER + 1)
        return Excerpt(
            source_name=self._name(release),
            address=release.address,
            release=release.id,
            fetched_at=release.fetched_at,
            body_hash=release.body_hash,
            entry=entry.number,
            chain=entry.hash,
            kind=release.kind,
            cell=ref.cell,
            literal=ref.literal,
            period=ref.period,
            header=_line(rows, 0) if first > 0 else None,
            lines=tuple(_line(rows, number) for number in range(first, last)),
            note=release.note,
            citation=self.citation(ref),
        )

    def grids(self, release: str) -> tuple[Grid, ...]:
        """Every table of a release's body; none where it holds no table or is not archived."""
        return self._grids.of(release) if self._newsroom.archive.held(release) is not None else ()

    def citation(self, ref: ObservationRef) -> str:
        """The address that a row cites as where its figure was reported; "" where the source has no such column."""
        entry = self._newsroom.archive.held(ref.release)
        column = self._citation_column(entry.release) if entry is not None and entry.release is not None else None
        if column is None:
            return ""
        tables = self._grids.of(ref.release)
        rows = tables[ref.cell.table].rows
        for header in rows[:3]:
            names = [name.strip() for name in header]
            if column in names and ref.cell.row < len(rows):
                row = rows[ref.cell.row]
                where = names.index(column)
                return row[where].strip() if where < len(row) else ""
        return ""

    def _citation_column(self, release: Release) -> str | None:
        if release.source.startswith(EVENTS) or is_history_file(release):
            return "citation"
        for source in self._newsroom.sources:
            if source.id == release.source:
                column = source.marks.citation
                return column if isinstance(column, str) else None
        return None

    def _name(self, release: Release) -> str:
        if release.source.startswith(EVENTS):
            return "The newsroom's list of events"
        return self._names.get(release.source, release.source)

    def _read(self, release: str) -> tuple[Grid, ...]:
        found = self._newsroom.archive.entry(release).release
        assert found is not None, "the entry of a release holds it"
        try:
            return grids(self._newsroom.archive.body(release), found.media_type)
        except TableError:
            return ()


def _line(rows: tuple[tuple[str, ...], ...], number: int) -> Line:
    return Line(number, tuple(cell[:MAX_TEXT] for cell in rows[number]))
