"""The press: files of the site made and written, by several processes where there are thousands of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import msgspec

from tallywire.brief import Leaf
from tallywire.desk.clock import SetClock
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import NewsroomError, TallywireError

PARTIAL = ".partial"

MANY = 2_000
"""Files from which on a second process saves more time than it takes to read the desk once more."""

MOST_PROCESSES = 4
"""Each of them holds all briefs in memory."""

BLOCK = 64
"""Neighbouring files that one process makes: those of a brief show the same archived rows."""

Progress = Callable[[str], None]

Wanted = tuple[str, str]
"""The path and the key of a file that is to be made."""

Leaves = Callable[[Newsroom], Iterable[Leaf]]
"""All files of a newsroom's site; a function of a module, as other processes call it too."""


class Share(msgspec.Struct, frozen=True):
    """Paths of files that are made, and how many of them differ from what was there."""

    made: tuple[str, ...]
    changed: int


def print_off(
    newsroom: Newsroom, folder: Path, made: Sequence[Leaf], every: Leaves, *, progress: Progress | None = None
) -> Iterator[Share]:
    """Make `made` and write them under `folder`, each whole or not at all; yields what is done as it is.

    Where there are thousands, other processes make their share of what `every` gives them at the same time: a
    file whose key they find otherwise, as the archive or the desk grew meanwhile, is made here. Raises
    NewsroomError where a file cannot be written.
    """
    processes = min(_cores(), MOST_PROCESSES) if len(made) >= MANY else 1
    if processes == 1:
        yield from _here(folder, made, progress)
        return
    shares = [
        [leaf for place, leaf in enumerate(made) if place // BLOCK % processes == number]
        for number in range(processes)
    ]
    clock = newsroom.clock
    moment = clock.time if isinstance(clock, SetClock) else None
    # A fork would copy locks that other threads hold, of the server's or of the drawing library.
    with ProcessPoolExecutor(processes - 1, mp_context=get_context("spawn")) as pool:
        asked = [
            pool.submit(share, newsroom.folder, folder, moment, [(leaf.path, leaf.key) for leaf in part], every)
            for part in shares[1:]
        ]
        yield from _here(folder, shares[0], progress)
        for part, future in zip(shares[1:], asked, strict=True):
            yield from _fetched(folder, part, future, progress)


def share(newsroom: Path, folder: Path, moment: datetime | None, wanted: Sequence[Wanted], every: Leaves) -> Share:
    """Make and write those of the `wanted` files that this process finds with the same key; raises OSError."""
    keys = dict(wanted)
    made = []
    changed = 0
    try:
        with Newsroom(newsroom, clock=None if moment is None else SetClock(moment)) as room:
            for leaf in every(room):
                if keys.get(leaf.path) == leaf.key:
                    changed += write(folder / leaf.path, leaf.make())
                    made.append(leaf.path)
    except TallywireError:
        # The newsroom was altered under it; whoever asked still has it as it was, and makes the rest.
        return Share(tuple(made), changed)
    return Share(tuple(made), changed)


def write(path: Path, content: bytes) -> int:
    """Replace the file if its content differs; 1 if it was written."""
    try:
        if path.read_bytes() == content:
            return 0
    except (FileNotFoundError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + PARTIAL)
    partial.write_bytes(content)
    partial.replace(path)
    return 1


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raises NewsroomError for an OSError."""
    try:
        yield
    except OSError as error:
        raise NewsroomError(f"the site cannot be written: {error.strerror}", where=str(folder)) from None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(folder: Path, made: Iterable[Leaf], progress: Progress | None) -> Iterator[Share]:
    for leaf in made:
        if progress is not None:
            progress(leaf.path)
        content = leaf.make()
        with writing(folder):
            changed = write(folder / leaf.path, content)
        yield Share((leaf.path,), changed)


def _fetched(folder: Path, part: Sequence[Leaf], future: Future[Share], progress: Progress | None) -> Iterator[Share]:
    """What another process did; then what it left is made here."""
    try:
        with writing(folder):
            done = future.result()
    except BrokenProcessPool:
        # It ran out of memory, or this program is one that cannot be started a second time.
        done = Share((), 0)
    yield done
    there = frozenset(done.made)
    yield from _here(folder, [leaf for leaf in part if leaf.path not in there], progress)
