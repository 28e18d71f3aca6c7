"""DuckDB: a table in its own file. It runs in the peers' environment, which has none of Tallywire's packages."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb  # type: ignore[import-not-found]

LEFT_OUT = "standing, vintage"


def load(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that holds the release in memory."""
    held = duckdb.connect()
    held.execute(f"CREATE TABLE release AS SELECT * EXCLUDE ({LEFT_OUT}) FROM read_parquet('{path}')")
    return held


def append(folder: Path, rows: duckdb.DuckDBPyConnection, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Others can read the file only once the writer has let go of it.
    rows.execute(f"ATTACH '{folder / 'observations.duckdb'}' AS kept")
    if number == 0:
        rows.execute("CREATE TABLE kept.observations AS SELECT * FROM release LIMIT 0")
    rows.execute("INSERT INTO kept.observations SELECT * FROM release")
    rows.execute("DETACH kept")


def count(folder: Path) -> int:
    with closing(_open(folder)) as database:
        found: int = database.execute("SELECT count(*) FROM observations").fetchone()[0]
        return found


def one(folder: Path, series: str, moment: datetime) -> list[tuple[str, int]]:
    asked = """SELECT start, max(seq) FROM observations WHERE series = ? AND known_at <= ?
               GROUP BY start ORDER BY start"""
    with closing(_open(folder)) as database:
        return [(start.isoformat(), seq) for start, seq in database.execute(asked, [series, moment]).fetchall()]


def whole(folder: Path, moment: datetime) -> tuple[int, int, int]:
    asked = """CREATE TEMP TABLE found AS
               SELECT series, start, arg_max(value, seq) AS value, max(seq) AS seq FROM observations
               WHERE known_at <= ? GROUP BY series, start"""
    with closing(_open(folder)) as database:
        database.execute(asked, [moment])
        cells, values, seqs = database.execute("SELECT count(*), sum(value), sum(seq) FROM found").fetchone()
        return cells, int(values), int(seqs)


def _open(folder: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(folder / "observations.duckdb"), read_only=True)
