"""Which page of the site shows each archived release, and which figures were read from its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Edition, SeriesSheet, SourceSheet
from tallywire.feed.record_pages.paths import cell_path, release_path
from tallywire.series import Cell, Event, Observation


class Reading(msgspec.Struct, frozen=True, order=True):
    """A figure or event that was read from a cell: of a series, or of an event where `series` is empty."""

    series: str
    event: str = ""


class Register:
    """Looks up releases by id, those too that brought the body of an earlier one again."""

    def __init__(self, edition: Edition) -> None:
        self.series: Mapping[str, SeriesSheet] = {sheet.series.id: sheet for sheet in edition.series}
        self.sources: Mapping[str, SourceSheet] = {sheet.id: sheet for sheet in edition.sources}
        self.events: Mapping[str, Event] = {event.id: event for event in edition.events}
        self._bodies: dict[str, tuple[str, str]] = {}
        for source in edition.sources:
            for version in source.versions:
                for release in (version.release.id, *version.also):
                    self._bodies.setdefault(release, (source.id, version.release.id))
        self._parts: dict[str, list[str]] = {}
        for sheet in edition.series:
            if sheet.series.parent:
                self._parts.setdefault(sheet.series.parent, []).append(sheet.series.id)
        self._read: dict[str, dict[Cell, list[Reading]]] = {}
        for sheet in edition.series:
            for observation in observations(sheet):
                self._note(observation.release, observation.cell, Reading(sheet.series.id))
        for event in edition.events:
            self._note(event.release, event.cell, Reading(event.series, event.id))

    def cell(self, release: str, cell: Cell) -> str:
        """The site path of a cell that a figure was read from; "" where its release has no page."""
        found = self._bodies.get(release)
        return cell_path(*found, cell) if found is not None else ""

    def release(self, release: str) -> str:
        """The site path of a release; "" where it has no page."""
        found = self._bodies.get(release)
        return release_path(*found) if found is not None else ""

    def parts(self, series: str) -> Sequence[str]:
        """The series that name this one as their parent."""
        return self._parts.get(series, ())

    def badge(self, source: str) -> str:
        found = self.sources.get(source)
        return found.badge if found is not None else ""

    def read(self, release: str) -> Mapping[Cell, Sequence[Reading]]:
        """Cells of a body that something was read from, in this release or in one that brought it again."""
        return self._read.get(release, {})

    def _note(self, release: str, cell: Cell, reading: Reading) -> None:
        found = self._bodies.get(release)
        if found is not None and min(cell.table, cell.row, cell.column) >= 0:
            readings = self._read.setdefault(found[1], {}).setdefault(cell, [])
            if reading not in readings:
                readings.append(reading)


def observations(sheet: SeriesSheet) -> Sequence[Observation]:
    """Every observation that a sheet holds, those that were restated first."""
    pairs = (each for pair in sheet.restatements for each in (pair.before, pair.after))
    return tuple(dict.fromkeys((*pairs, *sheet.observations)))
