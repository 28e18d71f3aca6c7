"""Evaluating a Sum."""

from __future__ import annotations

import itertools
from decimal import Decimal

from tallywire.series import AsOf
from tallywire.statement.change import Change
from tallywire.statement.evaluation.change import moves_of
from tallywire.statement.evaluation.figures import counts_of
from tallywire.statement.evaluation.judge import all_of
from tallywire.statement.evaluation.sizes import judged, sizes_of
from tallywire.statement.evaluation.words import figure_shown
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.holdings import Holdings
from tallywire.statement.sum import Sum


def evaluate_sum(statement: Sum, holdings: Holdings, as_of: AsOf) -> Evidence:
    """True if total and parts each are, the steps follow one another, and the published figures add up."""
    everything = (statement.total, *statement.parts)
    pieces = [judged(piece, holdings, as_of) for piece in everything]
    for piece in pieces:
        if piece.lacks:
            return piece
    sizes = [sizes_of(piece, holdings, as_of)[-1] for piece in everything]
    whole, parts = sizes[0], sizes[1:]
    added = sum((p.value for p in parts), Decimal(0))
    left_open = whole.rounding
    for part in parts:
        left_open = left_open - part.rounding
    outcomes: list[Outcome] = [p.outcome for p in pieces]
    outcomes.append(_steps_follow(statement, holdings, as_of))
    adds_up: Outcome = "true" if added == whole.value else "false"
    if adds_up == "false" and left_open.contains(Decimal(0)):
        adds_up = "undetermined"
    outcomes.append(adds_up)
    outcome = all_of(outcomes)
    working = " + ".join(figure_shown(p.value) for p in parts).replace("+ -", "- ") + f" = {figure_shown(added)}"
    if added != whole.value:
        working += f"; published as {figure_shown(whole.value)}"
    reasons = [p.reason for p in pieces if p.reason]
    if adds_up != "true":
        reasons.insert(0, f"the parts make {figure_shown(added)}, the total is {figure_shown(whole.value)}")
    return Evidence(
        outcome=outcome,
        actual=pieces[0].actual,
        basis=as_of.basis,
        used=tuple(dict.fromkeys(ref for p in pieces for ref in p.used)),
        compared=len(parts),
        reason=reasons[0] if reasons and outcome != "true" else "",
        working=(working,),
    )


def _steps_follow(statement: Sum, holdings: Holdings, as_of: AsOf) -> Outcome:
    """Steps of one series must run without a break from the total's start to its end."""
    total = statement.total
    changes = [p for p in statement.parts if isinstance(p, Change)]
    if not isinstance(total, Change) or any(p.series != total.series for p in changes):
        return "true"
    counts = counts_of(total.series, holdings, as_of)
    assert counts is not None
    spans = [(m[-1].start.period, m[-1].end.period) for p in (total, *changes) if (m := moves_of(p, counts))]
    whole, steps = spans[0], sorted(spans[1:])
    follows = all(a[1] == b[0] for a, b in itertools.pairwise(steps))
    return "true" if follows and steps and (steps[0][0], steps[-1][1]) == whole else "false"
