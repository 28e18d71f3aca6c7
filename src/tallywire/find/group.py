"""A shock common to many series is one story: siblings that moved together are told by the one that holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from tallywire.find.confirm import confirm, measured
from tallywire.find.rank import breadth_points
from tallywire.series import Period, Series
from tallywire.statement import Change, Finding, Holdings, Lead

MOST_SIBLINGS = 6
"""How many siblings are shown with their own figures; all are named in the lead's series."""


def group(leads: Sequence[Lead], known: Mapping[str, Series], holdings: Holdings) -> tuple[Lead, ...]:
    """Join leads of one family (the same topmost parent), story and newest period."""
    families: dict[tuple[str, str, Period], list[Lead]] = defaultdict(list)
    for lead in leads:
        families[_root(lead.series[0], known), lead.story, _end(lead)].append(lead)
    return tuple(_joined(family, known, holdings) for family in families.values())


def _joined(family: list[Lead], known: Mapping[str, Series], holdings: Holdings) -> Lead:
    if len(family) == 1:
        return family[0]
    family.sort(key=lambda lead: (_depth(lead.series[0], known), -lead.score, lead.id))
    carrier, others = family[0], family[1:]
    main = carrier.findings[0].statement
    siblings: list[Finding] = []
    if isinstance(main, Change):
        for other in others:
            same = msgspec.structs.replace(main, series=other.series[0], amount=None)
            exact = measured(same, holdings, carrier.as_of)
            found = None if exact is None else confirm("sibling", exact, holdings, carrier.as_of)
            if found is not None:
                siblings.append(found)
    siblings.sort(key=_size, reverse=True)
    names = tuple(sorted(other.series[0] for other in others))
    return msgspec.structs.replace(
        carrier,
        series=(carrier.series[0], *names),
        findings=(*carrier.findings, *siblings[:MOST_SIBLINGS]),
        score=round(min(carrier.score + breadth_points(len(family)), 100.0), 1),
        why=f"{carrier.why} {len(others)} other series of the same family moved with it.",
    )


def _size(finding: Finding) -> float:
    assert isinstance(finding.statement, Change) and finding.statement.amount is not None
    high = finding.statement.amount.interval.high
    return 0.0 if high is None else float(high)


def _end(lead: Lead) -> Period:
    return lead.findings[0].evidence.used[-1].period


def _depth(series: str, known: Mapping[str, Series]) -> int:
    depth = 0
    while (parent := known[series].parent) in known and depth < len(known):
        series, depth = parent, depth + 1
    return depth


def _root(series: str, known: Mapping[str, Series]) -> str:
    for _ in known:
        parent = known[series].parent
        if parent not in known:
            break
        series = parent
    return series
