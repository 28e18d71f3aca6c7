"""Watching: sources, guarded fetching, tables to figures, health."""

from tallywire.watch.cells import archived_type, cell_text, grids, text_at
from tallywire.watch.decode import decode
from tallywire.watch.events import load_events
from tallywire.watch.fetch import DEFAULT_LIMITS, Limits, Redirect, Response, Validators, fetch, fetch_address
from tallywire.watch.grid import Grid
from tallywire.watch.guard import Target, check_address, check_ip
from tallywire.watch.health import judge
from tallywire.watch.layout import Problem
from tallywire.watch.load import load_source, load_sources
from tallywire.watch.parse import Parsed, parse
from tallywire.watch.source import SeriesEntry, Source

__all__ = [
    "DEFAULT_LIMITS",
    "Grid",
    "Limits",
    "Parsed",
    "Problem",
    "Redirect",
    "Response",
    "SeriesEntry",
    "Source",
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
    "load_events",
    "load_source",
    "load_sources",
    "parse",
    "text_at",
]
