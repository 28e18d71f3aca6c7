"""Writing into the log, which nothing is ever taken out of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert

from tallywire.desk.store.tables import log


def write_log(
    connection: Connection,
    *,
    at: datetime,
    who: str,
    action: str,
    subject: str,
    detail: Mapping[str, object] | msgspec.Struct | None = None,
) -> int:
    """One line: who did what to which story (or mute, rule, account, ...), as part of the same transaction.

    detail: what JSON can say of it. Returns the line's number.
    """
    text = msgspec.json.encode(detail if detail is not None else {}).decode()
    line = insert(log).values(at=at, who=who, action=action, subject=subject, detail=text).returning(log.c.id)
    return connection.execute(line).scalar_one()
