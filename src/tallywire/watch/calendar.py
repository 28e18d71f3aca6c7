"""Release calendars (iCalendar, RFC 5545): the moments at which an agency says that it will publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from icalendar import Calendar, Component, Event

from tallywire.errors import SourceError

MAX_CALENDAR = 8 << 20
MAX_EVENTS = 50_000
MAX_MOMENTS = 10_000
_FINE = ("SECONDLY", "MINUTELY", "HOURLY")


def planned(text: str, about: str, *, since: datetime, until: datetime, where: str = "") -> tuple[datetime, ...]:
    """The moments from `since` up to `until` at which events whose summary contains `about` begin, in UTC, sorted.

    An event of a whole day begins at the end of that day, as no hour is promised. A moment without a zone is
    taken as UTC. Cancelled events do not count. Raises SourceError for a text that is no calendar, and for one
    with more than the bounds above or with events that repeat more often than daily.
    """
    if len(text) > MAX_CALENDAR:
        raise SourceError(f"a calendar of more than {MAX_CALENDAR >> 20} MiB", where=where)
    try:
        events = list(Calendar.from_ical(text).walk("VEVENT"))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError) as error:
        raise SourceError(f"not an iCalendar file: {str(error)[:200]}", where=where) from None
    if len(events) > MAX_EVENTS:
        raise SourceError(f"more than {MAX_EVENTS} events", where=where)
    wanted = about.casefold()
    found: set[datetime] = set()
    for event in events:
        if wanted not in str(event.get("SUMMARY", "")).casefold() or str(event.get("STATUS", "")) == "CANCELLED":
            continue
        try:
            found.update(moment for moment in _moments(event, since, until) if since <= moment <= until)
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError) as error:
            raise SourceError(f"an event that cannot be read: {str(error)[:200]}", where=where) from None
        if len(found) > MAX_MOMENTS:
            raise SourceError(f"more than {MAX_MOMENTS} moments", where=where)
    return tuple(sorted(found))


def _moments(event: Component, since: datetime, until: datetime) -> Iterator[datetime]:
    begins = event.decoded("DTSTART")
    rule = event.get("RRULE")
    if rule is None:
        yield _at(begins)
        return
    written = rule.to_ical().decode()
    if any(word in written.upper() for word in _FINE):
        raise ValueError(f"repeats more often than daily: {written[:80]}")
    # A whole day counts by its end, and its rule by its beginning.
    whole_day = not isinstance(begins, datetime)
    later = timedelta(days=1) if whole_day else timedelta(0)
    first = _at(begins) - later
    # dateutil wants the end of a rule in the same kind of time as its beginning.
    repeated = rrulestr(_until_utc(written), dtstart=first)
    left_out = {_at(each) for each in event.exdates} if isinstance(event, Event) else set()
    for number, moment in enumerate(repeated.xafter(max(since, first) - timedelta(days=2), inc=True)):
        if moment > until or number > MAX_MOMENTS:
            return
        if moment + later not in left_out:
            yield moment + later


def _until_utc(rule: str) -> str:
    parts = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name.upper() == "UNTIL" and not value.endswith("Z"):
            value += "Z" if "T" in value else "T235959Z"
        parts.append(f"{name}={value}" if value else name)
    return ";".join(parts)


def _at(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime.combine(moment + timedelta(days=1), time(), UTC)
