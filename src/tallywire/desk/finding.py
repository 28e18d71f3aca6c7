"""A run of find over a newsroom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tallywire.desk.newsroom import Newsroom
from tallywire.find import Fresh, find
from tallywire.series import AsOf
from tallywire.statement import Lead

NEWS_DAYS = 31
"""What became known in this many days before a run counts as new."""

EARLIEST = datetime.min.replace(tzinfo=UTC)


def leads(newsroom: Newsroom, as_of: AsOf, *, days: int = NEWS_DAYS) -> tuple[Lead, ...]:
    """The leads of the `days` before `as_of`, best first; none of a source whose file was taken away."""
    since = as_of.time - timedelta(days=min(days, (as_of.time - EARLIEST).days))
    watched = {source.id for source in newsroom.sources}
    return find(
        newsroom.series(),
        newsroom.record,
        Fresh(since, as_of),
        restatements=newsroom.record.restatements(since, as_of.time),
        notices=[n for n in newsroom.archive.notices() if since < n.at <= as_of.time and n.source in watched],
    )
