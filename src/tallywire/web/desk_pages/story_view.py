"""A story as the desk sees it: the brief as readers will, its numbers with their verdicts, the record, its past."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tallywire.brief import Brief, Chart
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import Draft, History, Story, can_undo, history, story
from tallywire.desk.wording import to_markdown
from tallywire.feed.chart import Drawing, drawing
from tallywire.feed.dates import day_words, moment_words, stamp, utc
from tallywire.feed.item import Tagged, labels
from tallywire.feed.names import brief_path, web_address
from tallywire.feed.pieces import Block, blocks
from tallywire.web.desk_pages.judging import Opinion, opinion, told_brief
from tallywire.web.desk_pages.past import Step, steps
from tallywire.web.desk_pages.record_panel import Reach, Shelf, reaches, shelves
from tallywire.web.desk_pages.restated_panel import Panel
from tallywire.web.desk_pages.said import Told, told
from tallywire.web.desk_pages.tabs import WORDS
from tallywire.web.desk_pages.verdicts import Number
from tallywire.web.snapshot import Snapshot


class Held(msgspec.Struct, frozen=True):
    """A story with its past, as one reading of the desk gives it. version: the number of its draft."""

    story: Story
    history: History
    version: int
    undoable: bool

    @property
    def told(self) -> Brief | None:
        return told_brief(self.history.versions)


class Corrected(msgspec.Struct, frozen=True):
    date: str
    stamp: str
    text: str


class Plot(msgspec.Struct, frozen=True):
    title: str
    sentence: str
    drawing: Drawing | None
    chart: Chart


class StoryView(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a story shows. public_words: as readers see it, where the draft says something else.

    drafted: the correction that was drafted for it. public_href: its page on the site.
    """

    id: str
    state: str
    state_words: str
    origin: str
    kind: str
    score: str
    why: str
    asked: str
    pending: bool
    version: int
    undoable: bool
    kicker: str
    labels: tuple[Tagged, ...]
    told: Told
    blocks: tuple[Block, ...]
    source: str
    badge: str
    published: str
    published_stamp: str
    updated: str
    updated_stamp: str
    minutes: int
    video: str
    corrections: tuple[Corrected, ...]
    drafted: str
    overrides: tuple[tuple[str, str], ...]
    plot: Plot | None
    numbers: tuple[Number, ...]
    open: tuple[Number, ...]
    shelves: tuple[Shelf, ...]
    reaches: tuple[Reach, ...]
    restated: Panel
    steps: tuple[Step, ...]
    public_words: str
    public_href: str
    withdrawn: str
    withdrawn_reason: str
    series: tuple[str, ...]
    source_id: str
    offered: int


def held(db: DeskDB, id: str) -> Held:
    """Raises UnknownError."""
    found, past = story(db, id), history(db, id)
    with db.read() as connection:
        undoable = can_undo(connection, id)
    return Held(found, past, draft_version(past), undoable)


def draft_version(past: History) -> int:
    """The number of the version that is the draft now; what was offered and set aside never was."""
    return next(version.id for version in reversed(past.versions) if version.what != "offered")


def offered(past: History) -> Draft | None:
    """How the record would tell it now, where that was set aside because the draft had been edited."""
    last = past.versions[-1]
    return last if last.what == "offered" else None


def judged(snapshot: Snapshot, one: Held, at: datetime) -> Opinion:
    return opinion(snapshot, one.story.brief, told=one.told, at=at)


def story_view(snapshot: Snapshot, one: Held, found: Opinion, restated: Panel) -> StoryView:
    held_story, brief = one.story, found.brief
    public = held_story.public
    standing = () if public is None else public.corrections
    aside = offered(one.history)
    return StoryView(
        id=held_story.id,
        state=held_story.state,
        state_words=WORDS[held_story.state],
        origin=held_story.origin,
        kind="by hand" if held_story.origin == "hand" else held_story.kind,
        score=f"{held_story.score:.0f}" if held_story.origin == "lead" else "",
        why=held_story.why,
        asked=held_story.asked,
        pending=held_story.pending,
        version=one.version,
        undoable=one.undoable,
        kicker=brief.kicker,
        labels=labels(brief),
        told=told(brief, found.numbers),
        blocks=blocks(brief.body),
        source=brief.source_name,
        badge=brief.badge,
        published=moment_words(brief.published),
        published_stamp=stamp(brief.published),
        updated=moment_words(brief.updated) if brief.updated else "",
        updated_stamp=stamp(brief.updated) if brief.updated else "",
        minutes=brief.minutes,
        video=web_address(brief.video),
        corrections=tuple(
            Corrected(day_words(utc(each.at).date()), stamp(each.at), each.text.text) for each in standing
        ),
        drafted=drafted(held_story),
        overrides=tuple((each.number, each.reason) for each in brief.overrides),
        plot=_plot(brief.chart),
        numbers=found.numbers,
        open=found.open,
        shelves=shelves(snapshot, brief, [number.proof for number in found.numbers if number.proof]),
        reaches=reaches(snapshot, brief),
        restated=restated,
        steps=steps(one.history),
        public_words=_words(public) if public is not None and held_story.pending else "",
        public_href=_public_href(one) if public is not None else "",
        withdrawn=moment_words(held_story.withdrawn_at) if held_story.withdrawn_at else "",
        withdrawn_reason=held_story.withdrawn_reason,
        series=held_story.series,
        source_id=held_story.source,
        offered=aside.id if aside is not None else 0,
    )


def drafted(one: Story) -> str:
    """The correction that was drafted and readers have not seen, as one text."""
    standing = () if one.public is None else one.public.corrections
    return "\n".join(each.text.text for each in one.brief.corrections if each not in standing)


def _plot(chart: Chart | None) -> Plot | None:
    return None if chart is None else Plot(chart.title, chart.sentence, drawing(chart), chart)


def _public_href(one: Held) -> str:
    """Its page on the site; numbered by the last step, for a browser may hold the page as it was a minute ago."""
    last = one.history.log[-1].id if one.history.log else 0
    return f"/{brief_path(one.story.id)}?step={last}"


def _words(brief: Brief) -> str:
    return to_markdown((brief.headline, brief.lead, *brief.body, *brief.caveats))
