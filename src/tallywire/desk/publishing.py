"""The published site: what the desk has published, with its evidence and the record, as static files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.brief import Brief, Edition, Leaf
from tallywire.desk.ledger import ledger_claims
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.press import PARTIAL, Progress, print_off, write, writing
from tallywire.desk.sheets import series_sheets, source_sheets
from tallywire.desk.stacks import ArchiveStacks
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import kept_checks, withdrawn
from tallywire.desk.stories.published import published_hashed
from tallywire.errors import BusyError
from tallywire.feed import leaves
from tallywire.record import writer_lock

OWN_FOLDERS = (
    *("briefs", "cards", "charts", "compare", "evidence", "events", "feed-archive", "ledger", "months", "page"),
    *("places", "releases", "series", "sources", "topics"),
)
"""Folders of the site that hold nothing but its pages; beside them a host's own files may lie."""

KEYS = ".tallywire-keys"
"""In the site's folder: what each file was made from when it was last published."""

PATIENCE = 120.0
"""Seconds to wait for another publication of the same site."""


class Published(msgspec.Struct, frozen=True):
    """Where the site stands, how many files it has, how many were made anew and how many of them changed."""

    folder: Path
    files: int
    made: int
    written: int
    head: str


def edition(newsroom: Newsroom) -> Edition:
    """Everything that is published now."""
    db = DeskDB(newsroom.desk)
    shown, gone = published_hashed(db), withdrawn(db)
    briefs = tuple(brief for brief, _ in shown)
    settings = newsroom.settings
    return Edition(
        title=settings.title,
        desk=settings.desk,
        contact=settings.contact,
        about=settings.about,
        address=settings.address,
        generated=_last_change(newsroom, briefs, [each.at for each in gone]),
        head=newsroom.archive.head,
        entries=newsroom.archive.count,
        clock=newsroom.clock_word,
        briefs=briefs,
        withdrawn=gone,
        series=series_sheets(newsroom),
        sources=source_sheets(newsroom),
        events=tuple(newsroom.record.events("", as_of=newsroom.as_of())),
        ledger=ledger_claims(newsroom, kept_checks(db, on_ledger=True)),
        digests={brief.id: hash for brief, hash in shown if hash},
    )


def _last_change(newsroom: Newsroom, briefs: Sequence[Brief], others: Sequence[datetime]) -> datetime:
    """When the archive last grew or an item last changed: published again without news, the site stays as it is."""
    moments = [brief.updated or brief.published for brief in briefs]
    if newsroom.archive.last_at is not None:
        moments.append(newsroom.archive.last_at)
    return max((*moments, *others), default=newsroom.clock.now())


def publish(newsroom: Newsroom, *, progress: Progress | None = None) -> Published:
    """Write the site into the newsroom's `site` folder: only what changed is made, each file whole or not at all.

    The archive may grow meanwhile. One that was cut off is taken up where it stopped. Waits while another
    publication of this site runs; raises BusyError after two minutes, NewsroomError where the folder cannot be
    written.
    """
    folder = newsroom.folder / "site"
    with _alone(folder):
        made = edition(newsroom)
        with writing(folder):
            before, there = _keys(folder), set(_files(folder))
        keys: dict[str, str] = {}
        waiting: list[Leaf] = []
        for leaf in leaves(made, ArchiveStacks(newsroom)):
            keys[leaf.path] = leaf.key
            if before.get(leaf.path) != leaf.key or leaf.path not in there:
                waiting.append(leaf)
        written = 0
        try:
            for done in print_off(newsroom, folder, waiting, _every_leaf, progress=progress):
                written += done.changed
                before.update((path, keys[path]) for path in done.made)
        except BaseException:
            with suppress(OSError):  # what stopped it is told; the keys only save time
                write(folder / KEYS, msgspec.json.encode(before))
            raise
        with writing(folder):
            _drop_stale(folder, there, keys)
            write(folder / KEYS, msgspec.json.encode(keys))
    return Published(folder, len(keys), len(waiting), written, made.head)


def _every_leaf(newsroom: Newsroom) -> Iterator[Leaf]:
    return leaves(edition(newsroom), ArchiveStacks(newsroom))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the site's own lock, which is not the archive's: publishing does not wait for a watch."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            lock = writer_lock(folder)
            lock.__enter__()
            break
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _keys(folder: Path) -> dict[str, str]:
    """What the last publication noted; nothing where it was lost or spoilt, and then all is made anew."""
    try:
        return msgspec.json.decode((folder / KEYS).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        within = Path(place).relative_to(folder).as_posix()
        yield from (name if within == "." else f"{within}/{name}" for name in names)


def _drop_stale(folder: Path, there: set[str], current: dict[str, str]) -> None:
    """Remove pages of an earlier publication, and halves of one that was cut off; what others put here stays."""
    emptied = set()
    for name in there:
        own = name.split("/", 1)[0] in OWN_FOLDERS and "/" in name and name not in current
        whole = name.removesuffix(PARTIAL)
        if own or (whole != name and (whole in current or whole == KEYS)):
            path = folder / name
            path.unlink(missing_ok=True)
            emptied.add(path.parent)
    for parent in sorted(emptied, reverse=True):
        while parent != folder and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
