"""Dismissing a story that is no news, and taking it up again."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tallywire.desk.store import DeskDB
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import MISSING, cannot, must_be
from tallywire.desk.stories.story import Story


def dismiss(db: DeskDB, id: str, *, who: str, at: datetime, reason: str = "") -> Story:
    """A draft or approved story leaves the desk and is not told again; raises DeskError for any other."""
    with db.begin() as connection:
        story = held(connection, id)
        if story.state not in {"draft", "approved"}:
            raise cannot(story, "dismissed", MISSING.get((story.state, "draft"), "Only a draft can be"))
        gone = replace(story, state="dismissed", asked="")
        return save(connection, story, gone, who=who, at=at, action="dismissed", detail={"reason": reason.strip()})


def restore(db: DeskDB, id: str, *, who: str, at: datetime) -> Story:
    """A dismissed story is a draft again."""
    with db.begin() as connection:
        story = held(connection, id)
        must_be(story, "dismissed", "restored")
        return save(connection, story, replace(story, state="draft"), who=who, at=at, action="restored")
