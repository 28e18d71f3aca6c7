"""Dense reads of the record: all series, or many, as of a moment, or as first published."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import msgspec
import polars as pl

from tallywire.record.matrix.block import ASIDE, BOUNDED, DERIVED, FINAL, MISSING, PROVISIONAL, Dense
from tallywire.record.matrix.scatter import ROWS, Scatter
from tallywire.record.rows import OBSERVATIONS
from tallywire.record.store import Store
from tallywire.record.table import File, Snapshot
from tallywire.series import AsOf, Basis, Frequency

_CODES = {"final": FINAL, "provisional": PROVISIONAL, "derived": DERIVED, "missing": FINAL}
_DATED: Mapping[Basis, str] = {"proven": "standing", "asserted": "published_at"}

_LEEWAY = timedelta(seconds=1)
"""The times that Delta keeps of a file may be cut to a part of a second."""


class Frequencies:
    """The frequencies of the series that are known; all others are irregular."""

    def __init__(self, by_id: Mapping[str, Frequency]) -> None:
        self.by_id = by_id

    @cached_property
    def checksum(self) -> int:
        said = sorted(f"{id}\t{frequency}\n" for id, frequency in self.by_id.items())
        return zlib.crc32("".join(said).encode())


class DenseReads:
    """A store's observations as of one snapshot, and rows that are not in it yet, read as dense blocks.

    Each file is scattered in the order in which its rows stand, in linear time; no group is formed.
    """

    def __init__(
        self, store: Store, snapshot: Snapshot, known: Frequencies, pending: pl.DataFrame | None = None
    ) -> None:
        self._store = store
        self._snapshot = snapshot
        self._pending = pending if pending is not None else OBSERVATIONS.to_frame()
        self.known = known

    @property
    def frequencies(self) -> Mapping[str, Frequency]:
        return self.known.by_id

    @property
    def table(self) -> str:
        """The id of the table of observations; "" where there is none."""
        return self._snapshot.table

    @property
    def last_seq(self) -> int:
        """The last seq on disk."""
        return self._snapshot.last_seq

    def standing(self, ids: Collection[str] | None = None) -> Dense:
        """What stands now, of all series or some."""
        return self.as_of(AsOf(datetime.max.replace(tzinfo=UTC)), ids)

    def as_of(self, moment: AsOf, ids: Collection[str] | None = None) -> Dense:
        """What stood at a moment, of all series or some."""
        dated = _DATED[moment.basis]
        files = [file for file in self._snapshot.files if not _after(file, moment, dated)]
        return self._scattered(files, _Wanted(moment, dated, self._keyed(files, dated), ids))

    def first_published(self) -> Dense:
        """For each series and period the figure first published."""
        files = self._snapshot.files
        return self._scattered(files, _Wanted(None, "standing", self._keyed(files, "standing"), None))

    def rows_after(self, seq: int) -> pl.DataFrame:
        """Rows on disk with a greater seq, by series and seq; columns as in `scatter.ROWS`, and `standing`."""
        rows = self._store.rows(self._snapshot, after=seq)
        wanted = _Wanted(AsOf(datetime.max.replace(tzinfo=UTC)), "standing", False, None)
        return wanted.of(rows.lazy(), None, "standing").collect()

    def _keyed(self, files: Sequence[File], dated: str) -> bool:
        plain = all(file.nulls.get(dated) == file.rows for file in files)
        return not plain or self._pending[dated].null_count() < self._pending.height

    def _scattered(self, files: Sequence[File], wanted: _Wanted) -> Dense:
        scatter = Scatter(self.frequencies, keyed=wanted.keyed, first=wanted.moment is None, between=_between(files))
        for file in files:
            scatter.add(self._rows(file, wanted))
        pending = self._pending.lazy().sort("series", "seq")
        if wanted.ids is not None:
            pending = pending.filter(pl.col("series").is_in(sorted(wanted.ids)))
        scatter.add(wanted.of(pending, None).collect())
        return scatter.finish()

    def _rows(self, file: File, wanted: _Wanted) -> pl.DataFrame:
        return self._store.of_file(file, lambda rows: wanted.of(rows, file), wanted.ids)


class _Wanted(msgspec.Struct, frozen=True):
    """Which rows of a file are wanted, and whether with their keys. moment None: those with a value."""

    moment: AsOf | None
    dated: str
    keyed: bool
    ids: Collection[str] | None

    def of(self, rows: pl.LazyFrame, file: File | None, *also: str) -> pl.LazyFrame:
        key = pl.coalesce(self.dated, "known_at")
        if self.moment is None:
            rows = rows.filter(pl.col("value").is_not_null() | pl.col("text").is_not_null())
        elif file is None or not _before(file, self.moment, self.dated):
            known = pl.col("known_at") if self.moment.basis == "proven" else key
            rows = rows.filter(known <= self.moment.time)
        if self.keyed:
            rows = rows.with_columns(key=key.to_physical())
        return rows.select(
            "seq",
            "series",
            "start",
            "end",
            _constant(file, "granularity").cast(ROWS["granularity"]),
            "value",
            "places",
            "text",
            _constant(file, "status").cast(ROWS["status"]),
            _code(file).alias("code"),
            *(["key"] if self.keyed else []),
            *also,
        )


def _between(files: Sequence[File]) -> tuple[date, date] | None:
    least = [day for file in files if isinstance(day := file.least.get("start"), date)]
    most = [day for file in files if isinstance(day := file.most.get("start"), date)]
    return (min(least), max(most)) if least and most else None


def _constant(file: File | None, name: str) -> pl.Expr:
    """A column; where it has one value in the whole file, that value, which need not be read."""
    one = file.only(name) if file is not None else None
    return pl.col(name) if one is None else pl.lit(one).alias(name)


def _code(file: File | None) -> pl.Expr:
    """What a cell is: see `block`."""
    status = file.only("status") if file is not None else None
    said = (
        pl.lit(_CODES[str(status)], pl.UInt8)
        if status is not None
        else pl.col("status").cast(ROWS["status"]).replace_strict(_CODES, return_dtype=pl.UInt8)
    )
    if file is None or file.most.get("bounded") is not False:
        said = said + pl.col("bounded").cast(pl.UInt8) * BOUNDED
    if file is None or file.nulls.get("value") != 0:
        unfit = pl.when(pl.col("text").is_not_null()).then(pl.lit(ASIDE, pl.UInt8))
        said = pl.when(pl.col("value").is_not_null()).then(said).otherwise(unfit.otherwise(pl.lit(MISSING, pl.UInt8)))
    return said


def _plain(file: File, dated: str) -> bool:
    """Whether all of a file's rows stand where they were recorded."""
    return file.nulls.get(dated) == file.rows


def _after(file: File, moment: AsOf, dated: str) -> bool:
    least = file.least.get("known_at")
    sure = moment.basis == "proven" or _plain(file, dated)
    return sure and isinstance(least, datetime) and least > moment.time


def _before(file: File, moment: AsOf, dated: str) -> bool:
    most = file.most.get("known_at")
    sure = moment.basis == "proven" or _plain(file, dated)
    return sure and isinstance(most, datetime) and most + _LEEWAY < moment.time
