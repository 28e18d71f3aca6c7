"""The desk's first page, what is to do with the first of it open, and the page of one story."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.store import DeskDB
from tallywire.desk.stories import StoryLine, UnknownError
from tallywire.desk.stories.restating import Restating, changes, gravest
from tallywire.web.desk_pages.asking import Asking, asking, desk_page
from tallywire.web.desk_pages.restated_panel import Panel, class_name, panel
from tallywire.web.desk_pages.story_view import StoryView, held, judged, story_view
from tallywire.web.desk_pages.tabs import Pane, line_of, pane, tab_named, tab_of
from tallywire.web.refusals import Missing

MOST_ID = 200

STORY_WAITS, LIST_WAITS = 5.0, 1.0
"""Seconds that a story, or a list, is held up for the classes of what was restated."""


async def desk(request: Request) -> Response:
    """GET /desk"""
    ask = await asking(request)
    tab = tab_named(request.query_params.get("in", ""))
    page = page_number(request.query_params.get("page", ""))
    shown = await ask.desk(lambda db: pane(db, tab, ask.sources, page=page))
    first: StoryView | None = None
    if shown.items:
        opened = shown.items[0].id
        shown, first = await ask.think(lambda db: _opened(ask, db, opened, tab.name, page))
    values = {"pane": shown, "story": first, "listed": True}
    return await desk_page(ask, "desk.html", values, title=f"{tab.words} · Desk")


async def story(request: Request) -> Response:
    """GET /desk/stories/{id}"""
    return await story_page(await asking(request), story_id(request))


async def story_page(ask: Asking, id: str, *, tab: str = "", status: int = 200, problem: str = "") -> Response:
    """The story beside the list it was opened from, and at its head what could not be done."""
    asked = tab or ask.request.query_params.get("in", "")
    try:
        shown, seen = await ask.think(lambda db: _opened(ask, db, id, asked))
    except UnknownError:
        raise Missing("the desk has no such story") from None
    title = "".join(piece.text for piece in seen.told.headline.pieces) or "A story without a headline"
    values = {"pane": shown, "story": seen, "listed": False}
    return await desk_page(ask, "desk.html", values, title=f"{title} · Desk", status=status, problem=problem)


def _opened(ask: Asking, db: DeskDB, id: str, tab: str, page: int = 1) -> tuple[Pane, StoryView]:
    """The list with a story open in it; where no list is named, the one that the story stands in."""
    one = held(db, id)
    restated = classed(ask, db, [line_of(one.story)], STORY_WAITS)
    chosen = tab_named(tab) if tab else tab_of(one.story)

    def classes(shown: Sequence[StoryLine]) -> dict[str, str]:
        found = classed(ask, db, shown, LIST_WAITS)
        return {id: class_name(gravest(steps or ())) for id, steps in found.items()}

    shown = pane(db, chosen, ask.sources, current=one.story, page=page, classes=classes)
    told = panel(ask.snapshot, restated[id]) if id in restated else Panel()
    return shown, story_view(ask.snapshot, one, judged(ask.snapshot, one, ask.at), told)


def classed(
    ask: Asking, db: DeskDB, shown: Sequence[StoryLine], seconds: float
) -> dict[str, tuple[Restating, ...] | None]:
    """By story, what was restated in it; None where that takes longer."""
    told = changes(db, shown)
    wanted = {line.id: (line.series, told[line.id]) for line in shown if line.id in told}
    found = ask.room.classing.steps(ask.newsroom, wanted, seconds)
    return {id: found.get(id) for id in wanted}


def story_id(request: Request) -> str:
    """The story that an address names; raises Missing for what can be none."""
    id = str(request.path_params["id"])
    if not 0 < len(id) <= MOST_ID or not id.isprintable():
        raise Missing("the desk has no such story")
    return id


def page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
