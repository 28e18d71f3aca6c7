"""Watching: sources, guarded fetching, tables to figures, health."""

from tallywire.watch.calendar import planned
from tallywire.watch.cells import archived_type, cell_text, grids, text_at
from tallywire.watch.clock import Clock, SystemClock
from tallywire.watch.decode import decode
from tallywire.watch.events import load_events
from tallywire.watch.fetch import BlockingFetcher, fetch, fetch_address
from tallywire.watch.fetcher import Fetcher
from tallywire.watch.grid import Grid
from tallywire.watch.guard import Target, check_address, check_ip
from tallywire.watch.health import Seen, judge
from tallywire.watch.late import late
from tallywire.watch.load import load_source, load_sources
from tallywire.watch.look import Look, look
from tallywire.watch.own_loop import OwnLoop
from tallywire.watch.pace import DEFAULT_PACE, Pace
from tallywire.watch.parse import Parsed, parse
from tallywire.watch.place import Problem
from tallywire.watch.resolve import Resolver
from tallywire.watch.response import DEFAULT_LIMITS, Headers, Limits, Redirect, Response, Validators
from tallywire.watch.rhythm import Rhythm
from tallywire.watch.source import SeriesEntry, Source
from tallywire.watch.version import PARSER_VERSION

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_PACE",
    "PARSER_VERSION",
    "BlockingFetcher",
    "Clock",
    "Fetcher",
    "Grid",
    "Headers",
    "Limits",
    "Look",
    "OwnLoop",
    "Pace",
    "Parsed",
    "Problem",
    "Redirect",
    "Resolver",
    "Response",
    "Rhythm",
    "Seen",
    "SeriesEntry",
    "Source",
    "SystemClock",
    "Target",
    "Validators",
    "archived_type",
    "cell_text",
    "check_address",
    "check_ip",
    "decode",
    "fetch",
    "fetch_address",
    "grids",
    "judge",
    "late",
    "load_events",
    "load_source",
    "load_sources",
    "look",
    "parse",
    "planned",
    "text_at",
]
