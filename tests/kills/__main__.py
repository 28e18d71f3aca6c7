"""So many kills, and a table of them: `python -m tests.kills [KILLS] [SEED]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.kills.playing import Kill, order_of, playing

EVERY = 10
"""After so many kills the record is rebuilt and every literal looked up."""

A_NEWSROOM = 60
"""Kills of one newsroom; then a new one begins."""


def kills_of(moments: list[str], seed: int) -> Iterator[Kill]:
    """One newsroom's kills; the last look, and each tenth, is a whole one."""
    with tempfile.TemporaryDirectory() as folder, playing(Path(folder) / "newsroom", seed) as play:
        for number, moment in enumerate(moments, start=1):
            yield play.kill(moment, whole=number % EVERY == 0 or number == len(moments))


def main(kills: int, seed: int) -> int:
    began = time.monotonic()
    done: list[Kill] = []
    moments = list(order_of(kills, seed))
    for first in range(0, kills, A_NEWSROOM):
        for kill in kills_of(moments[first : first + A_NEWSROOM], seed + first):
            done.append(kill)
            for fault in kill.faults:
                sys.stdout.write(f"kill {len(done)}, {kill.moment}: {fault}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{'moment':40} {'lives':>6} {'kills':>6} {'faults':>6}\n")
    for moment in (*sorted({kill.moment for kill in done}), ""):
        own = [kill for kill in done if moment in ("", kill.moment)]
        hit, wrong = sum(kill.hit for kill in own), sum(bool(kill.faults) for kill in own)
        sys.stdout.write(f"{moment or 'in all':40} {len(own):6} {hit:6} {wrong:6}\n")
    acknowledged = sum(kill.acknowledged for kill in done)
    sys.stdout.write(f"{acknowledged:,} fetches acknowledged, {time.monotonic() - began:.0f} s\n")
    return 1 if any(kill.faults for kill in done) else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(main(*(given + [300, 1][len(given) :])))
