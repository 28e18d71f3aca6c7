"""Reviewing what is published: a restated figure puts its brief back on the desk, with the correction drafted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from tallywire.brief import Brief, Correction, Label
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.store import DeskDB
from tallywire.desk.stories.anew import Anew, anew
from tallywire.desk.stories.as_they_stand import AsTheyStand
from tallywire.desk.stories.history import log_lines
from tallywire.desk.stories.list import story as story_named
from tallywire.desk.stories.published import published_raw
from tallywire.desk.stories.restated import Restated, correction, in_words, restated_in
from tallywire.desk.stories.rows import held, keep_version, save, versions_of
from tallywire.desk.stories.story import Draft, LogLine, Story
from tallywire.desk.stories.take_in import untouched
from tallywire.desk.stories.words import corrected
from tallywire.errors import StatementError
from tallywire.series import AsOf, Period
from tallywire.tell import tell

BY_HAND: tuple[Label, ...] = ("Exclusive", "Video")
"""Labels that only a hand gives."""


class _Figure(msgspec.Struct, frozen=True):
    series: str
    period: Period


class _Evidence(msgspec.Struct, frozen=True):
    used: tuple[_Figure, ...] = ()


class _Proof(msgspec.Struct, frozen=True):
    evidence: _Evidence


class _Proved(msgspec.Struct, frozen=True):
    """As much of a brief as says which figures it uses."""

    proofs: tuple[_Proof, ...] = ()


class _Found(msgspec.Struct, frozen=True):
    """What a review found of one story: the figures that stand otherwise, and the story told of them."""

    story: Story
    restated: tuple[Restated, ...]
    now: AsOf
    told: Brief | None
    holds: bool
    lost: tuple[str, ...]


def review(db: DeskDB, newsroom: Newsroom, *, who: str, at: datetime) -> tuple[Story, ...]:
    """Put every published story of which a figure was restated back on the desk; returns those stories.

    `asked` names each figure, from what to what. Where the story still holds, its draft is told anew from the
    figures as they stand, with the correction drafted; else its words are kept. Each restatement is asked about
    once; one that was put right again before it was published is asked about no more.
    """
    found = [_look(db, newsroom, id, at) for id in _touched(db, newsroom)]
    back = []
    for each in found:
        with db.begin() as connection:
            story = _review(connection, newsroom, each, who=who, at=at)
        if story is not None:
            back.append(story)
    return tuple(back)


def _touched(db: DeskDB, newsroom: Newsroom) -> Iterator[str]:
    """Published stories that use a figure of a series and period that was ever restated."""
    restated = {(pair.after.series, pair.after.period) for pair in newsroom.record.restatements()}
    if not restated:
        return
    decoder = msgspec.json.Decoder(_Proved)
    for id, raw in published_raw(db):
        used = (figure for proof in decoder.decode(raw).proofs for figure in proof.evidence.used)
        if any((figure.series, figure.period) in restated for figure in used):
            yield id


def _look(db: DeskDB, newsroom: Newsroom, id: str, at: datetime) -> _Found:
    """What stands otherwise than a story says. Telling takes its time, so it is done before the desk is held."""
    story = story_named(db, id)
    assert story.public is not None, "only published stories are reviewed"
    now = AsOf(at, "proven" if story.lead is None else story.lead.as_of.basis)
    restated = restated_in(story.public, story.lead, newsroom.record, now)
    if not restated or story.lead is None or story.lead.restatement is not None:
        return _Found(story, restated, now, None, True, ())
    view = AsTheyStand(newsroom.record, now)
    judged = anew(story.lead, view)
    told = _told(judged, story.public, view)
    return _Found(story, restated, now, told, told is not None, judged.lost)


def _told(judged: Anew, public: Brief, view: AsTheyStand) -> Brief | None:
    """The story told of the figures as they stand, at its first time; None where it no longer holds."""
    if judged.lead is None:
        return None
    try:
        told = tell(
            judged.lead,
            holdings=view,
            source_name=public.source_name,
            badge=public.badge,
            published=public.published,
        )
    except StatementError:
        return None
    labels = told.labels + tuple(label for label in public.labels if label in BY_HAND)
    return replace(told, updated=public.updated, score=public.score, labels=labels, video=public.video)


def _review(connection: Connection, newsroom: Newsroom, found: _Found, *, who: str, at: datetime) -> Story | None:
    story = held(connection, found.story.id)
    if story.state != "published" or story.public != found.story.public:
        return None  # The desk changed it meanwhile: the next review looks at what it is now.
    lines = log_lines(connection, story.id)
    versions = versions_of(connection, story.id)
    if not found.restated:
        return _retracted(connection, story, lines, versions, who=who, at=at)
    known = {key for line in lines if line.action == "reviewed" for key in _keys(line)}
    if all(each.key in known for each in found.restated):
        return None
    return _asked(connection, newsroom, story, found, versions, who=who, at=at)


def _keys(line: LogLine) -> Sequence[str]:
    return msgspec.convert(line.detail.get("restated", []), list[str])


def _asked(
    connection: Connection,
    newsroom: Newsroom,
    story: Story,
    found: _Found,
    versions: Sequence[Draft],
    *,
    who: str,
    at: datetime,
) -> Story:
    public = story.public
    assert public is not None
    record = newsroom.record
    text, proofs = correction(found.restated, record, found.now.basis)
    detail: dict[str, object] = {"restated": [each.key for each in found.restated], "lost": found.lost}
    asked = f"Figures used here were restated: {in_words(found.restated, record)}."
    if found.told is None and not found.holds:
        asked += " On these figures the story no longer holds: withdraw it, or correct it by hand."
        detail["asked"] = asked
        return save(connection, story, replace(story, asked=asked), who=who, at=at, action="reviewed", detail=detail)
    if found.lost:
        asked += f" No longer borne out: {', '.join(found.lost)}."

    def with_correction(brief: Brief) -> Brief:
        proved = replace(brief, proofs=(*brief.proofs, *proofs))
        return corrected(proved, (*public.corrections, Correction(at, text)), public)

    draft = story.brief
    if found.told is not None and untouched(_by_machine(draft), [_bare(version) for version in versions]):
        draft = found.told
    elif found.told is not None:
        asked += " The words were edited, so they are kept: what the figures give now is among the versions."
        keep_version(connection, story.id, with_correction(found.told), what="offered", who=who, at=at)
    else:
        asked += " The words are kept: correct them by hand where they need it."
    detail["asked"] = asked
    after = replace(story, brief=with_correction(draft), asked=asked)
    return save(connection, story, after, who=who, at=at, action="reviewed", detail=detail)


def _by_machine(brief: Brief) -> Brief:
    """Without what a hand sets beside the words, which being told anew keeps."""
    return replace(brief, video="", labels=tuple(label for label in brief.labels if label not in BY_HAND))


def _bare(version: Draft) -> Draft:
    return replace(version, brief=_by_machine(version.brief))


def _retracted(
    connection: Connection,
    story: Story,
    lines: Sequence[LogLine],
    versions: Sequence[Draft],
    *,
    who: str,
    at: datetime,
) -> Story | None:
    """Every figure stands again as it was published: what a review asked for is asked no more."""
    last = next((line for line in lines if line.action == "reviewed"), None)
    if last is None or not story.asked or story.asked != last.detail.get("asked"):
        return None
    public = story.public
    assert public is not None
    standing = [version for version in versions if version.what != "offered"][-1]
    draft = public if standing.what == "reviewed" else corrected(story.brief, public.corrections, public)
    back = replace(story, brief=draft, asked="")
    return save(
        connection, story, back, who=who, at=at, action="retracted", detail={"why": "the figures stand again"}
    )
