"""Comparison: a level or change against another, against earlier neighbours, or against a class of events."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import Period
from tallywire.statement.amount import Amount
from tallywire.statement.change import Change, Direction
from tallywire.statement.level import Level
from tallywire.statement.subject import Subject


class Neighbours(msgspec.Struct, frozen=True, tag="neighbours", tag_field="kind"):
    """The sharpest change per month between any two neighbouring counts that both lie before `before`.

    The windows may be of unequal length; `amount`, where given, is what it is said to be at most.
    """

    series: Subject
    direction: Direction
    before: Period | None = None
    amount: Amount | None = None


class EventClass(msgspec.Struct, frozen=True, tag="events", tag_field="kind"):
    """The net changes of the same series around each event of a class: "even during amnesties".

    An event can be compared only where the series has a count within 12 months on both sides of it.
    """

    event_kind: str
    since: Period | None = None
    since_vague: bool = False


class Comparison(msgspec.Struct, frozen=True, tag="comparison", tag_field="kind"):
    """The size on the left stands in `relation` to the size on the right."""

    left: Level | Change
    relation: Literal[">", "<", "="]
    right: Level | Change | Neighbours | EventClass
