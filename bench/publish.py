"""How long publishing takes: everything from nothing, and after one new brief; beside Pelican."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench import peers
from bench.measured import OWN, Measured
from bench.newsroom import add_approved

PART = "Publishing"
FIRST = "everything, from nothing"
NEXT = "after one new brief"


class Cost(msgspec.Struct, frozen=True):
    """seconds: by the wall clock. processor: seconds of it, all processes. peak: MiB of the largest process."""

    seconds: float
    processor: float
    peak: float


class Size(msgspec.Struct, frozen=True):
    files: int
    megabytes: float


def publishing(newsroom: Path, work: Path, *, pelican: Path | None, runs: int, first_runs: int) -> list[Measured]:
    """Times, memory, files and bytes. pelican: the command, None to leave the peer out.

    Leaves the newsroom published.
    """
    found: list[Measured] = []
    first = []
    for _ in range(first_runs):
        shutil.rmtree(newsroom / "site", ignore_errors=True)
        first.append(cost(_publish(newsroom)))
    found += _measured(OWN, FIRST, first, size(newsroom / "site"))
    after = []
    for number in range(runs):
        add_approved(newsroom, number)
        after.append(cost(_publish(newsroom)))
    found += _measured(OWN, NEXT, after, None)
    if pelican is not None:
        articles = work / "pelican"
        # A process begins with the peak of the one that starts it, which must not have held all briefs.
        subprocess.run([sys.executable, "-m", "bench.peers", str(newsroom), str(articles)], check=True)
        name = f"Pelican {peers.version(pelican)}"
        command = peers.command(pelican, articles)
        first = []
        for _ in range(first_runs):
            peers.forget(articles)
            first.append(cost(command))
        found += _measured(name, FIRST, first, size(articles / "output"))
        after = []
        for number in range(runs):
            peers.add_article(articles, number)
            after.append(cost(command))
        found += _measured(name, NEXT, after, None)
    return sorted(found, key=lambda one: (one.what != FIRST, _UNITS.index(one.unit)))


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end; raises RuntimeError where it fails."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read()
    taken = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said.decode(errors='replace')}")
    return Cost(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def size(folder: Path) -> Size:
    """Files under a folder, and what they hold; those that begin with a dot are no pages."""
    held = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return Size(len(held), sum(held) / 1e6)


def _publish(newsroom: Path) -> list[str]:
    return [sys.executable, "-m", "tallywire", "publish", "--newsroom", str(newsroom)]


_UNITS = ("s", "s of processors", "ms a file", "MiB, largest process", "files", "MB of files")


def _measured(who: str, what: str, costs: Sequence[Cost], made: Size | None) -> list[Measured]:
    values: list[list[float]] = [
        [one.seconds for one in costs],
        [one.processor for one in costs],
        [one.seconds / made.files * 1000 for one in costs] if made else [],
        [one.peak for one in costs],
        [made.files] if made else [],
        [made.megabytes] if made else [],
    ]
    return [
        Measured(part=PART, what=what, who=who, unit=unit, runs=tuple(runs))
        for unit, runs in zip(_UNITS, values, strict=True)
        if runs
    ]
