"""Coincidence: a change and an event in time, never as a cause."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import Period
from tallywire.statement.change import Change


class EventMention(msgspec.Struct, frozen=True):
    """An event as a statement names it: its words, its class where known, when, and its id once linked."""

    name: str
    kind: str = ""
    when: Period | None = None
    id: str = ""


class Coincidence(msgspec.Struct, frozen=True, tag="coincidence", tag_field="kind"):
    """`change` came `after`, `during` or `before` the event. After: the event starts no later than the change."""

    change: Change
    event: EventMention
    relation: Literal["after", "during", "before"]
