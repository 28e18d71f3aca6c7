"""A run of find over a newsroom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tallywire.desk.newsroom import Newsroom
from tallywire.find import Fresh, find
from tallywire.series import AsOf, Classified, Restatement
from tallywire.statement import Lead

NEWS_DAYS = 31
"""What became known in this many days before a run counts as new."""

EARLIEST = datetime.min.replace(tzinfo=UTC)


def leads(newsroom: Newsroom, as_of: AsOf, *, days: int = NEWS_DAYS) -> tuple[Lead, ...]:
    """The leads of the `days` before `as_of`, best first; none of a source whose file was taken away.

    A restatement that only history from a web archive brought to light is none: it happened long ago.
    """
    since = as_of.time - timedelta(days=min(days, (as_of.time - EARLIEST).days))
    watched = {source.id for source in newsroom.sources}
    restated = [p for p in newsroom.record.restatements(since, as_of.time) if not _of_the_past(newsroom, p)]
    return find(
        newsroom.series(),
        newsroom.record,
        Fresh(since, as_of),
        restatements=restated,
        notices=[n for n in newsroom.archive.notices() if since < n.at <= as_of.time and n.source in watched],
        classified=_classified(newsroom, restated, since, as_of.time),
    )


def _classified(
    newsroom: Newsroom, restated: Sequence[Restatement], since: datetime, until: datetime
) -> list[Classified]:
    """The classes of what the sources restated of which a release restated several figures of a series."""
    record, last = newsroom.record, newsroom.archive.last_at
    releases = Counter((pair.after.series, pair.after.release) for pair in restated)
    sources = {record.source_of(series) for (series, _), count in releases.items() if count > 1}
    # Where nothing came later the classes are those of everything known, which are worked out once.
    moment = None if last is not None and last <= until else until
    return [each for source in sorted(sources) for each in record.classified(since, moment, source=source)]


def _of_the_past(newsroom: Newsroom, pair: Restatement) -> bool:
    """Whether the half of a restatement that was learned last is a past version that a web archive holds."""
    last = max(pair.before, pair.after, key=lambda each: each.seq)
    release = newsroom.archive.entry(last.release).release
    return release is not None and release.kind == "memento"
