"""History taken in by hand: a file in Tallywire's own columns or in its source's own form, archived as it is.

What it says is asserted, not proven.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from tallywire.desk.adding import Tried, Unseen, compared, read_unseen
from tallywire.desk.derive import AS_PAGE, parse_history
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching import catch_up
from tallywire.errors import TableError, UsageError
from tallywire.record import Arrivals
from tallywire.series import Release
from tallywire.watch import Limits, Parsed, Problem, Source, archived_type, parse

MAX_IMPORT = 256 << 20
HISTORY_TYPE = "text/csv; charset=utf-8"


class Imported(msgspec.Struct, frozen=True):
    release: Release
    arrivals: Arrivals
    problems: tuple[Problem, ...]


def import_history(
    newsroom: Newsroom,
    path: Path,
    source: str,
    *,
    as_page: bool = False,
    note: str = "",
    published_at: datetime | None = None,
) -> Imported:
    """Archive `path` as a release of `source` and record its figures.

    The file is read before it is archived: one that does not fit is refused (TableError) and leaves no trace.
    as_page: the file is what the source's address gives, and is read as the source file says. published_at: when
    the source put out the whole file, where that is known.
    """
    catch_up(newsroom)
    body, parsed = _read(newsroom.source(source), path, as_page=as_page)
    at, real = newsroom.clock.stamp()
    release = newsroom.archive.append_resource(
        source=source,
        address=path.name,
        at=at,
        real=real,
        body=body.body,
        media_type=body.media_type,
        published_at=published_at,
        note=note or "imported by hand",
    )
    arrivals = newsroom.record.learn(release, parsed.figures, parsed.illegible)
    newsroom.record.flush()
    newsroom.derived = newsroom.archive.count
    return Imported(release, arrivals, parsed.problems)


def preview_import(newsroom: Newsroom, path: Path, source: str, *, as_page: bool = False) -> Tried:
    """What `import_history` would record, beside the record as it stands. Nothing is archived or recorded."""
    known = newsroom.source(source)
    body, parsed = _read(known, path, as_page=as_page)
    return compared(newsroom, known, body, parsed)


def _read(source: Source, path: Path, *, as_page: bool) -> tuple[Unseen, Parsed]:
    """A file with the media type that the archive will keep, and what it says. Raises TableError and UsageError."""
    body = _bytes(path, source)
    if not as_page:
        body = msgspec.structs.replace(body, media_type=HISTORY_TYPE)
    try:
        if not as_page:
            return body, parse_history(source, body.body)
        kept = archived_type(source, body.media_type)
        return msgspec.structs.replace(body, media_type=kept + AS_PAGE), parse(source, body.body, kept)
    except TableError as error:
        other_form = not as_page and error.what.startswith("a history file needs")
        hint = f"{error.hint}. For a file in the source's own form add --as-page" if other_form else error.hint
        raise type(error)(error.what, where=str(path), hint=hint) from None


def _bytes(path: Path, source: Source) -> Unseen:
    try:
        # Before anything of it is read.
        too_large = path.stat().st_size > MAX_IMPORT
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from None
    if too_large:
        raise UsageError(f"is larger than {MAX_IMPORT >> 20} MiB", where=str(path), hint="Split it")
    return read_unseen(path, source.address, Limits(body_bytes=MAX_IMPORT))
