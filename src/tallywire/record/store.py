"""The record's tables in Delta: append-only, one commit a tick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import DeltaError

from tallywire.errors import NewsroomError
from tallywire.record.rows import (
    EVENTS,
    OBSERVATIONS,
    SeqEvent,
    event_frame,
    events_from,
    observation_frame,
    observations_from,
)
from tallywire.series import Observation

COMPACT_EVERY = 200
_MARK = "tallywire.derived"
_REBUILD = "Run `tallywire rebuild`: the record is made anew from the archive"


class Store:
    """`observations` and `events` under `folder`.

    A commit carries, in the same atomic step as its rows, the number of the last archive entry they were derived
    from, as a Delta application transaction: after a crash either both are there or neither.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writing: dict[str, DeltaTable] = {}

    def append(self, batch: Sequence[Observation], *, mark: int) -> None:
        """Commit observations derived from the archive up to entry `mark`; the batch may be empty."""
        self._commit("observations", observation_frame(batch), mark)

    def append_events(self, batch: Sequence[SeqEvent], *, mark: int) -> None:
        self._commit("events", event_frame(batch), mark)

    def read_all(self) -> Sequence[Observation]:
        """Every observation, by seq."""
        return observations_from(self.frame())

    def read_events(self) -> Sequence[SeqEvent]:
        """Every recorded version of every event, by seq."""
        return events_from(self._read("events", EVENTS))

    def frame(self) -> pl.DataFrame:
        """Every observation as a row, by seq; columns as in `rows.OBSERVATIONS`."""
        return self._read("observations", OBSERVATIONS)

    def mark(self) -> int:
        """The archive entry up to which observations were derived; 0 for none."""
        return self._mark("observations")

    def events_mark(self) -> int:
        return self._mark("events")

    def _open(self, name: str) -> DeltaTable | None:
        path = self.folder / name
        try:
            return DeltaTable(path) if DeltaTable.is_deltatable(str(path)) else None
        except (DeltaError, OSError) as error:
            raise NewsroomError(
                f"the table cannot be read: {_first(error)}", where=str(path), hint=_REBUILD
            ) from None

    def _mark(self, name: str) -> int:
        table = self._open(name)
        return 0 if table is None else table.transaction_version(_MARK) or 0

    def _read(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        table = self._open(name)
        if table is None:
            return schema.to_frame()
        try:
            self._check_sizes(table)
            return pl.read_delta(table).select(schema.names()).sort("seq")
        except (DeltaError, OSError, pl.exceptions.PolarsError) as error:
            where = str(self.folder / name)
            raise NewsroomError(f"the table cannot be read: {_first(error)}", where=where, hint=_REBUILD) from None

    def _check_sizes(self, table: DeltaTable) -> None:
        # Polars aborts instead of raising where a Parquet file was cut short.
        actions = pl.DataFrame(table.get_add_actions(flatten=True)).select("path", "size_bytes")
        for name, size in actions.iter_rows():
            path = Path(table.table_uri.removeprefix("file://")) / name
            if path.stat().st_size != size:
                raise OSError(f"{name} is {path.stat().st_size:,} bytes long, not {size:,}")

    def _commit(self, name: str, frame: pl.DataFrame, mark: int) -> None:
        path = self.folder / name
        try:
            path.mkdir(parents=True, exist_ok=True)
            table = self._writing.get(name) or self._open(name)
            properties = CommitProperties(app_transactions=[Transaction(_MARK, mark)])
            write_deltalake(table or path, frame, mode="append", commit_properties=properties)
            # Opening a table anew for each commit takes longer than the commit.
            table = self._writing[name] = table or DeltaTable(path)
            if table.version() % COMPACT_EVERY == COMPACT_EVERY - 1:
                table.optimize.compact()
                table.create_checkpoint()
                # What compaction replaced is kept for a week, for readers that are at it.
                table.vacuum(dry_run=False)
        except (DeltaError, OSError) as error:
            self._writing.pop(name, None)
            raise NewsroomError(
                f"the table cannot be written: {_first(error)}", where=str(path), hint="Make room, then run again"
            ) from None


def _first(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
