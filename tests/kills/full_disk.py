"""A newsroom on a disk that gets full: `python -m tests.kills.full_disk PART FOLDER BLOCKS`, in its own mounts.

PART is the folder of the newsroom that is on a small disk, "" for all of it. The newsroom is watched without end; the
disk is filled up but for so many blocks (1,2,4), each time in turn, and emptied once the newsroom has told of
trouble. Says in one line of JSON what it told, and what was wrong in the end.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tallywire.desk import Newsroom, Ticking, Told, init, watch_on
from tallywire.watch import Limits, Pace
from tests.kills.agency import SOURCES, opened
from tests.kills.checks import faults
from tests.kills.newsroom import Line, line_of, often
from tests.kills.small_disk import Disk

LONGEST = 60.0


class Filled(msgspec.Struct, frozen=True):
    """troubles: what was told while the disk was full, by the blocks that were left. faults: what was wrong after."""

    troubles: dict[int, list[str]]
    faults: list[str]
    acknowledged: int


class Heard:
    """What the loop said, and a way to wait for more of it."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.acknowledged: list[Line] = []
        self._more = asyncio.Event()

    def tell(self, told: Told) -> None:
        if told.watched is None:
            self.troubles.append(told.trouble)
        else:
            self.acknowledged.append(line_of(told.watched))
        self._more.set()

    async def until(self, *, troubles: int = 0, acknowledged: int = 0) -> None:
        """Wait for so many more."""
        troubles, acknowledged = troubles + len(self.troubles), acknowledged + len(self.acknowledged)
        async with asyncio.timeout(LONGEST):
            while len(self.troubles) < troubles or len(self.acknowledged) < acknowledged:
                self._more.clear()
                await self._more.wait()


async def play(folder: Path, disk: Disk, leaves: Sequence[int], heard: Heard) -> dict[int, list[str]]:
    told: dict[int, list[str]] = {}
    with Newsroom(folder) as newsroom:
        stop = asyncio.Event()
        watching = asyncio.create_task(
            watch_on(
                newsroom,
                stop,
                limits=Limits(retries=0),
                pace=Pace(interval=0),
                ticking=Ticking(tick=0.02, look=0.1, again=0.05),
                tell=heard.tell,
            )
        )
        try:
            await heard.until(acknowledged=SOURCES)
            for leave in leaves:
                before = len(heard.troubles)
                disk.fill(leave=leave)
                await heard.until(troubles=2)
                disk.free()
                told[leave] = heard.troubles[before:]
                await heard.until(acknowledged=SOURCES)
        finally:
            stop.set()
            await watching
    return told


def main(part: str, folder: Path, leaves: Sequence[int]) -> None:
    often()
    heard = Heard()
    disk = Disk(folder) if not part else None
    with opened(seed=7) as agency:
        init(folder)
        disk = disk or Disk(folder / part)
        for number in range(SOURCES):
            (folder / "sources" / f"s{number:02}.toml").write_text(agency.source_text(number), encoding="utf-8")
        told = asyncio.run(play(folder, disk, leaves, heard))
        found = faults(folder, agency, heard.acknowledged, whole=True)
    sys.stdout.buffer.write(msgspec.json.encode(Filled(told, found, len(heard.acknowledged))) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [int(leave) for leave in sys.argv[3].split(",")])
