"""The demo's briefs, told and ready to be edited."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tallywire.desk import Newsroom, edition
from tallywire.record import NameCatalogue
from tests.demo.played import Demo
from tests.desk.wording.told_briefs import ToldBriefs

IDS = {
    "unemployment": "utopia-unemployment-low-2022-10",
    "lighthouses": "utopia-lighthouses-takedown-2022-11-22",
    "library": "utopia-library-rise-2022-10",
    "ferry": "utopia-ferry-fall-2022-10",
    "bicycles": "utopia-bicycles-revision-2022-03-",
    "colonies": "fsin-colonies-fall-2022-11-01",
    "payrolls": "usbls-nonfarm-fall-2009-04",
}


@pytest.fixture(scope="session")
def told(demo: Demo) -> Iterator[ToldBriefs]:
    with Newsroom(demo.folder) as newsroom:
        briefs = edition(newsroom).briefs
        named = {name: next(b for b in briefs if b.id.startswith(id)) for name, id in IDS.items()}
        every = {brief.id: brief for brief in briefs}
        yield ToldBriefs(newsroom, named | every, NameCatalogue(newsroom.series()), newsroom.clock.now())
