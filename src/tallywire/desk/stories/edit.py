"""Editing a draft: its words, and what is set beside them."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tallywire.brief import Brief
from tallywire.desk.store import DeskDB
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import cannot, sound
from tallywire.desk.stories.story import Story
from tallywire.desk.stories.words import corrected, still_overridden, timed


def edit(db: DeskDB, id: str, brief: Brief, *, who: str, at: datetime, seen: int | None = None) -> Story:
    """Take words, labels, chart, video and proofs from `brief`; what the story is, and when it was, stays.

    The source and series of a told story are its lead's. Corrections that readers have seen stay as they are. An
    approved story that is edited is a draft again; of a published one readers see nothing before it is published.
    seen: the number of the version that was edited. Raises DeskError for a story that was withdrawn or dismissed,
    and where the draft is another than the one seen.
    """
    with db.begin() as connection:
        story = held(connection, id, seen=seen)
        if story.state in {"withdrawn", "dismissed"}:
            step = "Reinstate it first" if story.state == "withdrawn" else "Restore it first"
            raise cannot(story, "edited", step)
        sound(brief)
        edited = edited_brief(story, brief)
        if edited == story.brief:
            return story
        state = "draft" if story.state == "approved" else story.state
        return save(connection, story, replace(story, brief=edited, state=state), who=who, at=at, action="edited")


def edited_brief(story: Story, brief: Brief) -> Brief:
    """What an edit makes of the story's draft."""
    now, public = story.brief, story.public
    standing = () if public is None else public.corrections
    made = replace(
        brief,
        id=story.id,
        source=now.source,
        published=now.published,
        updated=now.updated,
        score=now.score,
        overrides=still_overridden(brief, brief.overrides),
    )
    if story.origin == "lead":
        made = replace(
            made,
            source_name=now.source_name,
            badge=now.badge,
            topic=now.topic,
            place=now.place,
            series=now.series,
        )
    drafted = tuple(each for each in brief.corrections if each not in standing)
    earlier = (now,) if public is None else (now, public)
    return timed(corrected(made, (*standing, *drafted), *earlier))
