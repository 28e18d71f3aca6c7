"""Taking in what was found: leads become stories on the desk, each told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection, select

from tallywire.brief import Brief
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.store import DeskDB, write_log
from tallywire.desk.store.tables import stories as table
from tallywire.desk.stories.choices import Rule, mutes, rules_held
from tallywire.desk.stories.publish import published_now
from tallywire.desk.stories.rows import add, found, keep_version, save, versions_of
from tallywire.desk.stories.story import Draft, Story
from tallywire.desk.stories.told_before import told_before
from tallywire.desk.stories.words import corrected, differences, same_telling
from tallywire.desk.telling import source_of, told
from tallywire.statement import Lead

TELLINGS = {"told", "told anew", "offered", "reviewed"}
"""Versions that came from a lead, not from a hand."""

RULE = "rule"
"""Who publishes what the desk lets through unasked."""


def take_in(db: DeskDB, newsroom: Newsroom, leads: Sequence[Lead], *, who: str, at: datetime) -> tuple[Story, ...]:
    """Tell the leads and put them on the desk, all or none; returns their stories, in the order of the leads.

    What is muted is not told, and what was dismissed or withdrawn stays so. A draft told otherwise than before is
    replaced unless it was edited; an approved one is then a draft again. A published story told otherwise gets a
    pending draft. A restatement that a story of another name tells already is not told again. What a rule lets
    through is published when it is told for the first time, or lies unedited.
    """
    silent: set[tuple[str, str]] = {(each.what, each.value) for each in mutes(db)}
    closed = _closed(db) | told_before(db, leads)
    wanted = [lead for lead in leads if lead.id not in closed and not _muted(newsroom, lead, silent)]
    # Telling draws charts and takes its time; the desk is not held up while that is done.
    briefs = [(lead, told(newsroom, lead)) for lead in wanted]
    with db.begin() as connection:
        known = rules_held(connection)
        taken = (_take(connection, lead, brief, known, who=who, at=at) for lead, brief in briefs)
        return tuple(story for story in taken if story is not None)


def _closed(db: DeskDB) -> set[str]:
    with db.read() as connection:
        chosen = select(table.c.id).where(table.c.state.in_(("dismissed", "withdrawn")))
        return set(connection.execute(chosen).scalars())


def _muted(newsroom: Newsroom, lead: Lead, silent: set[tuple[str, str]]) -> bool:
    carriers = [("series", lead.series[0])] if lead.series else []
    return any(each in silent for each in [("kind", lead.story), ("source", source_of(newsroom, lead)), *carriers])


def _take(
    connection: Connection, lead: Lead, brief: Brief, rules: Sequence[Rule], *, who: str, at: datetime
) -> Story | None:
    story = found(connection, lead.id)
    if story is None:
        story = add(connection, brief, origin="lead", kind=lead.story, why=lead.why, lead=lead, who=who, at=at)
    elif story.state in {"dismissed", "withdrawn"} or story.origin == "hand":
        return None
    else:
        story = _again(connection, story, lead, brief, versions_of(connection, story.id), who=who, at=at)
    if story.state != "draft" or story.asked or not _let_through(story, rules):
        return story
    if untouched(story.brief, versions_of(connection, story.id)):
        ready = save(connection, story, replace(story, state="approved"), who=RULE, at=at, action="approved")
        return published_now(connection, ready, who=RULE, at=at)
    return story


def _again(
    connection: Connection,
    story: Story,
    lead: Lead,
    brief: Brief,
    drafts: Sequence[Draft],
    *,
    who: str,
    at: datetime,
) -> Story:
    """A story that is on the desk already, told once more."""
    last = [draft for draft in drafts if draft.what in TELLINGS][-1]
    if same_telling(last.brief, brief):
        return story
    changes = differences(last.brief, brief)
    anew = corrected(brief, story.brief.corrections, story.brief)
    anew = replace(anew, published=story.brief.published, updated=story.brief.updated)
    standing = [draft for draft in drafts if draft.what != "offered"][-1]
    if not untouched(story.brief, drafts) or (story.asked and standing.what == "reviewed"):
        version = keep_version(connection, story.id, anew, what="offered", who=who, at=at)
        asked = _asked("The record would tell this otherwise now, and your words were kept", changes)
        if story.asked and standing.what == "reviewed":
            asked = story.asked
        detail = {"version": version, "changes": changes}
        write_log(connection, at=at, who=who, action="offered", subject=story.id, detail=detail)
        return _noted(connection, story, asked)
    asked = ""
    if story.state == "published":
        asked = _asked("Told anew since it was published", changes)
    elif story.state == "approved":
        asked = _asked("Told anew since it was approved", changes)
    state = "draft" if story.state == "approved" else story.state
    after = replace(story, brief=anew, state=state, asked=asked, why=lead.why, lead=lead)
    return save(connection, story, after, who=who, at=at, action="told anew", detail={"changes": changes})


def _noted(connection: Connection, story: Story, asked: str) -> Story:
    """The story with a new reason to be back on the desk; nothing else of it changes."""
    connection.execute(table.update().where(table.c.id == story.id).values(asked=asked))
    return replace(story, asked=asked)


def _asked(why: str, changes: Sequence[str]) -> str:
    if not changes:
        return f"{why}: the figures behind it changed, its words did not."
    said = "; ".join(changes)
    return f"{why}: {said}."


def _let_through(story: Story, rules: Sequence[Rule]) -> bool:
    return any(rule.source == story.source and rule.kind in {"", story.kind} for rule in rules)


def untouched(brief: Brief, versions: Sequence[Draft]) -> bool:
    """Whether the brief is as some telling made it, and no hand changed it since."""
    return any(same_telling(version.brief, brief) for version in versions if version.what in TELLINGS)
