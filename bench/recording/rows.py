"""Releases of made-up monthly series as rows, the same for every contender.

24 releases; each brings ten rows of every series: eight new months and the two before them restated (the first
release ten new months). Values have one decimal place.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from tallywire.record.rows import OBSERVATIONS

RELEASES = 24
ROWS_EACH = 10
NEW_EACH = 8
START = datetime(2024, 1, 1, tzinfo=UTC)
SEED = 20221101

COLUMNS = [name for name in OBSERVATIONS if name not in ("standing", "vintage")]
"""What the peers keep: all that an observation is; the other two are Tallywire's own help to its reads."""


def series_of(observations: int) -> int:
    return observations // (RELEASES * ROWS_EACH)


def series_id(number: int) -> str:
    return f"agency{number % 97:02d}/region-{number:06d}"


def known_at(release: int) -> datetime:
    return START + timedelta(days=30 * release)


def write_releases(folder: Path, observations: int) -> list[Path]:
    """One Parquet file a release in `folder`, by seq; files that are there are used again."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"release-{number:02d}.parquet" for number in range(RELEASES)]
    for number, path in enumerate(paths):
        if not path.exists():
            release(number, series_of(observations)).write_parquet(path.with_suffix(".new"))
            path.with_suffix(".new").rename(path)
    return paths


def release(number: int, series: int) -> pl.DataFrame:
    """The rows of one release, columns as in `rows.OBSERVATIONS`."""
    first = max(0, number * NEW_EACH)
    months = np.tile(np.arange(first, first + ROWS_EACH), series)
    restated = months < first + (ROWS_EACH - NEW_EACH) if number else np.zeros(len(months), dtype=np.bool_)
    starts = pl.Series([_month(month) for month in range(first, first + ROWS_EACH + 1)])
    value = np.random.default_rng(SEED + number).integers(1_000, 10_000_000, len(months))
    count = len(months)
    frame = pl.DataFrame(
        {
            "seq": np.arange(count) + number * count + 1,
            "series": pl.Series([series_id(each) for each in range(series)]).gather(np.repeat(np.arange(series), 10)),
            "start": starts.gather(months - first),
            "end": starts.gather(months - first + 1),
            "value": value,
            "row": np.arange(count) + 1,
            "vintage": restated.astype(np.int32),
        }
    )
    digits = pl.col("value").cast(pl.String)
    return frame.with_columns(
        granularity=pl.lit("month"),
        places=pl.lit(1),
        text=None,
        quantum=pl.lit("0.1"),
        bounded=False,
        low=None,
        high=None,
        low_open=False,
        high_open=False,
        status=pl.lit("final"),
        release=pl.lit(f"{number:020d}"),
        table=0,
        column=1,
        literal=digits.str.slice(0, digits.str.len_bytes() - 1) + "." + digits.str.slice(-1),
        published_at=None,
        known_at=pl.lit(known_at(number)),
        standing=None,
    ).select(pl.col(name).cast(kind) for name, kind in OBSERVATIONS.items())


def _month(number: int) -> date:
    return date(2004 + number // 12, number % 12 + 1, 1)
