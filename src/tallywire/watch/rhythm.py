"""How often a source is asked, and when it should have something new."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from tallywire.errors import SourceError

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=366)
_LENGTH = re.compile(r"(?P<number>[1-9][0-9]{0,4})\s*(?P<unit>min|h|d|w)\Z")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Rhythm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a source is asked and when it is late.

    every and grace: lengths of time such as "15 min", "6 h", "1 d", "2 w"; an empty grace is a quarter of the
    source's usual interval, at least a day. calendar: the agency's release calendar (iCalendar), an address or a
    file in the newsroom's `calendars/`; event: text that the summary of this source's events has. late: whether
    lateness is told at all.
    """

    every: str = "1 h"
    calendar: str = ""
    event: str = ""
    grace: str = ""
    late: bool = True

    @property
    def interval(self) -> timedelta:
        return length_of_time(self.every)


def length_of_time(text: str) -> timedelta:
    """What "15 min", "6 h", "1 d" or "2 w" says; raises SourceError for anything else."""
    found = _LENGTH.match(text.strip())
    length = int(found["number"]) * _UNITS[found["unit"]] if found else timedelta(0)
    if not SHORTEST <= length <= LONGEST:
        raise SourceError(
            f"{text[:40]!r} is no length of time from a minute to a year", hint='Write it as "15 min", "6 h" or "2 d"'
        )
    return length
