"""The record's tables in Delta: append-only, one commit a tick."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import polars as pl

from tallywire.record.absences import ABSENCES, absence_frame, absences_from
from tallywire.record.rows import (
    EVENTS,
    OBSERVATIONS,
    Placed,
    SeqEvent,
    event_frame,
    events_from,
    observation_frame,
    observations_from,
)
from tallywire.record.table import File, Snapshot, Table
from tallywire.series import Absence, Observation

COMPACT_EVERY = 16
"""A series is read from fewer files than this: the newest are written together before they are so many."""

SMALL_ROWS = 500_000
FILE_ROWS = 1_000_000
AT_ONCE = 500_000

_MARK = "tallywire.derived"
_PARSER = "tallywire.parser"
_ORDER = ("series", "seq")


class Store:
    """`observations`, `events` and other tables under `folder`.

    A commit carries, in the same atomic step as its rows, the number of the last archive entry they were derived
    from, as a Delta application transaction: after a crash either both are there or neither. `parser`: the version
    of the parsers, which the commit that makes a table notes.
    """

    def __init__(self, folder: Path, *, parser: int = 0) -> None:
        self.folder = folder
        self._parser = parser
        self._tables: dict[str, Table] = {}

    # Observations

    def append(self, batch: Sequence[Placed], *, mark: int) -> None:
        """Commit observations derived from the archive up to entry `mark`; the batch may be empty."""
        self.append_frame(observation_frame(batch), mark=mark)

    def append_frame(self, frame: pl.DataFrame, *, mark: int) -> None:
        """The same for rows, columns as in `rows.OBSERVATIONS`. Raises ValueError if they are not in their order.

        As-of reads rest on the order: the seqs are greater than those before, and what has a greater seq was not
        known earlier.
        """
        if frame.height and not frame["seq"].is_sorted():
            raise ValueError("observations are appended by seq")
        if not frame["known_at"].is_sorted():
            raise ValueError("what is appended later was not known earlier")
        self._commit("observations", frame, mark)

    def snapshot(self) -> Snapshot:
        """The observations as they stand now, for the reads below."""
        return self._table("observations").snapshot()

    def rows(self, snapshot: Snapshot, ids: Collection[str] | None = None, *, after: int = 0) -> pl.DataFrame:
        """The rows of some series, or of all, with a seq above `after`, by series and seq."""
        table = self._table("observations")
        with table.reading():
            files = [file for file in snapshot.files if file.last_seq > after]
            if ids is None:
                found = table.scan(files)
            elif ids:
                wanted = sorted(ids)
                found = table.scan([file for file in files if _holds(file, wanted)]).filter(_among(wanted))
            else:
                return OBSERVATIONS.to_frame()
            if after:
                found = found.filter(pl.col("seq") > after)
            return found.sort("series", "seq").collect()

    def ask(self, snapshot: Snapshot, query: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.DataFrame:
        """The answer to a query over all rows."""
        table = self._table("observations")
        with table.reading():
            return query(table.scan(snapshot.files)).collect(engine="streaming")

    def of_file(
        self,
        file: File,
        query: Callable[[pl.LazyFrame], pl.LazyFrame],
        ids: Collection[str] | None = None,
    ) -> pl.DataFrame:
        """The answer to a query over the rows of one file, or over those of some series in it."""
        table = self._table("observations")
        with table.reading():
            rows = table.scan((file,))
            if ids is not None:
                wanted = sorted(ids)
                rows = rows.filter(_among(wanted)) if wanted and _holds(file, wanted) else rows.clear()
            return query(rows).collect()

    def frames(self, snapshot: Snapshot) -> Iterator[pl.DataFrame]:
        """Every observation as a row, by seq, so many at once."""
        table = self._table("observations")
        for low in range(0, snapshot.last_seq, AT_ONCE):
            high = low + AT_ONCE
            files = [file for file in snapshot.files if file.last_seq > low and _first_seq(file) <= high]
            with table.reading():
                chosen = table.scan(files).filter(pl.col("seq").is_between(low, high, closed="right"))
                frame = chosen.collect(engine="streaming").sort("seq")
            if frame.height:
                yield frame

    def read_all(self) -> Sequence[Observation]:
        """Every observation, by seq."""
        return [each for frame in self.frames(self.snapshot()) for each in observations_from(frame)]

    def compact(self, *, read: bool = True) -> None:
        """Write all observations anew, by series, in files of about a million rows; see `Table.compact`."""
        files = self.snapshot().files
        if len(files) > 1:
            self._table("observations").compact(files, rows=FILE_ROWS, read=read)

    # Events

    def append_events(self, batch: Sequence[SeqEvent], *, mark: int) -> None:
        self._commit("events", event_frame(batch), mark)

    def read_events(self) -> Sequence[SeqEvent]:
        """Every recorded version of every event, by seq."""
        return events_from(self._read("events", EVENTS))

    # Absences

    def append_absences(self, batch: Sequence[Absence], *, mark: int) -> None:
        self._commit("absences", absence_frame(batch), mark)

    def read_absences(self) -> Sequence[Absence]:
        """Everything recorded of absent figures, by seq."""
        return absences_from(self._read("absences", ABSENCES))

    # What is noted of them

    def mark(self) -> int:
        """The archive entry up to which observations were derived; 0 for none."""
        return self._mark("observations")

    def events_mark(self) -> int:
        return self._mark("events")

    def absences_mark(self) -> int:
        return self._mark("absences")

    def parser(self) -> int:
        """The version of the parsers by which the oldest observations were derived; 0 where none is noted."""
        return self._table("observations").number(_PARSER)

    def beside(self, folder: Path) -> Store:
        """A store in another folder, filled by the same parsers."""
        return Store(folder, parser=self._parser)

    def check(self) -> None:
        """Read everything once; raises NewsroomError where that fails."""
        for name in ("observations", "events", "absences"):
            table = self._table(name)
            snapshot = table.snapshot()
            with table.reading():
                table.scan(snapshot.files).select(pl.all().null_count()).collect(engine="streaming")
        self.mark()
        self.events_mark()

    # Tables by name

    def _mark(self, name: str) -> int:
        return self._table(name).number(_MARK)

    def _read(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        table = self._table(name, schema)
        snapshot = table.snapshot()
        with table.reading():
            return table.scan(snapshot.files).select(schema.names()).sort("seq").collect()

    def _commit(self, name: str, frame: pl.DataFrame, mark: int) -> None:
        table = self._table(name, frame.schema)
        table.append(frame, {_MARK: mark}, first={_PARSER: self._parser} if self._parser else {})
        snapshot = table.snapshot()
        if _crowded(snapshot.files):
            table.compact(_tail(snapshot.files), rows=FILE_ROWS)

    def _table(self, name: str, schema: pl.Schema | None = None) -> Table:
        found = self._tables.get(name)
        if found is None:
            known = {"observations": OBSERVATIONS, "events": EVENTS, "absences": ABSENCES}.get(name, schema)
            assert known is not None, f"the columns of {name} are not known"
            order = _ORDER if "series" in known else ("seq",)
            found = self._tables[name] = Table(self.folder / name, known, order)
        return found


def _runs(files: Sequence[File]) -> list[list[File]]:
    """Files by last seq, in runs: those of a run hold different series, so that a series is in one of them."""
    runs: list[list[File]] = []
    low, high = "", ""
    for file in files:
        first, last = file.series
        alike = bool(runs) and (file.rows < SMALL_ROWS) == (runs[-1][0].rows < SMALL_ROWS)
        if alike and first > high:
            runs[-1].append(file)
            high = last
        elif alike and last < low:
            runs[-1].append(file)
            low = first
        else:
            runs.append([file])
            low, high = first, last
    return runs


def _crowded(files: Sequence[File]) -> bool:
    """Whether a series has to be looked for in many places, or there are many small files."""
    return sum(file.rows < SMALL_ROWS for file in files) >= 2 * COMPACT_EVERY or len(_runs(files)) >= COMPACT_EVERY


def _tail(files: Sequence[File]) -> Sequence[File]:
    """The newest runs, and those before them up to one that is much larger: so each row is rewritten seldom."""
    taken: list[File] = []
    rows = count = 0
    for run in reversed(_runs(files)):
        size = sum(file.rows for file in run)
        if max(count, len(taken)) >= COMPACT_EVERY // 2 and size > 4 * rows:
            break
        taken, rows, count = [*run, *taken], rows + size, count + 1
    return taken


def _holds(file: File, wanted: Sequence[str]) -> bool:
    """Whether one of some series, which are sorted, may be in a file."""
    least, most = file.series
    place = bisect_left(wanted, least)
    return place < len(wanted) and wanted[place] <= most


def _among(wanted: Sequence[str]) -> pl.Expr:
    if len(wanted) == 1:
        return pl.col("series") == wanted[0]
    # The bounds let row groups be left out without a look at each id.
    return pl.col("series").is_between(pl.lit(wanted[0]), pl.lit(wanted[-1])) & pl.col("series").is_in(wanted)


def _first_seq(file: File) -> int:
    first = file.least.get("seq")
    return first if isinstance(first, int) else 0
