"""History taken in by hand: a CSV file in Tallywire's own columns, archived as it is and asserted, not proven."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.desk.derive import parse_history
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching import catch_up
from tallywire.errors import TableError, UsageError
from tallywire.record import Arrivals
from tallywire.series import Release
from tallywire.watch import Problem

MAX_IMPORT = 256 << 20


class Imported(msgspec.Struct, frozen=True):
    release: Release
    arrivals: Arrivals
    problems: tuple[Problem, ...]


def import_history(
    newsroom: Newsroom, path: Path, source: str, *, note: str = "", published_at: datetime | None = None
) -> Imported:
    """Archive `path` as a release of `source` and record its figures.

    The file is read before it is archived: one that does not fit is refused (TableError) and leaves no trace.
    published_at: when the source put out the whole file, where that is known.
    """
    catch_up(newsroom)
    known = newsroom.source(source)
    try:
        if path.stat().st_size > MAX_IMPORT:
            raise UsageError(f"is larger than {MAX_IMPORT >> 20} MiB", where=str(path), hint="Split it")
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from None
    try:
        parsed = parse_history(known, body)
    except TableError as error:
        raise type(error)(error.what, where=str(path), hint=error.hint) from None
    at, real = newsroom.clock.stamp()
    release = newsroom.archive.append_resource(
        source=source,
        address=path.name,
        at=at,
        real=real,
        body=body,
        media_type="text/csv; charset=utf-8",
        published_at=published_at,
        note=note or "imported by hand",
    )
    arrivals = newsroom.record.learn(release, parsed.figures)
    newsroom.record.flush()
    newsroom.derived = newsroom.archive.count
    return Imported(release, arrivals, parsed.problems)
