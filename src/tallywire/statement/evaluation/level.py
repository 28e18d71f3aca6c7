"""Evaluating a Level."""

from __future__ import annotations

import itertools
from decimal import Decimal

from tallywire.series import AsOf, Interval, Observation, Period
from tallywire.statement.amount import Amount
from tallywire.statement.evaluation.figures import Counts, counts_of, matching
from tallywire.statement.evaluation.judge import agree, fits
from tallywire.statement.evaluation.lacking import no_period, no_series
from tallywire.statement.evidence import Evidence
from tallywire.statement.holdings import Holdings
from tallywire.statement.level import Level


def evaluate_level(statement: Level, holdings: Holdings, as_of: AsOf) -> Evidence:
    counts = counts_of(statement.series, holdings, as_of)
    if counts is None:
        return no_series(statement.series, as_of)
    total = _flow_total(counts, statement.when)
    if total is not None:
        value, rounding, used, bounded = total
        outcome = fits(value, rounding, bounded, statement.amount.interval)
        return Evidence(
            outcome=outcome,
            actual=Amount(Interval.point(value), counts.series.unit, ""),
            basis=as_of.basis,
            used=tuple(o.ref for o in used),
            reason="" if outcome != "undetermined" else "rounding of the published figures leaves it open",
            working=(" + ".join(o.literal for o in used),),
        )
    found = matching(counts, statement.when)
    if not found:
        return no_period(counts, statement.when, as_of)
    outcome = agree(
        fits(counts.value(o), counts.rounding(o), o.bounds is not None, statement.amount.interval) for o in found
    )
    shown = found[-1]
    actual = counts.rounding(shown) if shown.bounds is not None else Interval.point(counts.value(shown))
    if outcome == "undetermined":
        reason = (
            "the words leave several counts to choose from, and they differ"
            if len(found) > 1
            else "rounding of the published figure leaves it open"
        )
    else:
        reason = ""
    return Evidence(
        outcome=outcome,
        actual=Amount(actual, counts.series.unit, ""),
        basis=as_of.basis,
        used=tuple(o.ref for o in found),
        reason=reason,
    )


def _flow_total(
    counts: Counts, when: Period | None
) -> tuple[Decimal, Interval, tuple[Observation, ...], bool] | None:
    """A flow over a period that its observations part without a gap is their total."""
    if counts.series.kind != "flow" or when is None:
        return None
    parts = matching(counts, when)
    if len(parts) < 2 or parts[0].period.start != when.start or parts[-1].period.end != when.end:
        return None
    if any(a.period.end != b.period.start for a, b in itertools.pairwise(parts)):
        return None
    rounding = counts.rounding(parts[0])
    for part in parts[1:]:
        rounding = rounding + counts.rounding(part)
    value = sum((counts.value(p) for p in parts), Decimal(0))
    return value, rounding, parts, any(p.bounds is not None for p in parts)
