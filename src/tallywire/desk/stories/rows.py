"""Stories in the desk's tables: read for a step, put back after it, with a version and a line of the log."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import get_args

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from tallywire.brief import Brief
from tallywire.desk.store import write_log
from tallywire.desk.store.tables import stories, versions
from tallywire.desk.stories.errors import DeskError, UnknownError
from tallywire.desk.stories.story import Draft, Origin, State, Story
from tallywire.statement import Lead

STATES: tuple[State, ...] = get_args(State)

ASIDE = ("offered",)
"""Versions that never were the draft."""

_briefs = msgspec.json.Decoder(Brief)
_leads = msgspec.json.Decoder(Lead)


class Before(msgspec.Struct, frozen=True):
    """How a story stood before a step, so that the step can be undone. version: that of its draft."""

    state: State
    asked: str
    version: int


def brief_of(raw: bytes) -> Brief:
    return _briefs.decode(raw)


def held(connection: Connection, id: str, *, seen: int | None = None) -> Story:
    """The story, kept from others until the transaction ends; raises UnknownError.

    seen: the version that its draft must still be; raises DeskError where somebody changed it meanwhile.
    """
    row = connection.execute(select(stories).where(stories.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownError(f"the desk has no story {id!r}"[:300])
    if seen is not None and draft_version(connection, id) != seen:
        last = select(versions.c.who).where(versions.c.story == id).order_by(versions.c.id.desc()).limit(1)
        raise DeskError(
            f"{connection.execute(last).scalar_one()} changed it in the meantime",
            where=id,
            hint="Read it as it stands now, then decide",
        )
    return story_of(row)


def found(connection: Connection, id: str) -> Story | None:
    """The story if there is one, kept from others until the transaction ends."""
    row = connection.execute(select(stories).where(stories.c.id == id).with_for_update()).one_or_none()
    return None if row is None else story_of(row)


def story_of(row: Row[*tuple[object, ...]]) -> Story:
    """A whole row of the stories, decoded."""
    column = row._mapping
    draft, public, lead = column["draft"], column["public"], column["lead"]
    brief = brief_of(draft)
    return Story(
        id=column["id"],
        state=column["state"],
        origin=column["origin"],
        kind=column["kind"],
        source=column["source"],
        topic=column["topic"],
        place=column["place"],
        series=msgspec.json.decode(column["series"], type=tuple[str, ...]),
        score=column["score"],
        why=column["why"],
        asked=column["asked"],
        lead=None if lead is None else _leads.decode(lead),
        brief=brief,
        public=None if public is None else brief if public == draft else brief_of(public),
        pending=column["pending"],
        made_at=column["made_at"],
        changed_at=column["changed_at"],
        published_at=column["published_at"],
        updated_at=column["updated_at"],
        withdrawn_at=column["withdrawn_at"],
        withdrawn_reason=column["withdrawn_reason"],
    )


def add(
    connection: Connection,
    brief: Brief,
    *,
    origin: Origin,
    kind: str,
    why: str,
    lead: Lead | None,
    who: str,
    at: datetime,
) -> Story:
    """Put a new story on the desk as a draft, with its first version."""
    story = Story(
        id=brief.id,
        state="draft",
        origin=origin,
        kind=kind,
        source=brief.source,
        topic=brief.topic,
        place=brief.place,
        series=brief.series,
        score=brief.score,
        why=why,
        asked="",
        lead=lead,
        brief=brief,
        public=None,
        pending=False,
        made_at=at,
        changed_at=at,
        published_at=None,
        updated_at=None,
        withdrawn_at=None,
        withdrawn_reason="",
    )
    connection.execute(insert(stories).values(id=story.id, **_columns(story)))
    what = "told" if origin == "lead" else "written"
    version = keep_version(connection, story.id, brief, what=what, who=who, at=at)
    write_log(connection, at=at, who=who, action=what, subject=story.id, detail={"version": version})
    return story


def save(
    connection: Connection,
    before: Story,
    after: Story,
    *,
    who: str,
    at: datetime,
    action: str,
    what: str = "",
    detail: Mapping[str, object] | None = None,
) -> Story:
    """Put a story back after a step: its row, a version where the draft changed, and the step in the log.

    what: which step the version names, the action where it is "". The log keeps how the story stood before.
    """
    version = draft_version(connection, before.id)
    said: dict[str, object] = {"before": Before(before.state, before.asked, version)}
    if after.brief != before.brief:
        version = keep_version(connection, after.id, after.brief, what=what or action, who=who, at=at)
    after = msgspec.structs.replace(
        after,
        changed_at=at,
        pending=after.state == "published" and after.brief != after.public,
        topic=after.brief.topic,
        place=after.brief.place,
        series=after.brief.series,
        score=after.brief.score,
        published_at=None if after.public is None else after.public.published,
        updated_at=None if after.public is None else after.public.updated,
    )
    connection.execute(update(stories).where(stories.c.id == after.id).values(_columns(after)))
    write_log(
        connection,
        at=at,
        who=who,
        action=action,
        subject=after.id,
        detail=said | {"state": after.state, "version": version} | dict(detail or {}),
    )
    return after


def keep_version(connection: Connection, id: str, brief: Brief, *, what: str, who: str, at: datetime) -> int:
    """Add a version of the story's draft; returns its number."""
    row = insert(versions).values(story=id, at=at, who=who, what=what, draft=msgspec.json.encode(brief))
    return connection.execute(row.returning(versions.c.id)).scalar_one()


def draft_version(connection: Connection, id: str) -> int:
    """The number of the version that is the draft now."""
    chosen = select(versions.c.id).where(versions.c.story == id, versions.c.what.not_in(ASIDE))
    return connection.execute(chosen.order_by(versions.c.id.desc()).limit(1)).scalar_one()


def versions_of(connection: Connection, id: str) -> tuple[Draft, ...]:
    """Every version of a story's draft, oldest first."""
    rows = connection.execute(select(versions).where(versions.c.story == id).order_by(versions.c.id))
    return tuple(Draft(row.id, row.story, row.at, row.who, row.what, brief_of(row.draft)) for row in rows)


def _columns(story: Story) -> dict[str, object]:
    """What the table has of a story beside its id."""
    public = None if story.public is None else msgspec.json.encode(story.public)
    row: dict[str, object] = {
        name: getattr(story, name)
        for name in Story.__struct_fields__
        if name not in {"id", "series", "lead", "brief", "public"}
    }
    return row | {
        "series": msgspec.json.encode(story.series).decode(),
        "headline": story.brief.headline.text,
        "lead": None if story.lead is None else msgspec.json.encode(story.lead),
        "draft": msgspec.json.encode(story.brief),
        "public": public,
        "public_hash": "" if public is None else hashlib.sha256(public).hexdigest(),
    }
