"""A round of the desk: what is news becomes drafts, and published briefs are held against the record of today."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tallywire.desk.finding import NEWS_DAYS, leads
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import Story, review, take_in
from tallywire.series import AsOf

MOST_TAKEN = 50
"""Leads of one round that are told, the best ones."""


class Looked(msgspec.Struct, frozen=True):
    """The stories that leads became, best first, and the published ones that are back on the desk."""

    taken: tuple[Story, ...]
    back: tuple[Story, ...]


def look_for_news(
    newsroom: Newsroom,
    db: DeskDB,
    *,
    who: str,
    at: datetime,
    as_of: AsOf | None = None,
    days: int = NEWS_DAYS,
    most: int = MOST_TAKEN,
) -> Looked:
    """Put the best leads on the desk and review what is published; the newsroom may be open for reading only."""
    found = leads(newsroom, newsroom.as_of() if as_of is None else as_of, days=days)
    return Looked(
        take_in(db, newsroom, found[:most], who=who, at=at),
        tuple(review(db, newsroom, who=who, at=at)),
    )
