"""Withdrawing what was published, and letting it stand again."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tallywire.desk.store import DeskDB
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import must_be
from tallywire.desk.stories.story import Story


def withdraw(db: DeskDB, id: str, reason: str, *, who: str, at: datetime) -> Story:
    """Take a published story away from readers, who are told when and why; raises DeskError without a reason."""
    said = " ".join(reason.split())
    with db.begin() as connection:
        story = held(connection, id)
        must_be(story, "published", "withdrawn")
        if not said:
            raise DeskError("is not withdrawn without a reason", where=id, hint="Say why: readers see it")
        gone = replace(story, state="withdrawn", withdrawn_at=at, withdrawn_reason=said, asked="")
        return save(connection, story, gone, who=who, at=at, action="withdrawn", detail={"reason": said})


def reinstate(db: DeskDB, id: str, *, who: str, at: datetime) -> Story:
    """Let a withdrawn story stand again as it was, marked updated; a change that was pending is so again."""
    with db.begin() as connection:
        story = held(connection, id)
        must_be(story, "withdrawn", "reinstated")
        assert story.public is not None, "what was withdrawn had been published"
        public = replace(story.public, updated=at)
        draft = public if story.brief == story.public else story.brief
        back = replace(story, state="published", public=public, brief=draft, withdrawn_at=None, withdrawn_reason="")
        return save(connection, story, back, who=who, at=at, action="reinstated")
