"""Pages published again over HTTP on this machine, release by release, through the code that watches."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from tallywire.desk import SetClock, Watched, watch_once
from tallywire.series import Classified, Observation, Restatement
from tests.desk.making import QUICK, simulated
from tests.replay.rebuilding import Version
from tests.watch.server import answer, serving

HEAD = """\
id = "{id}"
name = "The office of {id}"
address = "{address}"
media = "csv"
allow_hosts = ["127.0.0.1"]
"""

SERIES = """
[[series]]
slug = "{slug}"
title = "{title}"
unit = "units"
kind = "stock"
frequency = "{frequency}"
cumulative = {cumulative}
{where}
"""


class Page(msgspec.Struct, frozen=True):
    """What a source gives from a moment on; `source` is its source file from then on, "" where that stays."""

    at: datetime
    id: str
    body: bytes
    source: str = ""


class Played(msgspec.Struct, frozen=True):
    """The folder, and what each page gave, in order."""

    folder: Path
    watched: Sequence[Watched]
    last: datetime


def series(slug: str, title: str, where: str, *, frequency: str = "D", cumulative: bool = False) -> str:
    return SERIES.format(
        slug=slug, title=title, where=where, frequency=frequency, cumulative="true" if cumulative else "false"
    )


def play(folder: Path, pages: Iterable[Page], sources: Mapping[str, str]) -> Played:
    """Publish each page at its time and watch its source once. sources: id -> what follows the head of its file."""
    watched: list[Watched] = []
    ordered = iter(pages)
    page = next(ordered)
    with serving() as site:

        def text(id: str, rest: str) -> str:
            return HEAD.format(id=id, address=site.address(f"/{id}.csv")) + rest

        files = {f"{id}.toml": text(id, rest) for id, rest in sources.items()}
        with simulated(folder, files, page.at) as newsroom:
            clock = newsroom.clock
            assert isinstance(clock, SetClock)
            while True:
                if page.source:
                    (folder / "sources" / f"{page.id}.toml").write_text(text(page.id, page.source), encoding="utf-8")
                    newsroom.reload_sources()
                site.answers[f"/{page.id}.csv"] = answer(page.body, headers=(("Content-Type", "text/csv"),))
                clock.time = max(clock.time, page.at)
                watched += watch_once(newsroom, only=(page.id,), limits=QUICK)
                following = next(ordered, None)
                if following is None:
                    break
                page = following
    return Played(folder, watched, clock.time)


def long_table(version: Version) -> bytes:
    """A row a figure: date, measure, value."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("date", "measure", "value"))
    for day, row in version.table.items():
        rows.writerows((day.isoformat(), field, text) for field, text in row.items())
    return out.getvalue().encode()


def wide_table(version: Version, fields: Sequence[str]) -> bytes:
    """A row a day, a column a field, empty where there is no figure."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("date", *fields))
    for day, row in version.table.items():
        rows.writerow((day.isoformat(), *(row.get(field, "") for field in fields)))
    return out.getvalue().encode()


Restated = tuple[datetime, date, str, str, str]
"""When, of which day, in which series, from what to what, as written."""


def restated(pair: Restatement) -> Restated:
    before, after = pair.before, pair.after
    return after.known_at, after.period.start, after.series.split("/")[1], _written(before), _written(after)


def _written(observation: Observation) -> str:
    return "" if observation.value is None else observation.literal


def places(found: Classified) -> list[tuple[datetime, date, str, str, str]]:
    """When, of which day, in which series, which class by which rule: one for each figure."""
    slug = found.series.split("/")[1]
    return [(found.known_at, period.start, slug, found.kind, found.rule) for period in found.periods]
