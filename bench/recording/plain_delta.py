"""Plain deltalake, read with Polars."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake

from bench.recording.polars_parquet import latest_of, load, totals

__all__ = ["append", "count", "load", "one", "whole"]


def append(folder: Path, rows: pl.DataFrame, number: int) -> None:
    write_deltalake(folder, rows, mode="append")


def count(folder: Path) -> int:
    return int(pl.scan_delta(DeltaTable(folder)).select(pl.len()).collect().item())


def one(folder: Path, series: str, moment: datetime) -> list[tuple[str, int]]:
    rows = _rows(folder).filter(pl.col("series") == series)
    found = latest_of(rows.sort("seq"), moment).sort("start").collect()
    return [(start.isoformat(), seq) for start, seq in found.select("start", "seq").iter_rows()]


def whole(folder: Path, moment: datetime) -> tuple[int, int, int]:
    known = _rows(folder).filter(pl.col("known_at") <= moment)
    # Delta keeps no order among its files: the last is the one with the greatest seq.
    last = pl.col("value").get(pl.col("seq").arg_max())
    return totals(known.group_by("series", "start").agg(last, pl.col("seq").max()).collect())


def _rows(folder: Path) -> pl.LazyFrame:
    return pl.scan_delta(DeltaTable(folder))
