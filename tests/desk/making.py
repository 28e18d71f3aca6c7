"""Newsrooms that are played against a server on this machine, one round of watching at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tallywire.brief import Brief
from tallywire.desk import DeskDB, Newsroom, SetClock, Watched, init, watch_once
from tallywire.desk.stories import approve, published, take_in
from tallywire.desk.stories import publish as published_story
from tallywire.series import AsOf
from tallywire.statement import Lead
from tallywire.watch import Limits
from tests.watch.server import Site, answer

START = datetime(2022, 11, 1, 9, tzinfo=UTC)
QUICK = Limits(retries=0, total_seconds=20)
"""An outage is told at the first try."""

SOURCE = """\
id = "{id}"
name = "The office of {id}"
address = "{address}"
media = "csv"
topic = "Prisons"
allow_hosts = ["127.0.0.1"]

[period]
column = "month"

[[series]]
slug = "{slug}"
title = "people in {id}"
unit = "people"
kind = "stock"
frequency = "M"
column = "{column}"
"""

Rows = Mapping[str, str]
"""A page: month -> the figure as written."""


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def source_text(id: str, address: str, *, slug: str = "people", column: str = "people") -> str:
    return SOURCE.format(id=id, address=address, slug=slug, column=column)


def csv(rows: Rows, column: str = "people") -> bytes:
    return "\n".join([f"month,{column}", *(f"{month},{figure}" for month, figure in rows.items())]).encode()


def put(site: Site, path: str, rows: Rows) -> None:
    """Overwrite the page at `path`."""
    site.answers[path] = answer(csv(rows), headers=(("Content-Type", "text/csv; charset=utf-8"),))


def fail(site: Site, path: str, status: str) -> None:
    """Let the page at `path` answer with an error page."""
    site.answers[path] = answer(status.encode(), status=status, headers=(("Content-Type", "text/html"),))


def made(folder: Path, sources: Mapping[str, str]) -> Path:
    """A newsroom with these source files."""
    init(folder)
    for name, text in sources.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def simulated(folder: Path, sources: Mapping[str, str], at: datetime = START) -> Iterator[Newsroom]:
    """A simulated newsroom, open for writing, that begins at a given time."""
    with Newsroom(made(folder, sources), write=True, clock=SetClock(at)) as newsroom:
        newsroom.archive.declare_simulated(at=at, real=newsroom.clock.real())
        yield newsroom


@contextmanager
def reopened(folder: Path, at: datetime) -> Iterator[Newsroom]:
    """The same newsroom in a later process."""
    with Newsroom(folder, write=True, clock=SetClock(at)) as newsroom:
        yield newsroom


def watch(newsroom: Newsroom, at: datetime) -> tuple[Watched, ...]:
    """One round at the given time."""
    assert isinstance(newsroom.clock, SetClock)
    newsroom.clock.time = at
    return watch_once(newsroom, limits=QUICK)


def watch_only(newsroom: Newsroom, at: datetime) -> Watched:
    """One round of a newsroom that has one source."""
    [watched] = watch(newsroom, at)
    return watched


def figures(newsroom: Newsroom, series: str) -> dict[str, str]:
    """What the record says now: month -> literal."""
    held = newsroom.record.observations(series, as_of=AsOf(newsroom.clock.now()))
    return {str(each.period): each.literal for each in held}


def let_out(newsroom: Newsroom, found: Sequence[Lead]) -> tuple[Brief, ...]:
    """Put leads on the desk and let readers see what they became."""
    db, at = DeskDB(newsroom.desk), newsroom.clock.now()
    for story in take_in(db, newsroom, found, who="a test", at=at):
        if story.state == "draft":
            approve(db, story.id, who="a test", at=at)
            published_story(db, story.id, who="a test", at=at)
    return published(db)
