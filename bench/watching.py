"""A watch without pause over the benchmark's agencies: `python -m bench.watching FOLDER`, until its input ends.

Each round fetches forty pages, a tenth of which gained a month, archives them and takes their figures in. Says
how many rounds there were.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

from bench.agencies import AGENCIES, put_pages
from bench.newsroom import answer_from
from tallywire.demo.agencies import Agencies
from tallywire.desk import Newsroom, SetClock, watch_once


def watch(folder: Path) -> None:
    waiting = Thread(target=sys.stdin.read, daemon=True)
    waiting.start()
    with Agencies() as agencies:
        answer_from(folder, agencies.base)
        with Newsroom(folder, write=True) as room:
            assert isinstance(room.clock, SetClock), "the demo's newsroom is a simulated one"
            rounds = 0
            while waiting.is_alive():
                rounds += 1
                room.clock.time += timedelta(minutes=1)
                put_pages(agencies, grown=rounds)
                watch_once(room, only=[agency.id for agency in AGENCIES])
                if rounds == 1:
                    sys.stdout.write("watching\n")
                    sys.stdout.flush()
    sys.stdout.write(f"{rounds}\n")


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
