"""Taking back the last step."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import versions
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.history import log_lines
from tallywire.desk.stories.rows import Before, brief_of, held, save
from tallywire.desk.stories.story import LogLine, Story

FOR_GOOD = {"told", "written", "published", "withdrawn", "reinstated"}
"""Nothing before these is taken back: readers have seen it, or there is nothing before."""

ASIDE = {"offered", "undone"}


def undo(db: DeskDB, id: str, *, who: str, at: datetime, seen: int | None = None) -> Story:
    """The story as it was before the last step that was not taken back yet: an edit, an approval, a dismissal.

    seen: the number of the version that was read. Raises DeskError where there is no such step since it was told
    or last published, and where the draft is another than the one seen.
    """
    with db.begin() as connection:
        story = held(connection, id, seen=seen)
        line = undoable(log_lines(connection, id))
        if line is None:
            what = "since it was published" if story.public is not None else "yet"
            raise DeskError(f"nothing was done to it {what} that could be undone", where=id)
        before = msgspec.convert(line.detail["before"], Before)
        chosen = select(versions.c.draft).where(versions.c.id == before.version)
        draft = brief_of(connection.execute(chosen).scalar_one())
        back = replace(story, state=before.state, asked=before.asked, brief=draft)
        detail = {"undoes": line.id, "action": line.action}
        return save(connection, story, back, who=who, at=at, action="undone", detail=detail)


def can_undo(connection: Connection, id: str) -> bool:
    """Whether there is a step to take back."""
    return undoable(log_lines(connection, id)) is not None


def undoable(lines: tuple[LogLine, ...]) -> LogLine | None:
    """The last step, of those newest first, that can be taken back and was not."""
    undone = {line.detail.get("undoes") for line in lines if line.action == "undone"}
    for line in lines:
        if line.action in FOR_GOOD:
            return None
        if line.action not in ASIDE and line.id not in undone:
            return line
    return None
