"""What is archived and was not derived, derived."""

from __future__ import annotations

from tallywire.desk.derive import events_of, parsed_or_none
from tallywire.desk.newsroom import Newsroom


def catch_up(newsroom: Newsroom) -> int:
    """Derive what a crash had left underived, or another process archived; returns how many releases."""
    waiting = newsroom.record.underived()
    for release in waiting:
        body = newsroom.archive.body(release.id)
        parsed = parsed_or_none(newsroom.sources, release, body)
        newsroom.record.learn(release, parsed.figures, parsed.illegible)
        newsroom.record.learn_events(release, events_of(release, body))
    newsroom.record.flush()
    newsroom.derived = newsroom.archive.count
    return len(waiting)
