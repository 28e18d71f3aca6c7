"""Nothing is found that the evaluator does not confirm."""

from __future__ import annotations

import msgspec

from tallywire.series import AsOf
from tallywire.statement import Amount, Change, Finding, Holdings, Statement, evaluate
from tallywire.statement.lead import Role


def confirm(role: Role, statement: Statement, holdings: Holdings, as_of: AsOf) -> Finding | None:
    """The finding, if the statement is true on the record as it stood; else None."""
    evidence = evaluate(statement, holdings, as_of)
    return Finding(role, statement, evidence, as_of) if evidence.outcome == "true" else None


def measured(change: Change, holdings: Holdings, as_of: AsOf) -> Change | None:
    """The change with its amount as the record has it, as a size; None where it cannot be measured."""
    evidence = evaluate(msgspec.structs.replace(change, amount=None), holdings, as_of)
    if evidence.actual is None or evidence.outcome == "false":
        return None
    interval = evidence.actual.interval
    sized = -interval if change.direction == "down" else interval
    return msgspec.structs.replace(change, amount=Amount(sized, evidence.actual.unit, ""))
