"""Evaluating an Extreme: a record level or change, over counts held or over time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from tallywire.series import AsOf, Interval, Observation, ObservationRef, Period
from tallywire.statement.amount import Amount
from tallywire.statement.change import Change
from tallywire.statement.evaluation.change import judge_move, no_window
from tallywire.statement.evaluation.figures import Counts, counts_of, matching, pairs, same_length
from tallywire.statement.evaluation.judge import all_of, fits, order
from tallywire.statement.evaluation.lacking import no_period, no_series
from tallywire.statement.evaluation.moves import Move, move
from tallywire.statement.evaluation.words import figure_shown, shown
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.extreme import Extreme
from tallywire.statement.holdings import Holdings

MOST_RIVALS = 200

ENOUGH = 8
"""Comparable windows below which an extreme over time is never true, and find tells none."""


class Contender(msgspec.Struct, frozen=True):
    """A level or a move, as one value to be ranked."""

    observations: tuple[Observation, ...]
    value: Decimal
    rounding: Interval
    bounded: bool

    @property
    def end(self) -> Period:
        return self.observations[-1].period

    @property
    def start(self) -> Period:
        return self.observations[0].period


class Standing(msgspec.Struct, frozen=True):
    """How a target stands among others: how many are certainly better, equal, or not to be told apart."""

    better: tuple[Contender, ...]
    equal: tuple[Contender, ...]
    open: tuple[Contender, ...]
    runner_up: Contender | None


def evaluate_extreme(statement: Extreme, holdings: Holdings, as_of: AsOf) -> Evidence:
    counts = counts_of(statement.series, holdings, as_of)
    if counts is None:
        return no_series(statement.series, as_of)
    judge = _level if statement.of == "level" else _change
    evidence = judge(statement, counts, as_of, later=False)
    if statement.over == "counts" and statement.counts is not None and evidence.compared < statement.counts:
        # The number stated says which were meant: those up to its own date, or all that are held.
        among_all = judge(statement, counts, as_of, later=True)
        if among_all.compared == statement.counts:
            return among_all
    return evidence


def _level(statement: Extreme, counts: Counts, as_of: AsOf, *, later: bool) -> Evidence:
    found = matching(counts, statement.window.end)
    if not found:
        return no_period(counts, statement.window.end, as_of)
    if len(found) > 1:
        return _ambiguous(found, as_of)
    contenders = [
        Contender((o,), counts.value(o), counts.rounding(o), o.bounds is not None)
        for o in counts.observations
        if later or o.period <= found[0].period
    ]
    target = next(c for c in contenders if c.observations[0] is found[0])
    amount: Outcome = "true"
    if statement.amount is not None:
        amount = fits(target.value, target.rounding, target.bounded, statement.amount.interval)
    longer = tuple(g for g in counts.gaps if g.start < target.end.start)
    return _judge(statement, counts, as_of, target, contenders, amount, longer)


def _change(statement: Extreme, counts: Counts, as_of: AsOf, *, later: bool) -> Evidence:
    change = Change(
        statement.series, statement.window, "up" if statement.sense == "high" else "down", statement.amount
    )
    found = pairs(counts, statement.window)
    if not found:
        return no_window(change, counts, as_of)
    if len(found) > 1:
        return _ambiguous([o for pair in found for o in pair], as_of)
    start, end = found[0]
    alike = same_length(counts, start, end, later=later)
    moves = [m for a, b in alike if (m := move(counts, a, b, "amount")) is not None]
    contenders = [_contender(m) for m in moves]
    own = next(m for m in moves if m.start.period == start.period and m.end.period == end.period)
    target = _contender(own)
    if (statement.sense == "low") != (own.value < 0):
        return Evidence(
            outcome="false" if own.value != 0 and not own.rounding.contains(Decimal(0)) else "undetermined",
            actual=Amount(Interval.point(own.value), own.unit, ""),
            basis=as_of.basis,
            used=(start.ref, end.ref),
            compared=len(contenders),
            reason=f"the change over this window is {figure_shown(own.value)} {own.unit}",
            working=own.working,
        )
    days = (end.period.start - start.period.start).days
    longer = tuple(g for g in counts.gaps if (g.end - g.start).days > days and g.start < target.end.start)
    amount = judge_move(own, counts, change) if statement.amount is not None else "true"
    evidence = _judge(statement, counts, as_of, target, contenders, amount, longer)
    return msgspec.structs.replace(evidence, working=own.working)


def _contender(found: Move) -> Contender:
    return Contender((found.start, found.end), found.value, found.rounding, found.bounded)


def _judge(
    statement: Extreme,
    counts: Counts,
    as_of: AsOf,
    target: Contender,
    contenders: Sequence[Contender],
    amount: Outcome,
    gaps: tuple[Period, ...],
) -> Evidence:
    """`contenders` include the target; those that the statement's `since` leaves out are dropped here."""
    since = statement.since
    others = [c for c in contenders if c != target]
    if since is not None and statement.over == "counts":
        others = [c for c in others if c.start.start >= since.start]
    elif since is not None:
        first = since.start if statement.since_vague else since.end
        others = [c for c in others if c.end.start >= first]
    standing = _stand(target, others, statement.sense)
    compared = len(others) + 1
    outcome, reason = _rank(statement, standing)
    if statement.over == "time":
        outcome, reason, gaps = _over_time(statement, counts, standing, compared, outcome, reason, gaps)
    elif statement.counts is not None and statement.counts != compared:
        outcome, reason = "false", f"{compared} are held, not {statement.counts}"
    if amount != "true" and outcome != "false":
        outcome = all_of((outcome, amount))
        reason = "the amount is another one" if amount == "false" else "rounding leaves the amount open"
    strongest = standing.better[0] if standing.better else standing.runner_up
    covered = [*others, target]
    return Evidence(
        outcome=outcome,
        actual=Amount(target.rounding if target.bounded else Interval.point(target.value), counts.series.unit, ""),
        tied=bool(standing.equal) and not standing.better,
        basis=as_of.basis,
        used=tuple(o.ref for o in target.observations),
        compared=compared,
        gaps=gaps,
        reason=reason,
        rival=None if strongest is None else Amount(Interval.point(strongest.value), counts.series.unit, ""),
        rivals=_rivals(statement, strongest, others),
        since=min(c.start for c in covered),
    )


def _rivals(
    statement: Extreme, strongest: Contender | None, others: Sequence[Contender]
) -> tuple[ObservationRef, ...]:
    """The strongest other's observations; of levels all others after them, for a count of counts rests on each."""
    if strongest is None:
        return ()
    rest = [c for c in others if c is not strongest][:MOST_RIVALS] if statement.of == "level" else []
    return tuple(o.ref for c in (strongest, *rest) for o in c.observations)


def _stand(target: Contender, others: Sequence[Contender], sense: str) -> Standing:
    better, equal, undecided = [], [], []
    wanted = "below" if sense == "low" else "above"
    ranked = sorted(others, key=lambda c: c.value, reverse=sense == "high")
    for other in ranked:
        how = order(
            other.value,
            other.rounding,
            target.value,
            target.rounding,
            bounded=other.bounded or target.bounded,
        )
        if how == wanted:
            better.append(other)
        elif how == "equal":
            equal.append(other)
        elif how == "open":
            undecided.append(other)
    return Standing(tuple(better), tuple(equal), tuple(undecided), ranked[0] if ranked else None)


def _rank(statement: Extreme, standing: Standing) -> tuple[Outcome, str]:
    rank = len(standing.better) + 1
    if rank > statement.rank:
        rival = standing.better[0]
        return "false", f"{figure_shown(rival.value)} at {_where(rival)} goes further"
    if rank + len(standing.open) + len(standing.equal) < statement.rank:
        return "false", f"it ranks {rank}, not {statement.rank}"
    if standing.open:
        rival = standing.open[0]
        return "undetermined", f"rounding does not tell it apart from {figure_shown(rival.value)} at {_where(rival)}"
    if standing.equal:
        return "true", f"shared at published precision with {_where(standing.equal[0])}"
    return "true", ""


def _over_time(
    statement: Extreme,
    counts: Counts,
    standing: Standing,
    compared: int,
    outcome: Outcome,
    reason: str,
    gaps: tuple[Period, ...],
) -> tuple[Outcome, str, tuple[Period, ...]]:
    """One definite counterexample makes it false; it is true only over enough windows and without a gap."""
    since = statement.since
    if since is not None:
        gaps = tuple(g for g in gaps if g.end > since.end)
    if outcome == "false":
        if since is not None and statement.since_vague:
            certain = [c for c in standing.better if c.end.start >= since.end]
            if len(certain) < statement.rank:
                return "undetermined", f"{reason}, which may lie outside of the time meant", gaps
        return outcome, reason, gaps
    if outcome == "undetermined":
        return outcome, reason, gaps
    window = "windows of this length" if statement.of == "change" else "counts"
    first = counts.observations[0].period
    if compared < ENOUGH:
        note = f"only {compared} comparable {window} are held; at least {ENOUGH} would settle it"
        return "undetermined", note, gaps
    if since is None:
        return "undetermined", f"the record begins in {shown(first)}, and nothing in it goes further", gaps
    if first.start > since.end:
        return "undetermined", f"the record begins only in {shown(first)}; earlier counts would settle it", gaps
    if gaps:
        gap = max(gaps, key=lambda g: g.end - g.start)
        return "undetermined", f"no counts are held for {shown(gap)}; they would settle it", gaps
    return "true", reason, gaps


def _where(contender: Contender) -> str:
    return " to ".join(shown(o.period) for o in contender.observations)


def _ambiguous(found: Sequence[Observation], as_of: AsOf) -> Evidence:
    return Evidence(
        outcome="undetermined",
        basis=as_of.basis,
        used=tuple(o.ref for o in found[:20]),
        reason="the words leave several counts to choose from",
    )
