"""Kills in their order: each starts a newsroom, ends it, and looks at what is left."""

from __future__ import annotations

import random
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from tallywire.desk import init
from tallywire.record.index import remove as remove_index
from tests.kills.agency import SOURCES, Agency, opened
from tests.kills.checks import faults
from tests.kills.moments import MOMENTS
from tests.kills.newsroom import LONGEST, Line, Order

TIMED = "a random moment"
KILLED = -9
UNINDEXED = frozenset({"the index being made anew", "the index was made anew"})
"""Moments that come where the archive's index is gone, which anyone may delete."""


class Kill(msgspec.Struct, frozen=True):
    """One kill: what it was to hit, whether it did, how many releases were acknowledged, and what was wrong."""

    moment: str
    hit: bool
    acknowledged: int
    faults: tuple[str, ...]


class Play:
    """A newsroom in a folder, its agency, and the process whose forks are killed."""

    def __init__(self, folder: Path, agency: Agency, forks: subprocess.Popen[bytes], seed: int) -> None:
        self.folder = folder
        self.acknowledged: list[Line] = []
        self._agency = agency
        self._forks = forks
        self._chance = random.Random(seed)
        self._kills = 0
        self._events = 0

    def kill(self, moment: str, *, whole: bool = False) -> Kill:
        """One life of the newsroom, which ends at `moment`; whole: looked at with a rebuild and every literal."""
        self._kills += 1
        self._change_events()
        if self._chance.random() < 0.3:
            # It is derived: without it every source is due at once.
            for path in (self.folder / "index").glob("watch.db*"):
                path.unlink()
        if moment in UNINDEXED:
            remove_index(self.folder / "archive")
        chosen = MOMENTS.get(moment)
        nth = 1 if chosen is None else self._chance.randint(1, max(1, 2 * chosen.usual))
        order = Order(
            str(self.folder),
            moment if chosen is not None else "",
            nth,
            seconds=LONGEST if chosen is None else 2.0,
            rebuild=chosen is not None and chosen.group == "rebuild",
        )
        before = len(self.acknowledged)
        trouble, ended = self._live(order, self._chance.uniform(0.0, 0.8) if chosen is None else None)
        found = [*trouble, *faults(self.folder, self._agency, self.acknowledged, whole=whole)]
        if ended not in (KILLED, 0):
            found.append(f"ended with {ended}")
        return Kill(moment, ended == KILLED, len(self.acknowledged) - before, tuple(found))

    def _live(self, order: Order, delay: float | None) -> tuple[list[str], int]:
        """Trouble that was told, and how the fork ended. delay: seconds after which it is killed, if so."""
        stdin, stdout = self._forks.stdin, self._forks.stdout
        assert stdin is not None and stdout is not None
        stdin.write(msgspec.json.encode(order) + b"\n")
        stdin.flush()
        until = None
        pid, trouble = 0, list[str]()
        while True:
            if until is not None and not _readable(stdout, until - time.monotonic()):
                subprocess.run(["kill", "-KILL", str(pid)], check=True)
                until = None
            line = msgspec.json.decode(stdout.readline(), type=Line)
            if delay is not None and line.pid:
                until = time.monotonic() + delay
            pid = line.pid or pid
            if line.ended is not None:
                return trouble, line.ended
            if line.trouble:
                trouble.append(line.trouble)
            if line.source:
                self.acknowledged.append(line)

    def _change_events(self) -> None:
        if self._chance.random() < 0.4:
            self._events += 1
            rows = [f"a{n},amnesty,amnesty {n},2015-{1 + n % 12:02}-{1 + self._events % 28:02}" for n in range(5)]
            text = "\n".join(["id,kind,name,began", *rows]) + "\n"
            new = self.folder / "events.new"
            new.write_text(text, encoding="utf-8")
            new.replace(self.folder / "events" / "amnesties.csv")


def _readable(stdout: IO[bytes], seconds: float) -> bool:
    return bool(select.select([stdout], [], [], max(0.0, seconds))[0])


@contextmanager
def playing(folder: Path, seed: int) -> Iterator[Play]:
    """A newsroom that watches twenty pages, and everything that it takes to kill it; no process is left behind."""
    with opened(seed) as agency:
        init(folder)
        for number in range(SOURCES):
            (folder / "sources" / f"s{number:02}.toml").write_text(agency.source_text(number), encoding="utf-8")
        forks = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.newsroom"],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert forks.stdin is not None and forks.stdout is not None
        try:
            forks.stdout.readline()
            yield Play(folder, agency, forks, seed)
        finally:
            forks.stdin.close()
            forks.wait(LONGEST + 10)
            forks.stdout.close()


def order_of(kills: int, seed: int) -> Sequence[str]:
    """The moments of so many kills: half at random, the others spread over all kinds, in a random order.

    What comes at a restart is put after a kill that leaves it something to do.
    """
    chance = random.Random(seed)
    before = {
        "a torn tail": "entry begun",
        "a torn tail cut": "entry begun",
        "catching up": "a release learned",
    }
    names = list(MOMENTS)
    chance.shuffle(names)
    groups: list[list[str]] = []
    count, at = 0, 0
    while count < kills:
        name = names[at // 2 % len(names)] if at % 2 else TIMED
        group = [before[name], name] if name in before else [name]
        groups.append(group)
        count, at = count + len(group), at + 1
    chance.shuffle(groups)
    return [name for group in groups for name in group][:kills]


def hits(kills: Sequence[Kill]) -> Counter[str]:
    """How often each kind was hit."""
    return Counter(kill.moment for kill in kills if kill.hit)
