"""SQLite: one table with an index by series, period and seq."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import polars as pl

from bench.recording.rows import COLUMNS

Rows = list[tuple[object, ...]]


def load(path: Path) -> Rows:
    """Rows as SQLite takes them: times as whole microseconds, dates as text."""
    frame = pl.read_parquet(path, columns=COLUMNS)
    return frame.with_columns(
        pl.col("start", "end").cast(pl.String), pl.col("published_at", "known_at").to_physical()
    ).rows()


def append(folder: Path, rows: Rows, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with closing(_open(folder)) as database, database:
        if number == 0:
            database.execute(f"CREATE TABLE observations ({names})")
            database.execute("CREATE INDEX cells ON observations (series, start, seq)")
        marks = ", ".join("?" * len(COLUMNS))
        database.executemany(f"INSERT INTO observations ({names}) VALUES ({marks})", rows)


def count(folder: Path) -> int:
    with closing(_open(folder)) as database:
        found: int = database.execute("SELECT count(*) FROM observations").fetchone()[0]
        return found


def one(folder: Path, series: str, moment: datetime) -> list[tuple[str, int]]:
    with closing(_open(folder)) as database:
        asked = """SELECT start, max(seq) FROM observations WHERE series = ? AND known_at <= ?
                   GROUP BY start ORDER BY start"""
        return database.execute(asked, (series, _microseconds(moment))).fetchall()


def whole(folder: Path, moment: datetime) -> tuple[int, int, int]:
    # The sums are taken inside, so that no row needs to become a Python object.
    asked = """SELECT count(*), sum(value), sum(seq) FROM
               (SELECT value, max(seq) AS seq FROM observations WHERE known_at <= ? GROUP BY series, start)"""
    with closing(_open(folder)) as database:
        cells, values, seqs = database.execute(asked, (_microseconds(moment),)).fetchone()
        return cells, values, seqs


def _open(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "observations.sqlite")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp()) * 1_000_000
