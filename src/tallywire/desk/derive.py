"""From archived releases to figures and events: the same parsing for a fetch, an import and a rebuild."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.errors import TableError
from tallywire.series import Event, Release
from tallywire.watch import Parsed, Source, load_events, parse
from tallywire.watch.csv import csv_grid
from tallywire.watch.dates import Dates
from tallywire.watch.encoding import csv_text
from tallywire.watch.number import Numbers
from tallywire.watch.source import Bounds, Marks, Table

EVENTS = "events/"
"""Source ids of event files begin with this."""

CALENDARS = "calendars/"
"""Source ids of fetched release calendars begin with this, the id of their source follows."""

WITH_FIGURES = (200, 203, 304)
"""Statuses of answers whose body, sent again or not, is the page."""

AS_PAGE = "; read=page"
"""Ends the media type of an imported file that is in its source's own form, as the archive keeps it."""

NOTHING = Parsed((), ())


def history_source(source: Source, header: Sequence[str]) -> Source:
    """How a history file of `source` is read: a CSV file, one figure a row, in Tallywire's own columns.

    series (the slug), period and value; then, where the header has them, quantum, low and high (the high end left
    out), status, published and citation.
    """
    names = {name.strip() for name in header}
    has = {name: name if name in names else None for name in ("quantum", "status", "published", "citation")}
    return msgspec.structs.replace(
        source,
        media="csv",
        table=Table(layout="long", value="value"),
        period=Dates(column="period"),
        numbers=Numbers(),
        marks=Marks(
            bounds=Bounds("low", "high", high_open=True) if {"low", "high"} <= names else None,
            quantum=has["quantum"],
            status=has["status"],
            published=has["published"],
            citation=has["citation"],
        ),
        entries=tuple(
            msgspec.structs.replace(entry, column=None, where={"series": entry.slug}) for entry in source.entries
        ),
    )


def parse_history(source: Source, body: bytes) -> Parsed:
    """The figures of a history file; raises TableError if it lacks a column."""
    grid = csv_grid(csv_text(body, "text/csv; charset=utf-8"))
    if not grid.rows:
        raise TableError("the file is empty", where=source.id)
    lacking = {"series", "period", "value"} - {name.strip() for name in grid.rows[0]}
    if lacking:
        raise TableError(
            f"a history file needs the column {sorted(lacking)[0]!r}",
            where=source.id,
            hint="Columns: series, period, value; also quantum, low, high, status, published, citation",
        )
    slugs = {entry.slug for entry in source.entries}
    column = [name.strip() for name in grid.rows[0]].index("series")
    used = {row[column].strip() for row in grid.rows[1:] if len(row) > column}
    unknown = sorted(used - slugs - {""})
    if unknown:
        raise TableError(
            f"{unknown[0]!r} is no series of the source {source.id}",
            where=source.id,
            hint="There are: " + ", ".join(sorted(slugs)),
        )
    read = history_source(source, grid.rows[0])
    only = msgspec.structs.replace(read, entries=tuple(e for e in read.entries if e.slug in used))
    return parse(only, body, "text/csv; charset=utf-8")


def is_history_file(release: Release) -> bool:
    """Whether a release is a file in Tallywire's own columns, and not in its source's form."""
    return release.kind == "imported" and not release.media_type.endswith(AS_PAGE)


def figures_of(source: Source, release: Release, body: bytes) -> Parsed:
    """What a release says; an answer that is an error says nothing. Raises TableError."""
    if is_history_file(release):
        return parse_history(source, body)
    if release.status not in WITH_FIGURES:
        return NOTHING
    return parse(source, body, release.media_type)


def parsed_or_none(sources: Sequence[Source], release: Release, body: bytes) -> Parsed:
    """For a rebuild: what a release says; nothing where it has no source or its table did not fit."""
    for source in sources:
        if source.id == release.source:
            try:
                return figures_of(source, release, body)
            except TableError:
                return NOTHING
    return NOTHING


def events_of(release: Release, body: bytes) -> tuple[Event, ...]:
    """The events of an event file's release; none for any other."""
    if not release.source.startswith(EVENTS):
        return ()
    text = body.decode("utf-8", "replace")
    return load_events(text, release.source, release=release.id, known_at=release.fetched_at)
