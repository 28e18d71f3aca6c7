"""The record's benchmark runs on a few series, and its contenders answer alike; how good they are is no matter."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bench.measured import OWN, Measured
from bench.recording import measure, own
from bench.recording.measure import Contender, recording
from bench.recording.rows import RELEASES, ROWS_EACH, known_at, release, series_id, write_releases
from tallywire.record.rows import OBSERVATIONS

SERIES = 5
OBSERVATIONS_HERE = SERIES * RELEASES * ROWS_EACH


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    said: list[str] = []
    work = tmp_path_factory.mktemp("recording")
    found = recording(work, OBSERVATIONS_HERE, peers=None, runs=1, say=said.append)
    assert len(said) == 4 and not any((work / f"tables-{OBSERVATIONS_HERE}").iterdir())
    return found


def test_every_contender_is_measured_at_everything_but_the_matrix(figures: list[Measured]) -> None:
    own_only = {"making the matrix anew", "summing the matrix"}
    for what in {one.what for one in figures}:
        who = {one.who for one in figures if one.what == what}
        assert who == ({OWN} if what in own_only else {OWN, "Polars + Parquet", "plain deltalake", "SQLite"})
    assert all(value > 0 for one in figures for value in one.runs)


def test_releases_restate_two_months_and_bring_eight() -> None:
    first, second = release(0, SERIES), release(1, SERIES)
    assert first.schema == OBSERVATIONS and first.height == second.height == SERIES * ROWS_EACH
    assert (first["vintage"].sum(), second["vintage"].sum()) == (0, SERIES * 2)
    both = pl.concat([first, second])
    assert both["seq"].to_list() == list(range(1, 2 * SERIES * ROWS_EACH + 1))
    assert both.select("series", "start", "vintage").is_unique().all()
    assert (both["literal"].str.replace(".", "", literal=True).cast(pl.Int64) == both["value"]).all()


def test_answers_are_those_of_the_rows(tmp_path: Path) -> None:
    paths = write_releases(tmp_path / "releases", OBSERVATIONS_HERE)
    for number, path in enumerate(paths):
        own.append(tmp_path / "own", own.load(path), number)
    rows = pl.read_parquet(paths).filter(pl.col("known_at") <= known_at(3))
    last = {
        (series, start): (value, seq) for series, start, value, seq in rows["series", "start", "value", "seq"].rows()
    }
    values, seqs = zip(*last.values(), strict=True)
    assert own.whole(tmp_path / "own", known_at(3)) == (len(last), sum(values), sum(seqs))
    assert [seq for _, seq in own.one(tmp_path / "own", series_id(2), known_at(3))] == [
        seq for (series, _), (_, seq) in last.items() if series == series_id(2)
    ]


def test_a_contender_that_answers_otherwise_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="SQLite answers"):
        measure._alike([1, 2], [1, 3], "SQLite")
    with pytest.raises(RuntimeError, match=r"(?s)nobody: .*No module named"):
        measure._run(Contender("nobody", "nobody"), {"task": "append", "folder": str(tmp_path)})
