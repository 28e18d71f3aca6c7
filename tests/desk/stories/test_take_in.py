"""What was found becomes a story once; what a hand did to it stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk import leads
from tallywire.desk.stories import (
    allow,
    approve,
    disallow,
    dismiss,
    edit,
    log,
    mute,
    mutes,
    publish,
    published,
    rules,
    stories,
    story,
    take_in,
    undo,
    unmute,
    withdraw,
)
from tallywire.desk.stories import take_in as whole
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.telling import told
from tallywire.statement import Lead
from tests.desk.making import day
from tests.desk.stories.making import drafts
from tests.desk.stories.newsroom import ID, SERIES, Room, room


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path) as made:
        yield made


def otherwise(lead: Lead) -> Lead:
    """The same story with less to say: without its records."""
    return replace(lead, findings=tuple(f for f in lead.findings if f.role != "record"), why="Found otherwise.")


def found(desk: Room, on: float) -> Sequence[Lead]:
    return leads(desk.newsroom, desk.newsroom.as_of(day(on)))


def test_a_lead_becomes_a_draft(desk: Room) -> None:
    [taken] = desk.take_in(35)
    [lead] = found(desk, 35)
    assert taken == story(desk.db, ID)
    assert (taken.state, taken.origin, taken.kind, taken.asked) == ("draft", "lead", "fall", "")
    assert (taken.lead, taken.why, taken.score, taken.series) == (lead, lead.why, lead.score, (SERIES,))
    assert taken.brief == told(desk.newsroom, lead)
    assert published(desk.db) == ()


def test_taken_in_again_nothing_changes(desk: Room) -> None:
    first = desk.take_in(35)
    assert desk.take_in(36) == first
    out = publish(desk.db, approve(desk.db, ID, who="ed", at=day(36)).id, who="ed", at=day(36))
    assert desk.take_in(37) == (out,)
    assert [line.action for line in log(desk.db)] == ["published", "approved", "told"]


def test_a_draft_told_otherwise_is_replaced_and_an_approved_one_is_a_draft_again(desk: Room) -> None:
    [first] = desk.take_in(35)
    [lead] = found(desk, 35)
    [again] = take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(36))
    assert again.brief != first.brief and (again.state, again.asked) == ("draft", "")
    assert again.why == "Found otherwise."
    approve(desk.db, ID, who="ed", at=day(36))
    [third] = desk.take_in(37)
    assert third.state == "draft"
    assert third.asked.startswith("Told anew since it was approved: the text now says “")
    assert third.brief.published == first.brief.published
    assert [what for what, _ in drafts(desk.db, ID)] == ["told", "told anew", "told anew"]
    back = undo(desk.db, ID, who="ed", at=day(38))
    assert (back.state, back.asked, back.brief) == ("approved", "", again.brief)
    assert desk.take_in(38) == (back,), "what was taken back is not put on it again"


def test_words_that_were_edited_are_kept_and_the_desk_is_told(desk: Room) -> None:
    [first] = desk.take_in(35)
    [lead] = found(desk, 35)
    edited = edit(desk.db, ID, replace(first.brief, headline=Text("Ours")), who="ann", at=day(36))
    [again] = take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(37))
    assert again.brief == edited.brief
    assert again.asked.startswith("The record would tell this otherwise now, and your words were kept: the text no")
    kept = drafts(desk.db, ID)
    assert [what for what, _ in kept] == ["told", "edited", "offered"]
    assert take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(38)) == (again,)
    assert len(drafts(desk.db, ID)) == 3, "it is offered once"
    assert undo(desk.db, ID, who="ann", at=day(39)).brief == first.brief


def test_a_published_story_told_otherwise_has_a_pending_draft(desk: Room) -> None:
    out = desk.out(35)
    [lead] = found(desk, 35)
    [again] = take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(36))
    assert (again.state, again.pending, again.public) == ("published", True, out.public)
    assert again.asked.startswith("Told anew since it was published: the text no longer says “")
    assert published(desk.db) == (out.public,)
    seen = publish(desk.db, ID, who="ed", at=day(37))
    assert (seen.asked, seen.brief.published, seen.brief.updated) == ("", out.brief.published, day(37))


@pytest.mark.parametrize("gone", ["dismissed", "withdrawn"])
def test_what_was_dismissed_or_withdrawn_is_not_told_again(desk: Room, gone: str) -> None:
    if gone == "dismissed":
        desk.take_in(35)
        dismiss(desk.db, ID, who="ed", at=day(35), reason="known")
    else:
        desk.out(35)
        withdraw(desk.db, ID, "It was wrong.", who="ed", at=day(35))
    before, lines = story(desk.db, ID), log(desk.db)
    [lead] = found(desk, 35)
    assert take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(36)) == ()
    assert story(desk.db, ID) == before and log(desk.db) == lines


@pytest.mark.parametrize(("what", "value"), [("series", SERIES), ("kind", "fall"), ("source", "prisons")])
def test_what_is_muted_is_not_told(desk: Room, what: str, value: str) -> None:
    muted = mute(desk.db, what, value, who="ed", at=day(1), reason=" Too  small ")  # type: ignore[arg-type]
    assert (muted.reason, mutes(desk.db)) == ("Too small", (muted,))
    assert mute(desk.db, what, value, who="ann", at=day(2)) == muted  # type: ignore[arg-type]
    assert desk.take_in(35) == () == stories(desk.db)
    unmute(desk.db, what, value, who="ed", at=day(36))  # type: ignore[arg-type]
    unmute(desk.db, what, value, who="ed", at=day(36))  # type: ignore[arg-type]
    assert mutes(desk.db) == ()
    assert len(desk.take_in(36)) == 1
    assert [line.action for line in log(desk.db, subject=f"mute/{what}/{value}")] == ["unmuted", "muted"]


def test_what_cannot_be_muted_or_let_through_is_told(desk: Room) -> None:
    cases = (("kind", "gossip", "no kind of story"), ("series", " ", "1 to 200"), ("x", "y", "cannot be muted"))
    for what, value, problem in cases:
        with pytest.raises(DeskError, match=problem):
            mute(desk.db, what, value, who="ed", at=day(1))  # type: ignore[arg-type]
    with pytest.raises(DeskError, match="is no kind of story"):
        allow(desk.db, "prisons", "gossip", who="ed", at=day(1))
    assert (mutes(desk.db), rules(desk.db), log(desk.db)) == ((), (), ())


@pytest.mark.parametrize("kind", ["", "fall"])
def test_a_rule_publishes_at_once(desk: Room, kind: str) -> None:
    rule = allow(desk.db, "prisons", kind, who="ed", at=day(1))
    assert allow(desk.db, "prisons", kind, who="ann", at=day(2)) == rule and rules(desk.db) == (rule,)
    [taken] = desk.take_in(35)
    assert taken.state == "published" and published(desk.db) == (taken.brief,)
    assert taken.brief.published == day(35)
    assert [(line.action, line.who) for line in log(desk.db, subject=ID)] == [
        ("published", "rule"),
        ("approved", "rule"),
        ("told", "cli"),
    ]
    [lead] = found(desk, 35)
    [again] = take_in(desk.db, desk.newsroom, [otherwise(lead)], who="cli", at=day(36))
    assert again.pending and published(desk.db) == (taken.brief,), "a change of what readers saw is asked about"


def test_a_rule_publishes_nothing_else(desk: Room) -> None:
    allow(desk.db, "prisons", "rise", who="ed", at=day(1))
    allow(desk.db, "others", who="ed", at=day(1))
    [taken] = desk.take_in(35)
    assert taken.state == "draft"
    edit(desk.db, ID, replace(taken.brief, headline=Text("Ours")), who="ann", at=day(35))
    rule = allow(desk.db, "prisons", "fall", who="ed", at=day(36))
    [taken] = desk.take_in(36)
    assert taken.state == "draft", "words that a hand changed are not published unasked"
    undo(desk.db, ID, who="ann", at=day(36))
    disallow(desk.db, rule.source, rule.kind, who="ed", at=day(36))
    assert desk.take_in(37)[0].state == "draft"
    allow(desk.db, "prisons", who="ed", at=day(37))
    assert desk.take_in(37)[0].state == "published", "a draft that lies unedited is let through too"


def test_leads_are_taken_in_all_or_none(desk: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    [lead] = found(desk, 35)
    other = replace(lead, id="another-story")
    real = whole.__globals__["_take"]

    def broken(connection: object, lead: Lead, brief: Brief, *args: object, **named: object) -> object:
        if lead.id == "another-story":
            raise KeyboardInterrupt
        return real(connection, lead, brief, *args, **named)

    monkeypatch.setitem(whole.__globals__, "_take", broken)
    with pytest.raises(KeyboardInterrupt):
        take_in(desk.db, desk.newsroom, [lead, other], who="cli", at=day(35))
    assert stories(desk.db) == () == log(desk.db)


def test_a_story_comes_back_from_the_tables_as_it_went_in(desk: Room) -> None:
    out = desk.out(35)
    again = story(desk.db, ID)
    assert again == out
    assert msgspec.json.encode(again) == msgspec.json.encode(out)
