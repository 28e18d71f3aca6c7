"""The list at the left: stories by where they stand, best or newest first, and which one comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

import msgspec

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import Story, StoryLine, counts, lines
from tallywire.desk.stories.story import State
from tallywire.feed.dates import short_day, stamp, utc

PAGE = 50
MOST_TO_DO = 2000
"""Drafts that are ranked; beyond them the desk has other worries."""


Classes = Callable[[Sequence[StoryLine]], Mapping[str, str]]
"""By story, the gravest class of what was restated in it."""


class Tab(msgspec.Struct, frozen=True):
    name: str
    words: str
    states: tuple[State, ...]
    empty: str


TABS = (
    Tab("todo", "To do", ("draft",), "Nothing to do. Look for news, or write something."),
    Tab("approved", "Approved", ("approved",), "Nothing waits to be published."),
    Tab("published", "Published", ("published",), "Nothing is published yet. Approve a draft and publish it."),
    Tab("withdrawn", "Withdrawn", ("withdrawn",), "Nothing was withdrawn."),
    Tab("dismissed", "Dismissed", ("dismissed",), "Nothing was dismissed."),
)
_BY_NAME = {tab.name: tab for tab in TABS}
_BY_STATE: dict[State, Tab] = {state: tab for tab in TABS for state in tab.states}

WORDS: dict[State, str] = {
    "draft": "draft",
    "approved": "approved",
    "published": "published",
    "withdrawn": "withdrawn",
    "dismissed": "dismissed",
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A story in the list. marks: what is out of the ordinary: "back on the desk", "not yet public", its state.

    restated: the gravest class of what was restated in it, "" where nothing was.
    """

    id: str
    href: str
    headline: str
    kind: str
    restated: str
    source: str
    score: str
    why: str
    asked: str
    marks: tuple[str, ...]
    date: str
    stamp: str
    here: bool


class Turn(msgspec.Struct, frozen=True):
    name: str
    words: str
    href: str
    count: int
    here: bool


class Pane(msgspec.Struct, frozen=True, kw_only=True):
    """The list with its tabs. previous, next: the stories around the one that is open; older, newer: more pages."""

    tab: str
    words: str
    href: str
    turns: tuple[Turn, ...]
    items: tuple[Item, ...]
    empty: str
    previous: str
    next: str
    newer: str
    older: str


def tab_named(name: str) -> Tab:
    """The tab called so; the first one where there is none."""
    return _BY_NAME.get(name, TABS[0])


def tab_of(story: Story) -> Tab:
    return TABS[0] if story.asked else _BY_STATE[story.state]


def story_href(id: str, tab: str = "") -> str:
    return f"/desk/stories/{quote(id, safe='')}" + (f"?in={tab}" if tab else "")


def tab_href(tab: str, page: int = 1) -> str:
    return f"/desk?in={tab}" + (f"&page={page}" if page > 1 else "")


def pane(
    db: DeskDB,
    tab: Tab,
    sources: Mapping[str, str],
    *,
    current: Story | None = None,
    page: int = 1,
    classes: Classes | None = None,
) -> Pane:
    """The list of a tab; the story that is open stands in it even where its state has just changed.

    classes: the words for what was restated in stories; without it there are none.
    """
    tally = counts(db)
    back = lines(db, states=("approved", "published"), asked=True, limit=MOST_TO_DO)
    total = sum(tally[state] for state in tab.states) + (len(back) if tab.name == "todo" else 0)
    page = max(1, min(page, -(-total // PAGE) or 1))
    shown = list(_lines(db, tab, back, page))
    if current is not None and not any(line.id == current.id for line in shown):
        shown.insert(0, line_of(current))
    words = {} if classes is None else classes(shown)
    items = [_item(line, tab, sources, current, words.get(line.id, "")) for line in shown]
    place = next((place for place, item in enumerate(items) if item.here), -1)
    return Pane(
        tab=tab.name,
        words=tab.words,
        href=tab_href(tab.name),
        turns=tuple(
            Turn(
                each.name,
                each.words,
                tab_href(each.name),
                sum(tally[state] for state in each.states) + (len(back) if each.name == "todo" else 0),
                each.name == tab.name,
            )
            for each in TABS
        ),
        items=tuple(items),
        empty=tab.empty,
        previous=items[place - 1].href if place > 0 else "",
        next=items[place + 1].href if place + 1 < len(items) else "",
        newer=tab_href(tab.name, page - 1) if page > 1 else "",
        older=tab_href(tab.name, page + 1) if page * PAGE < total else "",
    )


def _lines(db: DeskDB, tab: Tab, back: Sequence[StoryLine], page: int) -> Sequence[StoryLine]:
    first = (page - 1) * PAGE
    if tab.name != "todo":
        return lines(db, states=tab.states, limit=PAGE, offset=first)
    drafts = lines(db, states=tab.states, limit=MOST_TO_DO)
    ranked = sorted((*back, *drafts), key=lambda line: (not line.asked, line.origin == "lead", -line.score, line.id))
    return ranked[first : first + PAGE]


def line_of(story: Story) -> StoryLine:
    """A story as a list shows it."""
    shared = {name: getattr(story, name) for name in StoryLine.__struct_fields__ if name != "headline"}
    return StoryLine(headline=story.brief.headline.text, **shared)


def _item(line: StoryLine, tab: Tab, sources: Mapping[str, str], current: Story | None, restated: str) -> Item:
    marks = []
    if line.asked and line.state != "draft":
        marks.append("back on the desk")
    if line.pending:
        marks.append("change not public")
    if line.state not in tab.states:
        marks.append(WORDS[line.state])
    return Item(
        id=line.id,
        href=story_href(line.id, tab.name),
        headline=line.headline or "No headline yet",
        kind="by hand" if line.origin == "hand" else line.kind,
        restated=restated,
        source=sources.get(line.source, line.source),
        score=f"{line.score:.0f}" if line.origin == "lead" else "",
        why=line.withdrawn_reason if line.state == "withdrawn" else line.why,
        asked=line.asked,
        marks=tuple(marks),
        date=short_day(utc(line.changed_at).date()),
        stamp=stamp(line.changed_at),
        here=current is not None and line.id == current.id,
    )
