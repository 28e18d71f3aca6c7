"""Tallywire's own record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

from tallywire.record import Matrix, Store
from tallywire.record.histories import Histories
from tallywire.record.matrix import Dense, DenseReads, Frequencies
from tallywire.series import AsOf, Frequency

NONE_KNOWN: Mapping[str, Frequency] = {}

_held: dict[Path, Store] = {}


def load(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path)


def append(folder: Path, rows: pl.DataFrame, number: int) -> None:
    # A newsroom that watches keeps its store open.
    _held.setdefault(folder, Store(folder)).append_frame(rows, mark=number + 1)


def count(folder: Path) -> int:
    return Store(folder).snapshot().rows


def one(folder: Path, series: str, moment: datetime) -> list[tuple[str, int]]:
    found = Histories(Store(folder), {}).history(series).as_of(AsOf(moment))
    return [(each.period.start.isoformat(), each.seq) for each in found]


def whole(folder: Path, moment: datetime) -> tuple[int, int, int]:
    return totals(_reads(folder).as_of(AsOf(moment)))


def make_matrix(folder: Path) -> None:
    Matrix(folder / "matrix").rebuild(_reads(folder))


def update_matrix(folder: Path) -> None:
    Matrix(folder / "matrix").update(_reads(folder))


def latest(folder: Path) -> tuple[int, int, int]:
    return totals(Matrix.open(folder / "matrix").dense(NONE_KNOWN))


def open_latest(folder: Path) -> int:
    block = Matrix.open(folder / "matrix").block("M")
    assert block is not None, "the benchmark's series are monthly"
    return int(block.values[0, 0])


def totals(dense: Dense) -> tuple[int, int, int]:
    """How many cells there are, the sum of their values in tenths, and that of their seqs."""
    block = dense.blocks["M"]
    return int((block.mask > 0).sum()), int(block.values.sum()), int(block.seq.sum())


def _reads(folder: Path) -> DenseReads:
    store = Store(folder)
    return DenseReads(store, store.snapshot(), Frequencies(NONE_KNOWN))
