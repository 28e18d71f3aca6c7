"""What happened: to one story, or at the desk."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import log as table
from tallywire.desk.stories.errors import UnknownError
from tallywire.desk.stories.rows import versions_of
from tallywire.desk.stories.story import History, LogLine

_details = msgspec.json.Decoder(dict[str, object])


def history(db: DeskDB, id: str) -> History:
    """Every version and every step of a story, oldest first; raises UnknownError."""
    with db.read() as connection:
        versions, steps = versions_of(connection, id), log_lines(connection, id)
    if not versions:
        raise UnknownError(f"the desk has no story {id!r}"[:300])
    return History(versions, tuple(reversed(steps)))


def log(
    db: DeskDB, *, subject: str | None = None, limit: int = 100, before: int | None = None
) -> tuple[LogLine, ...]:
    """What was done at the desk (to one subject), newest first; `before`: only lines of a lower number."""
    with db.read() as connection:
        return log_lines(connection, subject, limit=limit, before=before)


def log_lines(
    connection: Connection, subject: str | None = None, *, limit: int | None = None, before: int | None = None
) -> tuple[LogLine, ...]:
    """The same inside a transaction."""
    chosen = select(table).order_by(table.c.id.desc()).limit(limit)
    if subject is not None:
        chosen = chosen.where(table.c.subject == subject)
    if before is not None:
        chosen = chosen.where(table.c.id < before)
    return tuple(
        LogLine(row.id, row.at, row.who, row.action, row.subject, _details.decode(row.detail))
        for row in connection.execute(chosen)
    )
