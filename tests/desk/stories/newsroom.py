"""A newsroom that watched a page on which the last count falls sharply, and whose page can be overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tallywire.desk import Newsroom, leads
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import Story, approve, publish, take_in
from tests.desk.making import day, put, simulated, source_text, watch
from tests.watch.server import Site, serving

PAGE = "/counts.csv"
COUNTS = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(100_000 + (n * 7919) % 601) for n in range(30)}
FALL = {**COUNTS, "2022-07": "95000"}
ID = "prisons-people-fall-2022-07"
SERIES = "prisons/people"


class Room(msgspec.Struct, frozen=True):
    """A newsroom, its desk, and the page that it watches."""

    newsroom: Newsroom
    db: DeskDB
    site: Site

    def overwrite(self, on: float, **figures: str) -> None:
        """The agency puts other figures on its page (m2022_07="95500"), and the page is watched."""
        changed = {name[1:].replace("_", "-"): figure for name, figure in figures.items()}
        put(self.site, PAGE, FALL | changed)
        watch(self.newsroom, day(on))

    def take_in(self, on: float) -> tuple[Story, ...]:
        """What is found on a day is told and taken in."""
        found = leads(self.newsroom, self.newsroom.as_of(day(on)))
        return take_in(self.db, self.newsroom, found, who="cli", at=day(on))

    def out(self, on: float) -> Story:
        """Taken in, approved and published."""
        [story] = self.take_in(on)
        approve(self.db, story.id, who="ed", at=day(on))
        return publish(self.db, story.id, who="ed", at=day(on))


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    """With the fall on its page, found by nobody yet."""
    with serving() as site:
        put(site, PAGE, COUNTS)
        source = source_text("prisons", site.address(PAGE))
        with simulated(folder / "newsroom", {"prisons.toml": source}) as newsroom:
            watch(newsroom, day(0))
            put(site, PAGE, FALL)
            watch(newsroom, day(35))
            yield Room(newsroom, DeskDB(newsroom.folder / "desk.db"), site)
