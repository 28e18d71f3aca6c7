"""A story of the desk, its versions, and the lines of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from tallywire.brief import Brief
from tallywire.statement import Lead

State = Literal["draft", "approved", "published", "withdrawn", "dismissed"]
Origin = Literal["lead", "hand"]

KINDS = ("fall", "rise", "low", "high", "revision", "return", "takedown")
"""What a lead can be about; a story written by hand has the kind `hand`."""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A story from its draft to its withdrawal.

    brief: the draft being worked on; public: as readers see it, None before it is published. pending: published,
    with a draft that readers do not see yet. kind: one of KINDS, or "hand". why: why it is news. asked: why it
    is back on the desk, "" if it is not. lead: what it was told from, where that is kept. published_at and
    updated_at: as readers see them.
    """

    id: str
    state: State
    origin: Origin
    kind: str
    source: str
    topic: str
    place: str
    series: tuple[str, ...]
    score: float
    why: str
    asked: str
    lead: Lead | None
    brief: Brief
    public: Brief | None
    pending: bool
    made_at: datetime
    changed_at: datetime
    published_at: datetime | None
    updated_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a list: everything but the words under its headline. Fields as in Story."""

    id: str
    state: State
    origin: Origin
    kind: str
    source: str
    topic: str
    place: str
    series: tuple[str, ...]
    score: float
    why: str
    asked: str
    headline: str
    pending: bool
    made_at: datetime
    changed_at: datetime
    published_at: datetime | None
    withdrawn_reason: str


class Draft(msgspec.Struct, frozen=True):
    """One version of a story's draft: who made it, and by which step.

    what: `told`, `told anew`, `reviewed` (told anew after a restatement), `offered` (told anew and set aside, for
    the draft had been edited), `written`, `edited`, `undone`, `let stand`, `published` (its times and corrections
    set).
    """

    id: int
    story: str
    at: datetime
    who: str
    what: str
    brief: Brief


class LogLine(msgspec.Struct, frozen=True):
    """Who did what, when, to which story (or mute, rule, check or account); detail: what JSON says of it."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: Mapping[str, object]


class History(msgspec.Struct, frozen=True):
    """All that happened to a story, oldest first."""

    versions: tuple[Draft, ...]
    log: tuple[LogLine, ...]
