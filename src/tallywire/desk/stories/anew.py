"""A lead judged again after its figures were restated: amounts measured anew, and what no longer holds left out."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tallywire.find.confirm import measured
from tallywire.series import AsOf
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Extreme,
    Finding,
    Holdings,
    Lead,
    Level,
    Statement,
    Sum,
    evaluate,
)

NAMES = {
    "percent": "the change in percent",
    "step": "the steps",
    "steps": "the steps",
    "record": "the record",
    "rate": "the pace",
    "pace": "the pace",
    "event": "the event beside it",
    "gross": "the count of the event beside it",
    "tie": "the tie",
    "sibling": "the other series beside it",
}
TOGETHER = ({"step", "steps"}, {"rate", "pace"})
"""Parts that are told together, or not at all."""


class Anew(msgspec.Struct, frozen=True):
    """lead: with amounts as they stand; None where its main finding no longer holds. lost: what else does not."""

    lead: Lead | None
    lost: tuple[str, ...] = ()


def anew(lead: Lead, holdings: Holdings) -> Anew:
    """The lead on figures that were restated, each finding as of its own moment.

    The main finding holds on where it has the same direction (a record: where it still is one).
    """
    kept: list[Finding] = []
    lost: list[str] = []
    for finding in lead.findings:
        found = _finding(finding, holdings)
        if found is None:
            lost.append(finding.role)
        else:
            kept.append(found)
    if "main" in lost or not kept:
        return Anew(None, _named(lost))
    for roles in TOGETHER:
        if roles & set(lost):
            lost += [finding.role for finding in kept if finding.role in roles]
            kept = [finding for finding in kept if finding.role not in roles]
    return Anew(replace(lead, findings=tuple(kept)), _named(lost))


def _named(lost: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(NAMES[role] for role in lost if role in NAMES))


def _finding(finding: Finding, holdings: Holdings) -> Finding | None:
    statement = remeasured(finding.statement, holdings, finding.as_of)
    if statement is None:
        return None
    evidence = evaluate(statement, holdings, finding.as_of)
    # A class of events is told whatever the answer is; a tie only as one.
    holds = finding.role == "class" or evidence.outcome == "true"
    if not holds or (finding.role == "tie" and not evidence.tied):
        return None
    return replace(finding, statement=statement, evidence=evidence)


def remeasured(statement: Statement, holdings: Holdings, as_of: AsOf) -> Statement | None:
    """The statement with every amount as the record has it; None where one cannot be measured that way any more."""
    match statement:
        case Level():
            return _level(statement, holdings, as_of)
        case Change():
            return _change(statement, holdings, as_of)
        case Sum():
            total = remeasured(statement.total, holdings, as_of)
            parts = [remeasured(part, holdings, as_of) for part in statement.parts]
            measurable = [part for part in parts if isinstance(part, Change | Level)]
            if not isinstance(total, Change | Level) or len(measurable) != len(parts):
                return None
            return Sum(total, tuple(measurable))
        case Comparison():
            left = remeasured(statement.left, holdings, as_of)
            right = statement.right
            if isinstance(right, Change | Level):
                moved = remeasured(right, holdings, as_of)
                if not isinstance(moved, Change | Level):
                    return None
                right = moved
            return Comparison(left, statement.relation, right) if isinstance(left, Change | Level) else None
        case Coincidence():
            change = _change(statement.change, holdings, as_of)
            return None if change is None else replace(statement, change=change)
        case Extreme():
            return replace(statement, amount=None)
    return statement


def _level(level: Level, holdings: Holdings, as_of: AsOf) -> Level | None:
    actual = evaluate(level, holdings, as_of).actual
    return None if actual is None else replace(level, amount=Amount(actual.interval, actual.unit, ""))


def _change(change: Change, holdings: Holdings, as_of: AsOf) -> Change | None:
    return change if change.amount is None else measured(change, holdings, as_of)
