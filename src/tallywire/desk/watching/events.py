"""Event files of the newsroom's own: archived and learned when they change."""

from __future__ import annotations

from datetime import datetime

from tallywire.desk.derive import EVENTS, events_of
from tallywire.desk.newsroom import Newsroom
from tallywire.errors import SourceError
from tallywire.watch import load_events


def take_in_events(newsroom: Newsroom) -> int:
    """Archive and learn the event files that changed since they were last taken in; returns how many."""
    taken = 0
    for path in sorted((newsroom.folder / "events").glob("*.csv")):
        body = path.read_bytes()
        source = EVENTS + path.stem
        previous = newsroom.archive.last(source, path.name)
        if previous is not None and newsroom.archive.body(previous.id) == body:
            continue
        at, real = newsroom.clock.stamp()
        _check_events(body, str(path), at)
        release = newsroom.archive.append_resource(
            source=source, address=path.name, at=at, real=real, body=body, media_type="text/csv; charset=utf-8"
        )
        newsroom.record.learn(release, ())
        newsroom.record.learn_events(release, events_of(release, body))
        taken += 1
    if taken:
        newsroom.record.flush()
        newsroom.derived = newsroom.archive.count
    return taken


def _check_events(body: bytes, where: str, at: datetime) -> None:
    """An event file that does not fit is refused before it is archived."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 text: {error.reason} at byte {error.start}", where=where) from None
    load_events(text, where, release="", known_at=at)
