"""The record: what the archive says, read as of any moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec
import polars as pl

from tallywire.errors import NewsroomError
from tallywire.record.absences import Absences
from tallywire.record.archive import Archive
from tallywire.record.arrivals import Arrivals
from tallywire.record.classes import ALWAYS, Classes
from tallywire.record.coverage import coverage
from tallywire.record.difference import differences, frame_differences
from tallywire.record.events import Events
from tallywire.record.histories import Histories
from tallywire.record.learn import Figures, learn
from tallywire.record.matrix import Dense, DenseReads, Frequencies, Matrix
from tallywire.record.revisions import revisions
from tallywire.record.rows import observation_frame, observations_from
from tallywire.record.store import Store
from tallywire.record.triangle import Triangle, triangle
from tallywire.series import (
    Absence,
    AsOf,
    Basis,
    Classified,
    Coverage,
    Event,
    Figure,
    Frequency,
    Illegible,
    Observation,
    Period,
    Release,
    Restatement,
    Revision,
    Series,
)

Parse = Callable[[Release, bytes], Sequence[Figure]]
ParseIllegible = Callable[[Release, bytes], Illegible]
ParseEvents = Callable[[Release, bytes], Sequence[Event]]

FLUSH_AT = 50_000
ALL_READ = Illegible()


class Record:
    """Archive and tables together; implements `statement.Holdings`.

    Releases are learned in the order of the archive, each at most once for figures and once for events. What was
    learned is read at once, and is on disk after `flush`. What a crash kept from being flushed is in `underived`
    at the next start, and learning it again gives the same record. `matrix`: kept in step with what is flushed.
    """

    def __init__(
        self, archive: Archive, store: Store, series: Sequence[Series], *, matrix: Matrix | None = None
    ) -> None:
        self._archive = archive
        self._store = store
        self._series = {each.id: each for each in series}
        self._frequencies = Frequencies({each.id: each.frequency for each in series})
        self._matrix = matrix
        self._of_source: dict[str, list[str]] = {}
        for each in series:
            self._of_source.setdefault(each.source, []).append(each.id)
        self._classes = Classes(
            lambda: self._histories, lambda: self._absences, self._series, lambda id: self._archive.entry(id).number
        )
        self._read_on()

    def _read_on(self) -> None:
        self._vintages = {
            each.id: each.published_at for each in self._archive.not_fetched() if each.published_at is not None
        }
        # The mark first: rows that come in after it are learned again and give nothing.
        self._begun = self._derived = self._mark = self._store.mark()
        self._histories = Histories(self._store, self._vintages, tuple(self._series))
        self._next = self._histories.snapshot.last_seq + 1
        self._reads: dict[tuple[str, AsOf], Sequence[Observation]] = {}
        self._restated: dict[tuple[datetime | None, datetime | None], Sequence[Restatement]] = {}
        self._events = Events(self._store.read_events(), self._store.events_mark())
        self._absences = Absences(self._store.read_absences, self._store.absences_mark(), self._fetched)
        self._learned: set[int] = set()
        self._classes.forget()

    def refresh(self) -> None:
        """Read on after another process wrote; raises NewsroomError if something is not flushed yet."""
        if self._histories.pending or self._events.pending or self._absences.pending:
            raise NewsroomError("what was learned is not flushed yet", where=str(self._store.folder))
        self._read_on()

    # Holdings

    def series(self, id: str) -> Series | None:
        return self._series.get(id)

    def all_series(self) -> Sequence[Series]:
        return tuple(self._series.values())

    def source_of(self, id: str) -> str:
        """The source of a series; of one that no source file has any more, by its id."""
        return self._classes.source_of(id)

    def observations(self, id: str, *, as_of: AsOf) -> Sequence[Observation]:
        """One per period, sorted by period; missing values included, with value None. See `History.as_of`."""
        key = (id, as_of)
        found = self._reads.get(key)
        if found is None:
            found = self._histories.history(id).as_of(as_of)
            if len(self._reads) > 4096:
                self._reads.clear()
            self._reads[key] = found
        return found

    def coverage(self, id: str, *, as_of: AsOf) -> Coverage | None:
        """None where nothing is held."""
        series = self._series.get(id)
        return coverage(self.observations(id, as_of=as_of), series.frequency if series else "_O")

    def events(self, kind: str, *, as_of: AsOf) -> Sequence[Event]:
        """Events of a class, by start; all classes for kind ""."""
        return self._events.as_of(kind, as_of)

    # All series at once

    def as_of_all(self, as_of: AsOf, *, frequency: Frequency | None = None) -> Dense:
        """What stands for all series, or those of one frequency, as dense blocks; equal to `observations` of each."""
        if frequency is None:
            return self._dense().as_of(as_of)
        return self._dense().as_of(as_of, [e.id for e in self._series.values() if e.frequency == frequency])

    def as_of_many(self, ids: Collection[str], as_of: AsOf) -> Dense:
        """What stands for some series."""
        return self._dense().as_of(as_of, ids)

    def first_published_all(self) -> Dense:
        """For each period of each series the value first published."""
        return self._dense().first_published()

    def on_disk(self) -> DenseReads:
        """The reads of what is flushed, from which the matrix is derived."""
        return DenseReads(self._store, self._histories.snapshot, self._frequencies)

    def _dense(self) -> DenseReads:
        pending = observation_frame(self._histories.pending)
        return DenseReads(self._store, self._histories.snapshot, self._frequencies, pending)

    # What is known of the past

    def history(self, series: str, period: Period) -> Sequence[Observation]:
        """Every observation of a period, in the order in which they stand."""
        return self._histories.history(series).of(period)

    def first_published(self, series: str) -> Sequence[Observation]:
        """For each period the value first published, sorted by period."""
        return self._histories.history(series).first()

    def triangle(self, series: str, basis: Basis = "proven") -> Triangle:
        """What stood for each period of a series at each moment at which something changed."""
        return triangle(series, self._histories.history(series), basis)

    def restatements(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[Restatement]:
        """All restatements that became known after `since` and up to `until`, in that order."""
        held = self._restated.get((since, until))
        if held is not None:
            return held
        found = self._histories.restated(since, until)
        chosen = [
            pair
            for pair in found
            if (since is None or _known(pair) > since) and (until is None or _known(pair) <= until)
        ]
        if len(self._restated) > 64:
            self._restated.clear()
        self._restated[since, until] = tuple(sorted(chosen, key=lambda pair: (_known(pair), pair.after.seq)))
        return self._restated[since, until]

    def classified(
        self, since: datetime | None = None, until: datetime | None = None, *, source: str = ""
    ) -> Sequence[Classified]:
        """What became known after `since` and up to `until` of restated, absent and returned figures, in that order.

        source: only of this one. The classes are as of `until`: a mistyped period shows only once it is put back.
        """
        moment = ALWAYS if until is None else until
        found: list[Classified] = []
        for of, ids in sorted(self._classes.restating(moment).items()):
            if source in ("", of):
                found += self._classes.of_source(of, {*ids, *self._of_source.get(of, ())}, moment)
        chosen = [each for each in found if since is None or each.known_at > since]
        return tuple(sorted(chosen, key=lambda each: (each.known_at, each.series)))

    def revisions(self, series: str, until: datetime | None = None) -> Sequence[Revision]:
        """Every step in the history of a series' figures with its class, by period, as known at `until` (or now)."""
        moment = ALWAYS if until is None else until
        source = self.source_of(series)
        classified = self._classes.of_source(source, {series, *self._of_source.get(source, ())}, moment)
        own = [each for each in classified if each.series == series]
        return revisions(self._histories.history(series), self.absences(series), own, moment)

    def absent(self, series: str, period: Period, as_of: AsOf) -> Absence | None:
        """Since when a figure is gone from its source's table, as known then; None where it is there.

        What is gone is still what its source said last: `observations` gives it.
        """
        return self._absences.gone(series, period, as_of.time)

    def absences(self, series: str) -> Sequence[Absence]:
        """All that is known of absent figures of a series, in order."""
        return self._absences.among((series,))

    def all_observations(self) -> Iterator[Observation]:
        """Everything recorded, what is not yet flushed included, by seq."""
        for frame in self._frames():
            yield from observations_from(frame)

    def _frames(self) -> Iterator[pl.DataFrame]:
        yield from self._store.frames(self._histories.snapshot)
        if self._histories.pending:
            yield observation_frame(self._histories.pending)

    def prefetch(self, ids: Collection[str]) -> None:
        """Read several series in one scan, for the reads and the learning that follow."""
        self._histories.prefetch(ids)

    # What is learned

    def underived(self) -> Sequence[Release]:
        """Releases in the archive that nothing was derived from yet, in order."""
        return tuple(
            entry.release
            for entry in self._archive.entries(after=self._derived)
            if entry.release is not None and entry.number not in self._learned
        )

    def learn(self, release: Release, figures: Sequence[Figure], illegible: Illegible = ALL_READ) -> Arrivals:
        """Record what is new in a release's figures, and what is absent from it, and say what that is.

        illegible: what stood in the release and gave no figure. A release that was derived before gives nothing.
        Raises NewsroomError if a later one was learned already, ArchiveError if the release is not archived.
        """
        number = self._archive.entry(release.id).number
        if number <= self._begun or number in self._learned:
            return Arrivals(release=release.id)
        self._advance(number)
        self._learned.add(number)
        if release.kind != "fetched" and release.published_at is not None:
            self._vintages[release.id] = release.published_at
        ids = self._of_source.get(release.source, ()) if figures and release.kind == "fetched" else ()
        self._histories.pin({*ids, *(figure.series for figure in figures)})
        try:
            arrivals = learn(Figures(release, tuple(figures), self._next), self._histories.history)
            self._histories.place(arrivals.observations)
            absences = self._absences.learn(number, release, figures, illegible, ids, self._histories.history)
        finally:
            self._histories.unpin()
        self._next += len(arrivals.observations)
        changed = {each.series for each in arrivals.observations}
        if changed:
            self._reads = {key: held for key, held in self._reads.items() if key[0] not in changed}
            self._restated = {}
        if arrivals.observations or absences:
            self._classes.forget()
        return msgspec.structs.replace(arrivals, absences=absences)

    def learn_events(self, release: Release, events: Sequence[Event]) -> Sequence[Event]:
        """Record what is new in an event file; returns the events that are new or differ from before."""
        number = self._archive.entry(release.id).number
        if number <= self._events.begun or number in self._events.learned:
            return ()
        # The tables of events may lie behind those of observations: then an event file is replayed alone.
        self._advance(max(number, self._begun))
        return self._events.learn(number, events)

    def _fetched(self, release: str) -> bool:
        entry = self._archive.entry(release)
        return entry.release is not None and entry.release.kind == "fetched"

    def _advance(self, number: int) -> None:
        if number < self._mark:
            raise NewsroomError(
                f"entry {number} comes before entry {self._mark}, which is learned already",
                where=str(self._archive.folder),
                hint="Releases are learned in the order in which they were archived",
            )
        self._mark = number

    def flush(self) -> None:
        """Put what was learned on disk: one commit for observations and mark.

        Before it one for events and one for absences, if any: what a crash in between keeps from being derived finds
        them recorded when it is.
        """
        if self._mark > self._derived and self._store.mark() > self._derived:
            raise NewsroomError(
                "another process recorded here meanwhile",
                where=str(self._store.folder),
                hint="Nothing is lost: what is archived is derived at the next start",
            )
        if self._events.pending:
            self._store.append_events(self._events.pending, mark=self._mark)
            self._events.pending = []
        if self._absences.pending:
            self._store.append_absences(self._absences.pending, mark=self._mark)
            self._absences.pending = []
        if self._mark > self._derived:
            self._store.append(self._histories.pending, mark=self._mark)
            self._histories.flushed()
            self._derived = self._mark
            if self._matrix is not None:
                self._matrix.update(self.on_disk())

    # Made anew

    def rebuild_into(
        self,
        folder: Path,
        parse: Parse,
        parse_events: ParseEvents | None = None,
        parse_illegible: ParseIllegible | None = None,
    ) -> Record:
        """Derive everything again, from the archive alone, into tables at `folder`, and return that record.

        `parse` gives the figures of a release, none for one that holds none (an error page, an event file);
        `parse_events` likewise; `parse_illegible` says what gave no figure. Raises NewsroomError if `folder` holds
        tables already.
        """
        store = self._store.beside(folder)
        if store.mark() or store.events_mark():
            raise NewsroomError("there is a record here already", where=str(folder), hint="Name an empty folder")
        fresh = Record(self._archive, store, self.all_series())
        waiting = 0
        for release in self._archive.releases():
            body = self._archive.body(release.id)
            figures = parse(release, body)
            illegible = ALL_READ if parse_illegible is None else parse_illegible(release, body)
            waiting += len(fresh.learn(release, figures, illegible).observations)
            if parse_events is not None:
                fresh.learn_events(release, parse_events(release, body))
            if waiting >= FLUSH_AT:
                fresh.flush()
                waiting = 0
        fresh.flush()
        store.compact(read=False)
        fresh.refresh()
        return fresh

    def same_as(self, other: Record, *, limit: int = 20) -> Sequence[str]:
        """Where two records differ, in words, at most `limit` lines; empty where they are equal."""
        found = [*islice(frame_differences(self._frames(), other._frames()), limit)]
        found += differences(self._events.all(), other._events.all())
        found += differences(self._absences.all(), other._absences.all())
        return tuple(found[:limit])


def _known(pair: Restatement) -> datetime:
    return max(pair.before.known_at, pair.after.known_at)
