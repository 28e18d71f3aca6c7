"""What readers see: published briefs, and what stands in the place of those withdrawn."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import select

from tallywire.brief import Brief, Withdrawn
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import stories as table
from tallywire.desk.stories.rows import brief_of

AT_A_TIME = 200


def published(db: DeskDB) -> tuple[Brief, ...]:
    """Every published brief as readers see it, newest first."""
    return tuple(brief for brief, _ in published_hashed(db))


def published_hashed(db: DeskDB) -> tuple[tuple[Brief, str], ...]:
    """The same, each with the SHA-256 of its JSON."""
    with _uncollected():
        return tuple((brief_of(raw), hash) for _, raw, hash in _rows(db))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Decoding makes thousands of values that hold no cycle; looking through them for one takes most of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def published_raw(db: DeskDB) -> Iterator[tuple[str, bytes]]:
    """The id and the JSON of every published brief, newest first, read as they are asked for."""
    for id, raw, _ in _rows(db):
        yield id, raw


def _rows(db: DeskDB) -> Iterator[tuple[str, bytes, str]]:
    columns = (table.c.id, table.c.public, table.c.public_hash)
    chosen = select(*columns).where(table.c.state == "published", table.c.public.is_not(None))
    ordered = chosen.order_by(table.c.published_at.desc(), table.c.id.desc())
    with db.read() as connection:
        for id, raw, hash in connection.execution_options(yield_per=AT_A_TIME).execute(ordered):
            assert raw is not None
            yield id, raw, hash


def published_hashes(db: DeskDB) -> tuple[tuple[str, str], ...]:
    """The id of every published brief and the SHA-256 of its JSON, newest first, without reading one."""
    chosen = select(table.c.id, table.c.public_hash).where(table.c.state == "published")
    with db.read() as connection:
        rows = connection.execute(chosen.order_by(table.c.published_at.desc(), table.c.id.desc())).all()
    return tuple((id, hash) for id, hash in rows)


def withdrawn(db: DeskDB) -> tuple[Withdrawn, ...]:
    """What was withdrawn, when and why, the last one first."""
    columns = (
        table.c.id,
        table.c.published_at,
        table.c.withdrawn_at,
        table.c.withdrawn_reason,
        table.c.topic,
        table.c.place,
        table.c.source,
        table.c.series,
    )
    chosen = select(*columns).where(table.c.state == "withdrawn")
    with db.read() as connection:
        rows = connection.execute(chosen.order_by(table.c.withdrawn_at.desc(), table.c.id)).all()
    return tuple(
        Withdrawn(
            id=row.id,
            published=row.published_at,
            at=row.withdrawn_at,
            reason=row.withdrawn_reason,
            topic=row.topic,
            place=row.place,
            source=row.source,
            series=msgspec.json.decode(row.series, type=tuple[str, ...]),
        )
        for row in rows
    )
