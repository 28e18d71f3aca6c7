"""The published site: what the desk has published, with its evidence and the record, as static files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.brief import Brief, Edition
from tallywire.desk.ledger import ledger_claims
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.sheets import series_sheets, source_sheets
from tallywire.desk.stacks import ArchiveStacks
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import kept_checks, published, withdrawn
from tallywire.errors import BusyError, NewsroomError
from tallywire.feed import leaves
from tallywire.record import writer_lock

OWN_FOLDERS = (
    *("briefs", "cards", "charts", "compare", "evidence", "events", "feed-archive", "ledger", "months", "page"),
    *("places", "releases", "series", "sources", "topics"),
)
"""Folders of the site that hold nothing but its pages; beside them a host's own files may lie."""

PARTIAL = ".partial"

KEYS = ".tallywire-keys"
"""In the site's folder: what each file was made from when it was last published."""

PATIENCE = 120.0
"""Seconds to wait for another publication of the same site."""

Progress = Callable[[str], None]


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
    briefs, gone = published(db), withdrawn(db)
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
    )


def _last_change(newsroom: Newsroom, briefs: Sequence[Brief], others: Sequence[datetime]) -> datetime:
    """When the archive last grew or an item last changed: published again without news, the site stays as it is."""
    moments = [entry.at for entry in newsroom.archive.entries()]
    moments += [brief.updated or brief.published for brief in briefs]
    return max((*moments, *others), default=newsroom.clock.now())


def publish(newsroom: Newsroom, *, progress: Progress | None = None) -> Published:
    """Write the site into the newsroom's `site` folder: only what changed is made, each file whole or not at all.

    The archive may grow meanwhile. Waits while another publication of this site runs; raises BusyError after two
    minutes, NewsroomError where the folder cannot be written.
    """
    folder = newsroom.folder / "site"
    with _alone(folder):
        made = edition(newsroom)
        with _writing(folder):
            before, there = _keys(folder), set(_files(folder))
        keys: dict[str, str] = {}
        anew = written = 0
        for leaf in leaves(made, ArchiveStacks(newsroom)):
            keys[leaf.path] = leaf.key
            if before.get(leaf.path) == leaf.key and leaf.path in there:
                continue
            if progress is not None:
                progress(leaf.path)
            anew += 1
            content = leaf.make()
            with _writing(folder):
                written += _write(folder / leaf.path, content)
        with _writing(folder):
            _drop_stale(folder, there, keys)
            _write(folder / KEYS, msgspec.json.encode(keys))
    return Published(folder, len(keys), anew, written, made.head)


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


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NewsroomError(f"the site cannot be written: {error.strerror}", where=str(folder)) from None


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


def _write(path: Path, content: bytes) -> int:
    """Replace the file if its content differs; 1 if it was written."""
    if path.is_file() and path.read_bytes() == content:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + PARTIAL)
    partial.write_bytes(content)
    partial.replace(path)
    return 1


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
