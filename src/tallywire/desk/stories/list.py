"""What lies on the desk."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import func, select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import stories as table
from tallywire.desk.stories.errors import UnknownError
from tallywire.desk.stories.rows import STATES, story_of
from tallywire.desk.stories.story import State, Story, StoryLine

MOST = 10_000


def story(db: DeskDB, id: str) -> Story:
    """One story; raises UnknownError."""
    with db.read() as connection:
        row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise UnknownError(f"the desk has no story {id!r}"[:300])
    return story_of(row)


def stories(db: DeskDB, *, states: Iterable[State] = STATES, limit: int = MOST, offset: int = 0) -> tuple[Story, ...]:
    """The stories in these states, what was changed last first."""
    chosen = select(table).where(table.c.state.in_(tuple(states)))
    ordered = chosen.order_by(table.c.changed_at.desc(), table.c.score.desc(), table.c.id)
    with db.read() as connection:
        rows = connection.execute(ordered.limit(limit).offset(offset)).all()
    return tuple(story_of(row) for row in rows)


def lines(
    db: DeskDB, *, states: Iterable[State] = STATES, asked: bool = False, limit: int = MOST, offset: int = 0
) -> tuple[StoryLine, ...]:
    """The same as a list shows them, without reading briefs; `asked`: only those that are back on the desk."""
    named = [name for name in StoryLine.__struct_fields__ if name != "series"]
    chosen = select(*(table.c[name] for name in named), table.c.series)
    chosen = chosen.where(table.c.state.in_(tuple(states)))
    if asked:
        chosen = chosen.where(table.c.asked != "")
    ordered = chosen.order_by(table.c.changed_at.desc(), table.c.score.desc(), table.c.id)
    with db.read() as connection:
        rows = connection.execute(ordered.limit(limit).offset(offset)).all()
    return tuple(
        StoryLine(
            **{name: row._mapping[name] for name in named},
            series=msgspec.json.decode(row.series, type=tuple[str, ...]),
        )
        for row in rows
    )


def counts(db: DeskDB) -> dict[State, int]:
    """How many stories there are in each state."""
    with db.read() as connection:
        rows = connection.execute(select(table.c.state, func.count()).group_by(table.c.state)).all()
    held = {row[0]: row[1] for row in rows}
    return {state: held.get(state, 0) for state in STATES}
