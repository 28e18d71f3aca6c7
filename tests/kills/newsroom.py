"""The newsroom that is killed: `python -m tests.kills.newsroom`, which forks for each order that it reads.

An order is a line of JSON. What the fork says, it says in lines of JSON too; when it ended, its status is a line.
One process imports everything once, so that a restart costs what a restart does, not an import.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import traceback
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

import tallywire.desk.newsroom as opening
import tallywire.desk.watching.taking_in as taking_in
import tallywire.record.matrix.matrix as matrix
import tallywire.record.store as store
import tallywire.record.table as table
from tallywire.desk import Newsroom, Ticking, Told, Watched, rebuild_newsroom, watch_on
from tallywire.record import Archive
from tallywire.watch import Limits, Pace
from tests.kills.moments import MOMENTS, arm

LONGEST = 30
"""Seconds after which a fork ends, whatever it is at."""

ROTATE_AT = 150_000


class Order(msgspec.Struct, frozen=True):
    """Watch (or rebuild) the newsroom in `folder` for so many seconds; end at the n-th call of `moment`, if any."""

    folder: str
    moment: str = ""
    nth: int = 1
    seconds: float = 2.0
    rebuild: bool = False


class Line(msgspec.Struct, frozen=True):
    """What a fork says: its process, that it watches, an acknowledged release, trouble, or how it ended.

    seqs: of the observations that a release brought. notice: the state of which the source's notice tells.
    """

    pid: int = 0
    watching: bool = False
    source: str = ""
    release: str = ""
    seqs: tuple[int, ...] = ()
    notice: str = ""
    trouble: str = ""
    ended: int | None = None


def say(line: Line) -> None:
    # One write, so that a kill leaves no half of a line in the pipe.
    os.write(1, msgspec.json.encode(line) + b"\n")


def line_of(watched: Watched) -> Line:
    """What is acknowledged of a source that was watched."""
    return Line(
        source=watched.source,
        release=watched.release.id if watched.release is not None else "",
        seqs=tuple(each.seq for each in watched.arrivals.observations) if watched.arrivals is not None else (),
        notice=watched.notice.after if watched.notice is not None else "",
    )


def tell(told: Told) -> None:
    say(Line(trouble=told.trouble) if told.watched is None else line_of(told.watched))


def often() -> None:
    """Let happen all the time what is rare: full files, compactions, folds, and sources that are due."""

    def due(*args: object, **named: object) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=0.02 * random.random())

    store.COMPACT_EVERY = 4
    matrix.MOST_PATCHES = 3
    table.CHECKPOINTS["delta.checkpointInterval"] = "7"
    for module, name, instead in (
        (opening, "Archive", partial(Archive, rotate_at=ROTATE_AT)),
        (taking_in, "next_due", due),
    ):
        setattr(module, name, instead)


async def watch(order: Order) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(order.seconds, stop.set)
    with Newsroom(Path(order.folder)) as newsroom:
        say(Line(watching=True))
        await watch_on(
            newsroom,
            stop,
            limits=Limits(retries=0),
            pace=Pace(interval=0),
            ticking=Ticking(tick=0.02, look=0.1, again=0.05),
            tell=tell,
        )


def play(order: Order) -> None:
    """Follow an order in this process."""
    signal.alarm(LONGEST)
    say(Line(pid=os.getpid()))
    if order.moment:
        arm(MOMENTS[order.moment], order.nth)
    if order.rebuild:
        rebuild_newsroom(Path(order.folder))
    else:
        asyncio.run(watch(order))


def main() -> None:
    often()
    say(Line(pid=os.getpid()))
    for text in sys.stdin.buffer:
        order = msgspec.json.decode(text, type=Order)
        pid = os.fork()
        if not pid:
            try:
                play(order)
            finally:
                # The fork ends here, whatever it ended with: it is not to read orders itself.
                if sys.exc_info()[0] is not None:
                    say(Line(trouble=traceback.format_exc()))
                os._exit(0)
        _, ended = os.waitpid(pid, 0)
        say(Line(ended=os.waitstatus_to_exitcode(ended)))


if __name__ == "__main__":
    main()
