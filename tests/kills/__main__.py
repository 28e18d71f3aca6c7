"""So many kills, and a table of them: `python -m tests.kills [KILLS] [SEED]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.kills.playing import Kill, order_of, playing

EVERY = 10
"""After so many kills the record is rebuilt and every literal looked up."""


def main(kills: int, seed: int) -> int:
    began = time.monotonic()
    done: list[Kill] = []
    with tempfile.TemporaryDirectory() as folder, playing(Path(folder) / "newsroom", seed) as play:
        for number, moment in enumerate(order_of(kills, seed), start=1):
            kill = play.kill(moment, whole=number % EVERY == 0 or number == kills)
            done.append(kill)
            for fault in kill.faults:
                sys.stdout.write(f"kill {number}, {moment}: {fault}\n")
            sys.stdout.flush()
        acknowledged = len(play.acknowledged)
    wrong = sum(bool(kill.faults) for kill in done)
    sys.stdout.write(f"{'moment':40} {'lives':>6} {'kills':>6} {'faults':>6}\n")
    for moment in sorted({kill.moment for kill in done}):
        own = [kill for kill in done if kill.moment == moment]
        hit, bad = sum(kill.hit for kill in own), sum(bool(kill.faults) for kill in own)
        sys.stdout.write(f"{moment:40} {len(own):6} {hit:6} {bad:6}\n")
    hit = sum(kill.hit for kill in done)
    sys.stdout.write(f"{'in all':40} {len(done):6} {hit:6} {wrong:6}\n")
    sys.stdout.write(f"{acknowledged:,} fetches acknowledged, {time.monotonic() - began:.0f} s\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(main(*(given + [300, 1][len(given) :])))
