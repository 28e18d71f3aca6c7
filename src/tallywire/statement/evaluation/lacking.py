"""Evidence that the record does not hold what a statement needs."""

from __future__ import annotations

from tallywire.series import AsOf, Period
from tallywire.statement.evaluation.figures import Counts
from tallywire.statement.evaluation.words import shown
from tallywire.statement.evidence import Evidence
from tallywire.statement.subject import Subject


def no_series(subject: Subject, as_of: AsOf) -> Evidence:
    name = subject if isinstance(subject, str) else subject.text
    return Evidence(
        outcome="undetermined", basis=as_of.basis, lacks="series", reason=f"the record has no series {name}"
    )


def no_period(counts: Counts, when: Period | None, as_of: AsOf) -> Evidence:
    held = counts.observations
    reach = f"; it reaches from {shown(held[0].period)} to {shown(held[-1].period)}" if held else ""
    asked = f" for {shown(when)}" if when is not None else ""
    return Evidence(
        outcome="undetermined",
        basis=as_of.basis,
        lacks="period",
        gaps=tuple(g for g in counts.gaps if when is not None and g.overlaps(when)),
        reason=f"the record of {counts.series.title} has no figure{asked}{reach}",
    )
