"""Watching: sources are asked, what comes is archived, recorded and judged, in rounds or without end."""

from tallywire.desk.watching.catching_up import catch_up
from tallywire.desk.watching.events import take_in_events
from tallywire.desk.watching.loop import Loop, Pulse, Ticking, Told, watch_on
from tallywire.desk.watching.once import chosen, watch_once
from tallywire.desk.watching.standing import SourceStanding, standings
from tallywire.desk.watching.timetable import states
from tallywire.desk.watching.watched import Watched

__all__ = [
    "Loop",
    "Pulse",
    "SourceStanding",
    "Ticking",
    "Told",
    "Watched",
    "catch_up",
    "chosen",
    "standings",
    "states",
    "take_in_events",
    "watch_on",
    "watch_once",
]
