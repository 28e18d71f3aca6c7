"""Polars and Parquet: one file a release in a folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl

from bench.recording.rows import COLUMNS


def load(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, columns=COLUMNS)


def append(folder: Path, rows: pl.DataFrame, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Renamed when it is whole, so that a reader never meets half a file.
    path = folder / f"{number:04d}.parquet"
    rows.write_parquet(path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


def count(folder: Path) -> int:
    return int(_scan(folder).select(pl.len()).collect().item())


def one(folder: Path, series: str, moment: datetime) -> list[tuple[str, int]]:
    rows = _scan(folder).filter(pl.col("series") == series)
    found = latest_of(rows, moment).sort("start").collect()
    return [(start.isoformat(), seq) for start, seq in found.select("start", "seq").iter_rows()]


def whole(folder: Path, moment: datetime) -> tuple[int, int, int]:
    return totals(latest_of(_scan(folder), moment).collect())


def latest_of(rows: pl.LazyFrame, moment: datetime) -> pl.LazyFrame:
    """The last row of each cell; the rows come in the order in which they were recorded."""
    known = rows.filter(pl.col("known_at") <= moment)
    return known.group_by("series", "start").agg(pl.col("value", "seq").last())


def totals(found: pl.DataFrame) -> tuple[int, int, int]:
    return found.height, int(found["value"].sum()), int(found["seq"].sum())


def _scan(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "*.parquet")
