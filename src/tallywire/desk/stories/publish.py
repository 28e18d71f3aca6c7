"""Publishing a story: from then on readers see it, or its change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from tallywire.brief import Brief, Correction, Override, Text
from tallywire.desk.store import DeskDB
from tallywire.desk.stories.rows import held, save
from tallywire.desk.stories.step import cannot, complete, must_be
from tallywire.desk.stories.story import Story
from tallywire.desk.stories.words import corrected, still_overridden


def publish(
    db: DeskDB,
    id: str,
    *,
    who: str,
    at: datetime,
    corrections: str = "",
    overrides: Sequence[Override] = (),
    seen: int | None = None,
) -> Story:
    """Let readers see an approved story, or the change that a published one has pending.

    corrections: what was wrong and what is right, shown to readers; it takes the place of the one that was
    drafted, and without it that one is shown. overrides: numbers published although the record does not bear them
    out. seen: the number of the version that was read. Raises DeskError for a draft that nobody approved, where
    nothing has changed, and where the draft is another than the one seen.
    """
    with db.begin() as connection:
        story = held(connection, id, seen=seen)
        return published_now(connection, story, who=who, at=at, corrections=corrections, overrides=overrides)


def published_now(
    connection: Connection,
    story: Story,
    *,
    who: str,
    at: datetime,
    corrections: str = "",
    overrides: Sequence[Override] = (),
) -> Story:
    """The same inside a transaction."""
    public = story.public
    if public is None:
        must_be(story, "approved", "published")
    else:
        must_be(story, "published", "published")
        if story.brief == public and not corrections.strip() and not overrides:
            raise cannot(story, "published again: nothing has changed", "Edit it first")
    complete(story)
    made = _shown(story, corrections.strip(), tuple(overrides), at)
    known = () if public is None else public.corrections
    detail: dict[str, object] = {
        "first": public is None,
        "corrections": [each.text.text for each in made.corrections if each not in known],
        "overrides": [{"number": each.number, "reason": each.reason} for each in overrides],
    }
    after = replace(story, state="published", brief=made, public=made, asked="")
    return save(connection, story, after, who=who, at=at, action="published", detail=detail)


def _shown(story: Story, correction: str, overrides: tuple[Override, ...], at: datetime) -> Brief:
    """The draft with the times, corrections and overrides that publishing gives it."""
    draft, public = story.brief, story.public
    draft = replace(draft, overrides=still_overridden(draft, (*draft.overrides, *overrides)))
    if public is None:
        return draft if story.origin == "lead" else replace(draft, published=at, updated=None)
    drafted = tuple(replace(each, at=at) for each in draft.corrections if each not in public.corrections)
    if correction:
        drafted = (Correction(at, Text(correction)),)
    shown = corrected(draft, (*public.corrections, *drafted), draft, public)
    return replace(shown, published=public.published, updated=at)
