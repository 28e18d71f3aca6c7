"""Letting a published story stand as readers see it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tallywire.desk.store import DeskDB
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import cannot, must_be
from tallywire.desk.stories.story import Story


def settle(db: DeskDB, id: str, reason: str, *, who: str, at: datetime, seen: int | None = None) -> Story:
    """A published story that is back on the desk stands as it is; its pending change is set aside, with the reason.

    The same restatement is not asked about again. seen: the number of the version that was read. Raises DeskError
    without a reason, and for a story that nothing waits for.
    """
    said = " ".join(reason.split())
    with db.begin() as connection:
        story = held(connection, id, seen=seen)
        must_be(story, "published", "let stand")
        if not story.asked and not story.pending:
            raise cannot(story, "let stand: nothing waits", "Nothing is left to do")
        if not said:
            raise DeskError("no reason is given", where=id, hint="Say why it stands as it is")
        assert story.public is not None, "a published story is public"
        stands = replace(story, asked="", brief=story.public)
        return save(connection, story, stands, who=who, at=at, action="let stand", detail={"reason": said})
