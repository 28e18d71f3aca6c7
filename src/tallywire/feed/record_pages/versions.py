"""Which versions of a source are set side by side, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tallywire.brief import SourceSheet, Version
from tallywire.feed.dates import hour_words, short_day, utc

WITH_TABLES = (200, 203)
MOST_WITH_LATEST = 24
"""So many of the newest versions are also set against the latest one; the server compares any two."""

Both = tuple[Version, Version]
"""An earlier version and a later one."""


def pages(sheet: SourceSheet) -> tuple[Version, ...]:
    """The versions that are the watched page itself, oldest first: no error answers, no history taken in by hand."""
    fetched = [each for each in sheet.versions if each.release.kind == "fetched"]
    if not fetched:
        newest = sheet.versions[-1:] and sheet.versions[-1].release.address
        return tuple(each for each in sheet.versions if each.release.address == newest)
    return tuple(each for each in fetched if each.release.status in WITH_TABLES)


def pairs(sheet: SourceSheet) -> Iterator[Both]:
    """Each version with the one before; with the first; the newest 24 with the latest. None twice."""
    versions = pages(sheet)
    told: set[tuple[str, str]] = set()
    for before, after in (*pairwise(versions), *_with_first(versions), *_with_latest(versions)):
        key = (before.release.id, after.release.id)
        if key not in told:
            told.add(key)
            yield before, after


def compared(sheet: SourceSheet) -> frozenset[tuple[str, str]]:
    """The ids of both releases of every comparison that has a page."""
    return frozenset((before.release.id, after.release.id) for before, after in pairs(sheet))


def version_words(version: Version, *, last: bool = False) -> str:
    """When it was archived, or last met again: "3 May 2020, 15:02 UTC"; "" where it was not met again."""
    moment = version.last if last else version.release.fetched_at
    if moment is None:
        return ""
    return f"{short_day(utc(moment).date())}, {hour_words(moment)}"


def times_words(count: int) -> str:
    """ "once", "twice", "3 times"; "" for none."""
    return {0: "", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def size_words(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _with_first(versions: Sequence[Version]) -> Iterator[Both]:
    for each in versions[1:]:
        yield versions[0], each


def _with_latest(versions: Sequence[Version]) -> Iterator[Both]:
    for each in versions[-MOST_WITH_LATEST - 1 : -1]:
        yield each, versions[-1]
