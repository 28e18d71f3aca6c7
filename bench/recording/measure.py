"""What the record and its peers take, each task in a process of its own, and that they answer alike."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.measured import OWN, Measured
from bench.recording.rows import RELEASES, SEED, known_at, series_id, series_of, write_releases

HERE = Path(__file__).parents[2]
ONES = 20

Say = Callable[[str], None]


class Contender(msgspec.Struct, frozen=True):
    """A module of `bench.recording`, and the Python that runs it."""

    module: str
    who: str
    python: str = sys.executable


class Ran(msgspec.Struct, frozen=True):
    """What a child took and answered. peak: of its memory, in MiB."""

    seconds: list[float]
    answers: list[object]
    peak: float


def contenders(peers: Path | None) -> list[Contender]:
    """Tallywire and its peers; DuckDB only where `peers`, the Python of their environment, is there."""
    found = [
        Contender("own", OWN),
        Contender("polars_parquet", "Polars + Parquet"),
        Contender("plain_delta", "plain deltalake"),
        Contender("sqlite", "SQLite"),
    ]
    return [*found, Contender("duck", "DuckDB", str(peers))] if peers is not None else found


def recording(work: Path, observations: int, *, peers: Path | None, runs: int, say: Say) -> list[Measured]:
    """All figures at one size. Raises RuntimeError where two contenders do not answer alike."""
    releases = write_releases(work / f"releases-{observations}", observations)
    half, now = known_at(RELEASES // 2 - 1), known_at(RELEASES)
    series = series_of(observations)
    chosen = random.Random(SEED).sample(range(series), min(ONES, series))
    part = f"The record, {observations:,} observations"
    tables = work / f"tables-{observations}"
    shutil.rmtree(tables, ignore_errors=True)
    found: list[Measured] = []
    answers: dict[str, list[object]] = {}
    for one in contenders(peers):
        say(f"  {one.who} ...")

        def ran(task: str, one: Contender = one, **more: object) -> Ran:
            return _run(one, {"task": task, "folder": str(tables / one.module), **more})

        def add(what: str, unit: str, figures: Sequence[float], who: str = one.who, *, more: bool = False) -> None:
            found.append(Measured(part=part, what=what, who=who, unit=unit, runs=tuple(figures), more=more))

        appended = ran("append", releases=[str(path) for path in releases])
        each = observations / RELEASES / 1e6
        add("appending a release", "million/s", [each / taken for taken in appended.seconds], more=True)
        add("memory while appending", "MiB", [appended.peak])
        ids = [series_id(number) for number in chosen]
        ones = ran("one", series=ids, moment=half.isoformat())
        add("one series as of a moment, from disk", "ms", [taken * 1000 for taken in ones.seconds])
        past = [ran("whole", moment=half.isoformat()) for _ in range(runs)]
        add("all series as of a moment", "s", [each.seconds[0] for each in past])
        add("memory of that", "MiB", [each.peak for each in past])
        last = [ran("whole", moment=now.isoformat()) for _ in range(runs)]
        add("all series as they stand", "s", [each.seconds[0] for each in last])
        add("memory of that, as they stand", "MiB", [each.peak for each in last])
        told = [appended.answers[-1], *ones.answers, past[0].answers[0], last[0].answers[0]]
        if one.module == "own":
            made = ran("make_matrix")
            add("making the matrix anew", "s", made.seconds)
            opened = [ran("open_latest") for _ in range(max(runs, 5))]
            add("opening the matrix", "s", [each.seconds[0] for each in opened])
            summed = [ran("latest") for _ in range(max(runs, 5))]
            add("summing the matrix", "s", [each.seconds[0] for each in summed])
            _alike(summed[0].answers[0], last[0].answers[0], "the matrix")
        else:
            # What they do instead of opening a matrix is read all series as they stand.
            add("opening the matrix", "s", [each.seconds[0] for each in last])
        answers[one.who] = told
        _alike(told, answers[OWN], one.who)
        shutil.rmtree(tables / one.module)
    return sorted(found, key=lambda each: _ORDER.index(each.what))


_ORDER = [
    "appending a release",
    "memory while appending",
    "one series as of a moment, from disk",
    "all series as of a moment",
    "memory of that",
    "all series as they stand",
    "memory of that, as they stand",
    "making the matrix anew",
    "opening the matrix",
    "summing the matrix",
]


def _alike(told: object, own: object, who: str) -> None:
    if told != own:
        raise RuntimeError(f"{who} answers {str(told)[:300]}, Tallywire {str(own)[:300]}")


def _run(one: Contender, asked: dict[str, object]) -> Ran:
    command = [one.python, "-m", "bench.recording.child", json.dumps({"who": one.module, **asked})]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{one.who}: {done.stderr.strip()[-1500:]}")
    return msgspec.json.decode(done.stdout, type=Ran)
