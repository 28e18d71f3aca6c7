"""The record made anew from the archive, and compared with the one that stood."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tallywire.desk.derive import NOTHING, events_of, parsed_or_none
from tallywire.desk.newsroom import SETTINGS, Newsroom
from tallywire.errors import NewsroomError
from tallywire.record import Matrix, Store, writer_lock
from tallywire.series import Figure, Illegible, Release
from tallywire.watch import PARSER_VERSION, Parsed, Source

RECORD = "record"
OLD_RECORD = "record.old"
"""Where the old record stands for the moment in which the new one takes its place."""


class Rebuilt(msgspec.Struct, frozen=True):
    """How many releases were read again, and where the new record differs from the old (empty: nowhere).

    parser_before, parser: the versions of the parsers by which the old record and the new one were derived; 0 where
    none is noted.
    """

    releases: int
    differences: tuple[str, ...]
    parser_before: int = 0
    parser: int = PARSER_VERSION


def rebuild_newsroom(folder: Path) -> Rebuilt:
    """Open a newsroom and rebuild its record; one that cannot even be read is moved aside and told as different."""
    unreadable = _unreadable(folder)
    if unreadable:
        with writer_lock(folder / "archive"):
            _set_aside(folder / "record", folder / "record.damaged")
    with Newsroom(folder, write=True) as newsroom:
        done = rebuild(newsroom)
    return msgspec.structs.replace(done, differences=(unreadable,)) if unreadable else done


def rebuild(newsroom: Newsroom) -> Rebuilt:
    """Derive record and matrix again from archive and source files; they take the old ones' place when whole.

    Until then the old one stands: a crash in between leaves it as it was. Where the archive holds no release, there
    is no record.
    """
    record, fresh, old = (newsroom.folder / name for name in (RECORD, "record.new", OLD_RECORD))
    for left_over in (fresh, old):
        if left_over.exists():
            shutil.rmtree(left_over)
    reader = _Reader(newsroom.sources)
    made = newsroom.record.rebuild_into(fresh, reader.figures, events_of, reader.illegible)
    before = Store(record).parser()
    found = list(newsroom.record.same_as(made))
    moved = Matrix(newsroom.folder / "matrix").rebuild(made.on_disk())
    if not found:
        # Where the records differ, what is derived from them does too.
        found += [f"matrix: {line}" for line in moved]
    try:
        if record.exists():
            record.rename(old)
        if fresh.exists():
            fresh.rename(record)
    except OSError as error:
        raise NewsroomError(f"the new record cannot take its place: {error.strerror}", where=str(record)) from None
    if old.exists():
        shutil.rmtree(old)
    newsroom.reopen_record()
    return Rebuilt(sum(each.count for each in newsroom.archive.sources().values()), tuple(found), before)


class _Reader:
    """Reads each release once, for its figures and for what gave none."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._read: Parsed = NOTHING

    def figures(self, release: Release, body: bytes) -> Sequence[Figure]:
        self._read = parsed_or_none(self._sources, release, body)
        return self._read.figures

    def illegible(self, release: Release, body: bytes) -> Illegible:
        """Of the release read last."""
        return self._read.illegible


def _unreadable(folder: Path) -> str:
    """Why the tables of a newsroom cannot be read; "" where they can, and where this is no newsroom."""
    if not (folder / SETTINGS).is_file():
        return ""
    try:
        Store(folder / "record").check()
    except NewsroomError as error:
        return f"the old record could not be read: {error.what}"
    return ""


def _set_aside(record: Path, aside: Path) -> None:
    try:
        if aside.exists():
            shutil.rmtree(aside)
        record.rename(aside)
    except OSError as error:
        raise NewsroomError(f"cannot be moved aside: {error.strerror}", where=str(record)) from None
