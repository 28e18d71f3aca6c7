"""One append-only table in Delta: read as a snapshot, appended to and compacted in single commits."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema, Transaction
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from tallywire.errors import NewsroomError

REBUILD = "Run `tallywire rebuild`: the record is made anew from the archive"
ROW_GROUP = 8_192
"""Small enough that one series is read in a few milliseconds."""

CHECKPOINTS = {"delta.checkpointInterval": "20"}

NO_ROOM = 1 << 20
"""With fewer bytes left, a disk counts as full."""

_LAST = "\U0010ffff"

Stat = int | str | bool | date | datetime | None


class File(msgspec.Struct, frozen=True):
    """A Parquet file of a snapshot; least, most and nulls are those of its columns, as far as they are known."""

    path: Path
    size: int
    rows: int
    least: dict[str, Stat]
    most: dict[str, Stat]
    nulls: dict[str, int]

    @property
    def last_seq(self) -> int:
        last = self.most.get("seq")
        return last if isinstance(last, int) else 0

    @property
    def series(self) -> tuple[str, str]:
        """The first and last series that it may hold."""
        least, most = self.least.get("series"), self.most.get("series")
        return (least, most) if isinstance(least, str) and isinstance(most, str) else ("", _LAST)

    def only(self, column: str) -> Stat:
        """The value that a column has in every row; None where that is not known."""
        one = self.least.get(column)
        return one if one == self.most.get(column) and not self.nulls.get(column, 1) else None


class Snapshot(msgspec.Struct, frozen=True):
    """A table as it stood: its files by their last seq. What is committed later does not change what it reads.

    table: the table's own id, "" where there is none yet. marks: number by the name of each application
    transaction that was asked for.
    """

    table: str
    files: tuple[File, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def last_seq(self) -> int:
        return max((file.last_seq for file in self.files), default=0)


class Table:
    """A Delta table in folder `path`, with `schema`; rows are sorted by `order` within each file."""

    def __init__(self, path: Path, schema: pl.Schema, order: Sequence[str] = ("seq",)) -> None:
        self.path = path
        self.schema = schema
        self.order = list(order)
        self._held: DeltaTable | None = None
        self._seen: tuple[DeltaTable, int, Snapshot] | None = None

    def snapshot(self) -> Snapshot:
        """The table as it stands now; raises NewsroomError where it cannot be read, or was made otherwise."""
        with self._readable():
            found = self._snapshot(self._now())
            _check_sizes(found.files)
            return found

    def number(self, name: str) -> int:
        """The number that the last commit under `name` carried; 0 for none."""
        with self._readable():
            table = self._now()
            return 0 if table is None else table.transaction_version(name) or 0

    def scan(self, files: Sequence[File]) -> pl.LazyFrame:
        """The rows of some files of a snapshot; collect them within `reading`."""
        if not files:
            return self.schema.to_frame().lazy()
        _check_sizes(files)
        return pl.scan_parquet([file.path for file in files])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Errors of reading become NewsroomErrors."""
        with self._readable():
            yield

    def append(self, frame: pl.DataFrame, marks: Mapping[str, int], *, first: Mapping[str, int]) -> None:
        """Add rows and set numbers in one commit; `first` are set only by the commit that makes the table."""
        with self._writable():
            table = self._now()
            if table is None:
                self.path.mkdir(parents=True, exist_ok=True)
                schema = Schema.from_arrow(self.schema)
                table = self._held = DeltaTable.create(
                    self.path, schema, configuration=CHECKPOINTS, commit_properties=_numbers(first)
                )
            actions: list[AddAction | RemoveAction] = []
            if frame.height:
                actions.append(self._write(frame))
            self._commit(table, actions, marks)

    def compact(self, files: Sequence[File], *, rows: int, read: bool = True) -> None:
        """Rewrite `files`, which are the last of a snapshot, as files of about `rows` rows each, in one commit.

        A series is in one of the new files only. The old ones are kept for a week, for readers that are at them;
        not if nobody can have `read` them yet.
        """
        with self._writable():
            table = self._now()
            if table is None:
                return
            actions: list[AddAction | RemoveAction] = [_without(file) for file in files]
            for part in self._parts(files, rows):
                actions.append(self._write(part, moved=True))
            self._commit(table, actions, {})
            table.create_checkpoint()
            if read:
                table.vacuum(dry_run=False, full=True)
            else:
                table.vacuum(0, dry_run=False, enforce_retention_duration=False, full=True)

    def _parts(self, files: Sequence[File], rows: int) -> Iterator[pl.DataFrame]:
        scanned = self.scan(files)
        total = sum(file.rows for file in files)
        if total <= rows + rows // 2 or "series" not in self.schema:
            yield scanned.collect()
            return
        lengths = scanned.group_by("series").len().sort("series").collect(engine="streaming")
        number = (lengths["len"].cum_sum() - 1) // rows
        for part in lengths.select("series", part=number).partition_by("part", maintain_order=True):
            low, high = part["series"][0], part["series"][-1]
            here = [file for file in files if file.series[0] <= high and low <= file.series[1]]
            yield self.scan(here).filter(pl.col("series").is_between(pl.lit(low), pl.lit(high))).collect()

    def _write(self, frame: pl.DataFrame, *, moved: bool = False) -> AddAction:
        frame = frame.select(self.schema.names()).sort(self.order)
        name = f"part-{uuid.uuid4()}.parquet"
        path = self.path / name
        frame.write_parquet(path, row_group_size=ROW_GROUP)
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())
        return AddAction(name, path.stat().st_size, {}, _now_ms(), not moved, _statistics(frame))

    def _commit(self, table: DeltaTable, actions: list[AddAction | RemoveAction], marks: Mapping[str, int]) -> None:
        table.create_write_transaction(
            actions,
            "append",
            table.schema(),
            commit_properties=_numbers(marks),
            post_commithook_properties=PostCommitHookProperties(create_checkpoint=True),
        )
        table.update_incremental()

    def _now(self) -> DeltaTable | None:
        """The table as it stands; opening it anew takes longer than asking what came in."""
        if self._held is not None and self._held_is_there():
            if not self._is_newest(self._held.version()):
                self._held.update_incremental()
            return self._held
        self._held = DeltaTable(self.path) if DeltaTable.is_deltatable(str(self.path)) else None
        if self._held is not None:
            names = [field.name for field in self._held.schema().fields]
            lacking = [name for name in self.schema.names() if name not in names]
            if lacking:
                self._held = None
                raise OSError(f"it was made by an earlier version of Tallywire and has no column {lacking[0]!r}")
        return self._held

    def _is_newest(self, version: int) -> bool:
        """Whether a version is in the log and none after it is; old ones are cleaned away in order, so none hides."""
        log = self.path / "_delta_log"
        return (log / f"{version:020d}.json").exists() and not (log / f"{version + 1:020d}.json").exists()

    def _held_is_there(self) -> bool:
        return (self.path / "_delta_log").is_dir()

    def _snapshot(self, table: DeltaTable | None) -> Snapshot:
        if table is None:
            return Snapshot("", ())
        if self._seen is not None and self._seen[0] is table and self._seen[1] == table.version():
            return self._seen[2]
        actions = pl.DataFrame(table.get_add_actions(flatten=True))
        root = Path(table.table_uri.removeprefix("file://"))
        files = [_file(root, row) for row in actions.iter_rows(named=True)]
        found = Snapshot(str(table.metadata().id), tuple(sorted(files, key=lambda file: (file.last_seq, file.path))))
        self._seen = (table, table.version(), found)
        return found

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (DeltaError, OSError, pl.exceptions.PolarsError) as error:
            self._held = None
            raise NewsroomError(
                f"the table cannot be read: {_first(error)}", where=str(self.path), hint=REBUILD
            ) from None

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except (DeltaError, OSError, pl.exceptions.PolarsError) as error:
            self._held = None
            raise NewsroomError(
                f"the table cannot be written: {self._full() or _first(error)}",
                where=str(self.path),
                hint="Make room, then run again",
            ) from None

    def _full(self) -> str:
        """In plain words that the disk is full, if it is: writers of tables name many other things then."""
        with suppress(OSError):
            return os.strerror(errno.ENOSPC) if shutil.disk_usage(self.path).free < NO_ROOM else ""
        return ""


def _numbers(marks: Mapping[str, int]) -> CommitProperties:
    return CommitProperties(app_transactions=[Transaction(name, number) for name, number in marks.items()])


def _without(file: File) -> RemoveAction:
    return RemoveAction(file.path.name, False, _now_ms(), file.size)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


_COUNTED = ("seq", "series", "start", "granularity", "value", "places", "bounded", "status", "known_at", "vintage")
_EMPTY = ("text", "published_at", "standing")


def _statistics(frame: pl.DataFrame) -> str:
    """What Delta keeps of a file: the least and most of those columns by which reads leave files out."""
    counted = [name for name in _COUNTED if name in frame.columns and frame[name].null_count() < frame.height]
    return json.dumps(
        {
            "numRecords": frame.height,
            "minValues": {name: _written(frame[name].min()) for name in counted},
            "maxValues": {name: _written(frame[name].max()) for name in counted},
            "nullCount": {name: frame[name].null_count() for name in (*_COUNTED, *_EMPTY) if name in frame.columns},
        }
    )


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


def _file(root: Path, row: dict[str, object]) -> File:
    def column(kind: str) -> dict[str, Stat]:
        return {name.removeprefix(kind): value for name, value in row.items() if name.startswith(kind)}  # type: ignore[misc]

    path, size, rows = row["path"], row["size_bytes"], row["num_records"]
    nulls = {name: count for name, count in column("null_count.").items() if isinstance(count, int)}
    return File(
        path=root / str(path),
        size=size if isinstance(size, int) else 0,
        rows=rows if isinstance(rows, int) else 0,
        least={name: value for name, value in column("min.").items() if value is not None},
        most={name: value for name, value in column("max.").items() if value is not None},
        nulls=nulls,
    )


def _check_sizes(files: Sequence[File]) -> None:
    # Polars aborts instead of raising where a Parquet file was cut short.
    for file in files:
        size = file.path.stat().st_size
        if size != file.size:
            raise OSError(f"{file.path.name} is {size:,} bytes long, not {file.size:,}")


def _first(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
