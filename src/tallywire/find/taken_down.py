"""Takedowns: a page that had carried figures is gone."""

from __future__ import annotations

from collections.abc import Iterable

from tallywire.find.held import held_level
from tallywire.find.rank import TAKEDOWN_SCORE
from tallywire.series import AsOf, Notice, Series
from tallywire.statement import Holdings, Lead


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
            if held and (finding := held_level("main", s, held[-1], holdings, as_of)) is not None:
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
