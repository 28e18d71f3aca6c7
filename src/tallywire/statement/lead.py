"""Lead: what find hands to tell: findings that belong to one story, why they are news, and how much."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import AsOf, Class, Notice, ObservationRef, Period, Restatement
from tallywire.statement.evidence import Evidence
from tallywire.statement.statement import Statement

Role = Literal[
    "main", "percent", "step", "steps", "record", "rate", "pace", "event", "class", "gross", "tie", "sibling"
]
Story = Literal["fall", "rise", "low", "high", "revision", "return", "takedown"]
How = Literal["restated", "returned", "withdrawn", "remarked"]


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


class Classing(msgspec.Struct, frozen=True):
    """How many of some restated figures are of a class, by a rule of the record."""

    kind: Class
    rule: str
    count: int


class Restated(msgspec.Struct, frozen=True, kw_only=True):
    """What one release restated in one series, where that is more than one figure.

    how: what became of each; `restated` where it is not the same for all. count, first and last: how many figures,
    from which period to which. numbers: of all new observations, ascending. figures: the new observations, the one
    that the lead shows first and then by period; where there are many, those that changed most. classes: how many
    are of which class, the most first; none where that is not known.
    """

    how: How
    count: int
    first: Period
    last: Period
    numbers: tuple[int, ...]
    figures: tuple[ObservationRef, ...]
    classes: tuple[Classing, ...] = ()


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """One story. id: stable for the same story. series: all it is about, the one that carries it first.

    score orders leads of one run (0 to 100, greater first); why says in words how it came about. restatement: the
    figure that is shown as restated. restated: all that its release restated with it, if any.
    """

    id: str
    story: Story
    series: tuple[str, ...]
    findings: tuple[Finding, ...]
    why: str
    score: float
    as_of: AsOf
    restatement: Restatement | None = None
    restated: Restated | None = None
    notice: Notice | None = None
