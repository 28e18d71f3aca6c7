"""`find`: the leads of one run, in order."""

from __future__ import annotations

from collections.abc import Sequence

from tallywire.find.fresh import Fresh, fresh_series
from tallywire.find.group import group
from tallywire.find.restated import restatement_leads
from tallywire.find.stories import change_lead, record_lead
from tallywire.find.taken_down import takedown_leads
from tallywire.series import Classified, Notice, Restatement, Series
from tallywire.statement import Holdings, Lead


def find(
    all_series: Sequence[Series],
    holdings: Holdings,
    fresh: Fresh,
    *,
    restatements: Sequence[Restatement] = (),
    notices: Sequence[Notice] = (),
    classified: Sequence[Classified] = (),
) -> tuple[Lead, ...]:
    """What is news in the figures that became known between `fresh.since` and `fresh.as_of`, best first.

    restatements and notices: those of the same stretch of time. classified: of which class the restatements are,
    as far as that is known. Neither their order nor that of the series changes the result. Every finding told as a
    fact is confirmed by the evaluator.
    """
    known = {s.id: s for s in all_series}
    changes, records = [], []
    for series in sorted(fresh_series(all_series, holdings, fresh), key=lambda s: s.id):
        lead = change_lead(series, holdings, fresh.as_of)
        if lead is not None:
            changes.append(lead)
            continue
        record = record_lead(series, holdings, fresh.as_of)
        if record is not None:
            records.append(record)
    leads = [
        *group(changes, known, holdings),
        *group(records, known, holdings),
        *restatement_leads(restatements, all_series, holdings, fresh.as_of, classified),
        *takedown_leads(sorted(notices, key=lambda n: (n.at, n.source)), all_series, holdings, fresh.as_of),
    ]
    return tuple(sorted(leads, key=lambda lead: (-lead.score, lead.id)))
