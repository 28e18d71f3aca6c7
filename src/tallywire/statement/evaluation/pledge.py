"""Evaluating a Pledge: nothing before its day; then what its outcome says."""

from __future__ import annotations

import msgspec

from tallywire.series import AsOf
from tallywire.statement.evaluation.sizes import judged
from tallywire.statement.evaluation.words import day_shown
from tallywire.statement.evidence import Evidence
from tallywire.statement.holdings import Holdings
from tallywire.statement.pledge import Pledge


def evaluate_pledge(statement: Pledge, holdings: Holdings, as_of: AsOf) -> Evidence:
    if statement.by is None:
        return Evidence(outcome="undetermined", basis=as_of.basis, lacks="period", reason="no day is named for it")
    if as_of.time.date() < statement.by.end:
        return Evidence(
            outcome="undetermined", basis=as_of.basis, reason=f"not due before {day_shown(statement.by.last_day)}"
        )
    if statement.outcome is None:
        return Evidence(
            outcome="undetermined",
            basis=as_of.basis,
            lacks="measure",
            reason=f"due on {day_shown(statement.by.last_day)}; nothing in the record measures it",
        )
    evidence = judged(statement.outcome, holdings, as_of)
    due = f"due on {day_shown(statement.by.last_day)}"
    return msgspec.structs.replace(evidence, reason=f"{due}; {evidence.reason}" if evidence.reason else due)
