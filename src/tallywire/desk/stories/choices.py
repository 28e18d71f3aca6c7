"""What the desk does not want told, and what it lets through unasked."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select

from tallywire.desk.store import DeskDB, write_log
from tallywire.desk.store.tables import mutes as muted_table
from tallywire.desk.store.tables import rules as rule_table
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.story import KINDS

Muted = Literal["series", "kind", "source"]

LONGEST = 200


class Mute(msgspec.Struct, frozen=True):
    """Leads that carry this series, are of this kind, or come from this source, are not told."""

    what: Muted
    value: str
    at: datetime
    who: str
    reason: str


class Rule(msgspec.Struct, frozen=True):
    """Leads of this source (and kind; "": every kind) are published without being asked."""

    source: str
    kind: str
    at: datetime
    who: str


def mute(db: DeskDB, what: Muted, value: str, *, who: str, at: datetime, reason: str = "") -> Mute:
    """Mute a series, kind or source from now on; one that is muted already stays so, by whom it was."""
    _sound(what, value)
    with db.begin() as connection:
        for known in _mutes(connection):
            if (known.what, known.value) == (what, value):
                return known
        made = Mute(what, value, at, who, " ".join(reason.split()))
        connection.execute(insert(muted_table).values(msgspec.structs.asdict(made)))
        subject = f"mute/{what}/{value}"
        write_log(connection, at=at, who=who, action="muted", subject=subject, detail={"reason": made.reason})
        return made


def unmute(db: DeskDB, what: Muted, value: str, *, who: str, at: datetime) -> None:
    """Let it be told again; nothing happens where it is not muted."""
    with db.begin() as connection:
        gone = delete(muted_table).where(muted_table.c.what == what, muted_table.c.value == value)
        if connection.execute(gone).rowcount:
            write_log(connection, at=at, who=who, action="unmuted", subject=f"mute/{what}/{value}")


def mutes(db: DeskDB) -> tuple[Mute, ...]:
    """All that is muted, by what it is and its name."""
    with db.read() as connection:
        return _mutes(connection)


def allow(db: DeskDB, source: str, kind: str = "", *, who: str, at: datetime) -> Rule:
    """Publish leads of a source (and kind) unasked from now on; a rule that is there already stays as it is."""
    if kind:
        _sound("kind", kind)
    _sound("source", source)
    with db.begin() as connection:
        for known in rules_held(connection):
            if (known.source, known.kind) == (source, kind):
                return known
        made = Rule(source, kind, at, who)
        connection.execute(insert(rule_table).values(msgspec.structs.asdict(made)))
        write_log(connection, at=at, who=who, action="allowed", subject=f"rule/{source}/{kind}")
        return made


def disallow(db: DeskDB, source: str, kind: str = "", *, who: str, at: datetime) -> None:
    """Take a rule back; nothing happens where there is none."""
    with db.begin() as connection:
        gone = delete(rule_table).where(rule_table.c.source == source, rule_table.c.kind == kind)
        if connection.execute(gone).rowcount:
            write_log(connection, at=at, who=who, action="disallowed", subject=f"rule/{source}/{kind}")


def rules(db: DeskDB) -> tuple[Rule, ...]:
    """Every rule, by source and kind; there are none until the desk makes one."""
    with db.read() as connection:
        return rules_held(connection)


def rules_held(connection: Connection) -> tuple[Rule, ...]:
    rows = connection.execute(select(rule_table).order_by(rule_table.c.source, rule_table.c.kind))
    return tuple(Rule(row.source, row.kind, row.at, row.who) for row in rows)


def _mutes(connection: Connection) -> tuple[Mute, ...]:
    rows = connection.execute(select(muted_table).order_by(muted_table.c.what, muted_table.c.value))
    return tuple(msgspec.convert(dict(row._mapping), Mute) for row in rows)


def _sound(what: str, value: str) -> None:
    if what not in {"series", "kind", "source"}:
        raise DeskError(f"{what[:40]!r} cannot be muted", hint="A series, a kind or a source can")
    if what == "kind" and value not in KINDS:
        raise DeskError(f"{value[:40]!r} is no kind of story", hint=f"There are: {', '.join(KINDS)}")
    if not value.strip() or len(value) > LONGEST:
        raise DeskError(f"a {what} has a name of 1 to {LONGEST} letters")
