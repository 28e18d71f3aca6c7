"""The rows around an archived cell, for the evidence pages."""

from __future__ import annotations

from functools import lru_cache

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


class Excerpts:
    """Cuts excerpts out of archived bodies; a body is read and laid out once."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._names = {source.id: source.name for source in newsroom.sources}
        self._grids = lru_cache(maxsize=64)(self._read)

    def of(self, ref: ObservationRef) -> Excerpt | None:
        """The excerpt around the cell of `ref`; None where its release is not archived or has no such cell."""
        entry = self._newsroom.archive.held(ref.release)
        release = entry.release if entry is not None else None
        if entry is None or release is None:
            return None
        tables = self._grids(ref.release)
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
        return self._grids(release) if self._newsroom.archive.held(release) is not None else ()

    def citation(self, ref: ObservationRef) -> str:
        """The address that a row cites as where its figure was reported; "" where the source has no such column."""
        entry = self._newsroom.archive.held(ref.release)
        column = self._citation_column(entry.release) if entry is not None and entry.release is not None else None
        if column is None:
            return ""
        tables = self._grids(ref.release)
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
