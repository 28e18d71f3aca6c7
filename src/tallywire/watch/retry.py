"""When a fetch that failed is tried again: backoff with jitter, and what the server asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tallywire.watch.response import Response

REPEATED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass by themselves (RFC 9110, section 15; RFC 6585; RFC 8470)."""
LONGEST_RETRY_AFTER = timedelta(days=1)
"""A server that asks to be left alone for longer is asked again after this, once."""
_FIRST = 0.5
_LONGEST = 5.0
_ASKS_TO_WAIT = frozenset({429, 503})


def backoff(failures: int, chance: float) -> float:
    """Seconds to wait after so many failures: doubled each time, from half to all of that by `chance` in [0, 1)."""
    return min(_LONGEST, _FIRST * 2.0 ** min(failures - 1, 10)) * (0.5 + chance / 2)


def retry_after(response: Response, now: datetime) -> timedelta | None:
    """How long a 429 or 503 asks to be left alone (RFC 9110, section 10.2.3), at most a day; None where it doesn't.

    A date is taken against the server's own Date, whose clock may be another than ours.
    """
    if response.status not in _ASKS_TO_WAIT:
        return None
    asked = response.header("retry-after").strip()
    if asked.isascii() and asked.isdigit():
        return min(timedelta(seconds=int(asked[:9])), LONGEST_RETRY_AFTER) if len(asked) < 10 else LONGEST_RETRY_AFTER
    until = _date(asked)
    if until is None:
        return None
    return min(max(until - (_date(response.header("date")) or now), timedelta(0)), LONGEST_RETRY_AFTER)


def _date(text: str) -> datetime | None:
    if not 0 < len(text) <= 60:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
