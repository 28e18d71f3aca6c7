"""A body laid out by a child process with limits, so that a hostile file can harm, stall or fill nothing here."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

import msgspec

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid

CPU_SECONDS = 60
MEMORY = 2 << 30
"""Bytes of address space."""
MAX_ANSWER = 256 << 20
"""Bytes in which the child tells what it found."""
_WALL_SECONDS = 5 * CPU_SECONDS
"""The child only computes; it needs longer than its processor time where others want the processor too."""
_AT_ONCE = threading.BoundedSemaphore(2)
_KEPT_CELLS = 500_000
"""Cells of grids that are kept, since a figure is looked up in its cell right after it was read."""
_ENVIRONMENT = ("PATH", "HOME", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one reading; small ones are for tests."""

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = _WALL_SECONDS
    memory: int = MEMORY
    cells: int = MAX_CELLS


LIMITS = Limits()


class _Laid(msgspec.Struct, frozen=True):
    caption: str
    rows: tuple[tuple[str, ...], ...]
    spanned: tuple[tuple[int, int, int, int], ...]


class _Answer(msgspec.Struct, frozen=True):
    tables: tuple[_Laid, ...] = ()
    refused: str = ""
    hint: str = ""


_kept: OrderedDict[tuple[str, str, bytes], tuple[Grid, ...]] = OrderedDict()
_keeping = threading.Lock()


def laid_apart(
    reader: Literal["pdf", "xlsx"], body: bytes, settings: dict[str, str | int], limits: Limits = LIMITS
) -> tuple[Grid, ...]:
    """The grids that `reader` finds in a body; `settings` go to it as they are.

    Raises TableError with what the reader says, and where it runs out of time or memory.
    """
    asked = msgspec.json.encode({**msgspec.structs.asdict(limits), **settings}).decode()
    key = (reader, asked, hashlib.sha256(body).digest())
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with _AT_ONCE:
        answer = _asked(reader, asked, body, limits)
    if answer.refused:
        raise TableError(answer.refused, hint=answer.hint)
    grids = tuple(
        Grid(table.rows, table.caption, {(row, column): (top, left) for row, column, top, left in table.spanned})
        for table in answer.tables
    )
    _keep(key, grids)
    return grids


def _keep(key: tuple[str, str, bytes], grids: tuple[Grid, ...]) -> None:
    with _keeping:
        _kept[key] = grids
        while _kept and sum(map(_size, _kept.values())) > _KEPT_CELLS:
            _kept.popitem(last=False)


def _size(grids: tuple[Grid, ...]) -> int:
    return 1 + sum(len(row) + 1 for grid in grids for row in grid.rows)


def _asked(reader: str, asked: str, body: bytes, limits: Limits) -> _Answer:
    child = Path(__file__).with_name("apart_child.py")
    # -P: beside the child lie modules named csv and html, which must not stand in for Python's own.
    process = subprocess.Popen(
        [sys.executable, "-P", str(child), reader, asked],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
    assert process.stdin is not None and process.stdout is not None
    late = threading.Timer(limits.wall_seconds, process.kill)
    giving = threading.Thread(target=_give, args=(process.stdin, body), daemon=True)
    late.start()
    giving.start()
    try:
        told = process.stdout.read(MAX_ANSWER + 1)
    finally:
        process.kill()
        code = process.wait()
        late.cancel()
        giving.join()
        process.stdout.close()
    return _understood(reader, told, code, limits)


def _give(where: IO[bytes], body: bytes) -> None:
    with suppress(OSError):  # a child that gave up reads no further, and says why itself
        where.write(body)
    with suppress(OSError):
        where.close()


def _understood(reader: str, told: bytes, code: int, limits: Limits) -> _Answer:
    """The child's answer; for one that told nothing whole, what its end means."""
    if len(told) <= MAX_ANSWER:
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(told, type=_Answer)
    if len(told) > MAX_ANSWER:
        return _Answer(refused=f"its tables fill more than {MAX_ANSWER >> 20} MiB")
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return _Answer(
            refused=f"it takes more than {limits.cpu_seconds} seconds of computing to read",
            hint="Name the page in table.page" if reader == "pdf" else "",
        )
    return _Answer(
        refused=f"it cannot be laid out within {limits.memory >> 20} MiB of memory (its reader ended with {code})"
    )
