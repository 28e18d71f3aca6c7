"""Which page of the site shows each archived release, and which figures were read from its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Edition, SeriesSheet, SourceSheet
from tallywire.feed.record_pages.paths import cell_path, release_path
from tallywire.series import Absence, Cell, Class, Classified, Event, Observation, Period


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
        self._classified: dict[str, list[Classified]] = {}
        for sheet in edition.series:
            for each in sheet.classes:
                found = self._bodies.get(each.release)
                if found is not None:
                    self._classified.setdefault(found[1], []).append(each)
        self._held: dict[str, dict[Period, list[Observation]]] = {}
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

    def classified(self, release: str) -> Sequence[Classified]:
        """What a body restated, and which figures left it or came back, when it was first there or met again.

        In the order in which it became known, of one moment by series.
        """
        return sorted(self._classified.get(release, ()), key=lambda each: (each.known_at, each.series))

    def classes(self, release: str) -> Mapping[Class, int]:
        """How many figures of each class a body restated."""
        counts: dict[Class, int] = {}
        for each in self._classified.get(release, ()):
            counts[each.kind] = counts.get(each.kind, 0) + len(each.periods)
        return counts

    def held(self, absence: Absence) -> Observation | None:
        """The figure that left its table, or is in it again, as it stood then."""
        if absence.series not in self._held:
            found = self._held[absence.series] = {}
            sheet = self.series.get(absence.series)
            for each in () if sheet is None else observations(sheet):
                found.setdefault(each.period, []).append(each)
        known = (
            each
            for each in self._held[absence.series].get(absence.period, ())
            if each.value is not None and each.known_at <= absence.known_at
        )
        return max(known, key=lambda each: (each.known_at, each.seq), default=None)

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
