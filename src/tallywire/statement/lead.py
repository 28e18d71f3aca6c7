"""Lead: what find hands to tell: findings that belong to one story, why they are news, and how much."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import AsOf, Notice, Restatement
from tallywire.statement.evidence import Evidence
from tallywire.statement.statement import Statement

Role = Literal[
    "main", "percent", "step", "steps", "record", "rate", "pace", "event", "class", "gross", "tie", "sibling"
]
Story = Literal["fall", "rise", "low", "high", "revision", "return", "takedown"]


class Finding(msgspec.Struct, frozen=True):
    """A statement that the evaluator confirmed as of `as_of`, and the part it plays in the story.

    Roles: `main`, the headline's; `percent`, the same change in percent; `step`, one of its parts, and `steps`,
    their Sum; `record`, an Extreme; `rate`, the change per month, and `pace`, its Comparison with earlier
    neighbours; `event`, a Coincidence; `class`, a Comparison with a class of events; `gross`, a count that
    belongs to an event; `tie`, an Extreme shared at published precision; `sibling`, the same window in another
    series of the group.
    """

    role: Role
    statement: Statement
    evidence: Evidence
    as_of: AsOf


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """One story. id: stable for the same story. series: all it is about, the one that carries it first.

    score orders leads of one run (0 to 100, greater first); why says in words how it came about.
    """

    id: str
    story: Story
    series: tuple[str, ...]
    findings: tuple[Finding, ...]
    why: str
    score: float
    as_of: AsOf
    restatement: Restatement | None = None
    notice: Notice | None = None
