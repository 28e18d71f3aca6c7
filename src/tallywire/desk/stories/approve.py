"""Approving a draft, and taking that back."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tallywire.desk.store import DeskDB
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import complete, must_be
from tallywire.desk.stories.story import Story


def approve(db: DeskDB, id: str, *, who: str, at: datetime, seen: int | None = None) -> Story:
    """A draft is ready to be published; raises DeskError for what is no draft or lacks a headline or words.

    seen: the number of the version that was read; raises DeskError where the draft is another by now.
    """
    with db.begin() as connection:
        story = held(connection, id, seen=seen)
        must_be(story, "draft", "approved")
        complete(story)
        return save(connection, story, replace(story, state="approved", asked=""), who=who, at=at, action="approved")


def unapprove(db: DeskDB, id: str, *, who: str, at: datetime) -> Story:
    """An approved story is a draft again."""
    with db.begin() as connection:
        story = held(connection, id)
        must_be(story, "approved", "taken back to a draft")
        return save(connection, story, replace(story, state="draft"), who=who, at=at, action="unapproved")
