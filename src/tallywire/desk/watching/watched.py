"""What watching one source once gave."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tallywire.errors import FetchError
from tallywire.record import Arrivals
from tallywire.series import Notice, Release, State
from tallywire.watch import Problem, Response, Source, Validators

READ_WELL: tuple[State | None, ...] = (None, "ok", "unchanged", "returned", "late", "moved")
"""After these the server may be asked whether the page changed; after others the whole page is wanted."""


class Condition(msgspec.Struct, frozen=True):
    """What to ask with whether a page changed, and the release that an answer 304 then stands for."""

    validators: Validators
    release: str


class Asked(msgspec.Struct, frozen=True):
    """A source that was asked, on which condition, and what came: a response, or the error in its place."""

    source: Source
    condition: Condition | None
    fetched: Response | FetchError


class Watched(msgspec.Struct, frozen=True):
    """What one source gave: its state, a notice if that changed, the release, and what was new in it."""

    source: str
    state: State
    notice: Notice | None
    release: Release | None
    arrivals: Arrivals | None
    problems: tuple[Problem, ...] = ()


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a source between two fetches; all of it can be found again from archive and record.

    state: of the last fetch. fails: outages in a row. asked: when it was last fetched; due: when it is next.
    arrivals: the last moments at which something new came. read: the body that was last read well, with which
    source file. condition: what to ask with, as long as its release is the last one in the archive.
    """

    state: State | None = None
    fails: int = 0
    asked: datetime | None = None
    due: datetime | None = None
    arrivals: tuple[datetime, ...] = ()
    read: str = ""
    condition: Condition | None = None
