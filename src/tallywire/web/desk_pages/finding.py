"""Looking for news from the desk: find, take in, review; and writing the site again."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk import look_for_news
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import counts
from tallywire.web.desk_pages.asking import Asking, asking, go
from tallywire.web.desk_pages.steps import NOT_WRITTEN

_WRITTEN = {
    "written": "The site is written.",
    "going on": "The site is still being written.",
    "failed": "The site could not be written: see the head of this page.",
}


class News(msgspec.Struct, frozen=True):
    """What a look found: drafts that are new, stories back on the desk, and those that a rule published."""

    drafts: int
    back: int
    published: int

    def words(self) -> str:
        if not (self.drafts or self.back or self.published):
            return "Nothing new in the record."
        found = [_count(self.drafts, "new draft", "new drafts")] if self.drafts else []
        if self.back:
            found.append(_count(self.back, "story is back on the desk", "stories are back on the desk"))
        if self.published:
            found.append(_count(self.published, "was published by a rule", "were published by a rule"))
        return f"Looked for news: {', '.join(found)}."


async def find(request: Request) -> Response:
    """POST /desk/find"""
    ask = await asking(request)
    # One look at a time: a second one beside it would tell the same leads twice over.
    news = await ask.think(lambda db: ask.room.looking(lambda: look(ask, db)))
    said = news.words()
    if news.published:
        said += NOT_WRITTEN[await ask.room.writer.write()]
    return go(ask, "/desk", done=said)


def look(ask: Asking, db: DeskDB) -> News:
    """Find what is new in the record as it stands, put it on the desk, and review what is published."""
    before = counts(db)
    found = look_for_news(ask.newsroom, db, who=ask.name, at=ask.at)
    after = counts(db)
    published = max(after["published"] - before["published"], 0)
    return News(
        drafts=max(sum(after.values()) - sum(before.values()) - published, 0),
        back=len({story.id for story in (*found.taken, *found.back) if story.asked and story.state == "published"}),
        published=published,
    )


async def write_site(request: Request) -> Response:
    """POST /desk/site: write the site as the desk has it."""
    ask = await asking(request)
    done = await ask.room.writer.write()
    return go(ask, "/desk", problem=_WRITTEN[done]) if done == "failed" else go(ask, "/desk", done=_WRITTEN[done])


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
