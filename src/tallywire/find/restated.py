"""Restatements and takedowns: a past that was changed is a story of its own, never news of a new change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tallywire.find.rank import TAKEDOWN_SCORE, restatement_score
from tallywire.language import pack, write_period
from tallywire.series import AsOf, Interval, Notice, Observation, Period, Restatement, Series, plain
from tallywire.statement import Amount, Finding, Holdings, Lead, Level, evaluate
from tallywire.statement.lead import Role


def restatement_leads(
    restatements: Iterable[Restatement], all_series: Iterable[Series], holdings: Holdings, as_of: AsOf
) -> tuple[Lead, ...]:
    """One lead for each series and period that was restated; a figure put back is told once, as that."""
    known = {s.id: s for s in all_series}
    chains: dict[tuple[str, Period], list[Restatement]] = defaultdict(list)
    for restatement in restatements:
        if restatement.after.series in known:
            chains[restatement.after.series, restatement.after.period].append(restatement)
    leads = []
    for (series_id, _), chain in sorted(chains.items()):
        chain.sort(key=lambda r: r.after.seq)
        leads.append(_lead(known[series_id], chain, holdings, as_of))
    return tuple(leads)


def _lead(series: Series, chain: list[Restatement], holdings: Holdings, as_of: AsOf) -> Lead:
    first, last = chain[0], chain[-1]
    returned = len(chain) > 1 and last.after.value == first.before.value
    shown = last if returned else Restatement(first.before, last.after)
    before, after = shown.before, shown.after
    findings = [
        f
        for f in (
            _held("main", series, after, holdings, as_of),
            _held("step", series, before, holdings, AsOf(before.known_at, "proven")),
        )
        if f is not None
    ]
    old, new = _figure(before), _figure(after)
    times = "once" if len(chain) == 1 else f"{len(chain)} times"
    when = write_period(pack(), after.period)
    why = (
        f"The figure for {when} was replaced by {old} and then put back to {new}."
        if returned
        else f"The figure for {when} was restated {times}, from {old} to {new}, on a page already archived."
    )
    period = str(after.period).replace("/", "-").lower()
    story = "return" if returned else "revision"
    return Lead(
        id=f"{series.id.replace('/', '-')}-{story}-{period}-{after.seq}",
        story="return" if returned else "revision",
        series=(series.id,),
        findings=tuple(findings),
        why=why,
        score=restatement_score(before.value, after.value, returned=returned),
        as_of=as_of,
        restatement=shown,
    )


def _held(role: Role, series: Series, o: Observation, holdings: Holdings, as_of: AsOf) -> Finding | None:
    """The level as it was held at that time, confirmed on the record of that time."""
    if o.value is None:
        return None
    value = o.rounding.scaled(series.factor) if o.bounds is not None else Interval.point(o.value * series.factor)
    level = Level(series.id, o.period, Amount(value, series.unit, ""))
    evidence = evaluate(level, holdings, as_of)
    return Finding(role, level, evidence, as_of) if evidence.outcome == "true" else None


def _figure(observation: Observation) -> str:
    return "an empty cell" if observation.value is None else observation.literal or plain(observation.value)


def takedown_leads(
    notices: Iterable[Notice], all_series: Iterable[Series], holdings: Holdings, as_of: AsOf
) -> tuple[Lead, ...]:
    """One lead for each page that was taken down, with the last figure that had stood on it."""
    leads = []
    every = sorted(all_series, key=lambda s: s.id)
    for notice in notices:
        if notice.after != "taken_down":
            continue
        series = [s for s in every if s.source == notice.source]
        findings = []
        for s in series:
            held = [o for o in holdings.observations(s.id, as_of=as_of) if o.value is not None]
            if held and (finding := _held("main", s, held[-1], holdings, as_of)) is not None:
                findings.append(finding)
        leads.append(
            Lead(
                id=f"{notice.source}-takedown-{notice.at:%Y-%m-%d}",
                story="takedown",
                series=tuple(s.id for s in series),
                findings=tuple(findings[:1]),
                why="A page that had carried figures is gone, or the figures from it; an outage would not count.",
                score=TAKEDOWN_SCORE,
                as_of=as_of,
                notice=notice,
            )
        )
    return tuple(leads)
