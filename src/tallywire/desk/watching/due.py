"""When a source is asked next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tallywire.desk.watching.watched import Known
from tallywire.watch import Source

SPREAD = 0.1
"""Times are spread by up to this part of the interval, so that sources do not come in lockstep."""
FIRST_RETRY = timedelta(minutes=1)
AFTER = timedelta(seconds=20)
"""How long after a planned moment the page is asked: at the very second everybody asks."""
EAGER = timedelta(minutes=5)
EAGER_FOR = timedelta(hours=3)
LONGEST_WAIT = timedelta(days=7)


def next_due(
    source: Source,
    known: Known,
    planned: Sequence[datetime] | None,
    *,
    now: datetime,
    chance: float,
    retry_at: datetime | None = None,
) -> datetime:
    """When `source` is due after a fetch at `now` that gave `known`; `chance` in [0, 1) spreads it.

    After an outage after a minute, two, four, up to the source's own interval, or when the server asked to be
    tried again. Else after its interval; at the next moment of its release calendar, where that comes first; and
    every five minutes in the three hours after such a moment, until something new has come.
    """
    every = source.watch.interval
    if known.fails:
        wait = min(every, FIRST_RETRY * (1 << min(known.fails - 1, 12)))
        asked = min(retry_at, now + LONGEST_WAIT) if retry_at is not None else now
        return max(now + wait * (1 + SPREAD * chance), asked)
    due = now + every * (1 - SPREAD / 2 + SPREAD * chance)
    past = [moment for moment in planned or () if moment <= now < moment + EAGER_FOR]
    if past and not (known.arrivals and known.arrivals[-1] >= past[-1]):
        due = min(due, now + EAGER * (1 + SPREAD * chance))
    coming = next((moment for moment in planned or () if moment + AFTER > now), None)
    if coming is not None:
        due = min(due, coming + AFTER * (1 + chance))
    return due
