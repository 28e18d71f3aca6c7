"""From leads to told briefs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.brief import Brief
from tallywire.desk.briefs import Briefs
from tallywire.desk.newsroom import Newsroom
from tallywire.statement import Lead
from tallywire.tell import tell


def tell_leads(newsroom: Newsroom, leads: Sequence[Lead]) -> tuple[Brief, ...]:
    """Tell each lead at its own moment and keep the briefs."""
    told = []
    for lead in leads:
        source = newsroom.source(_source_of(newsroom, lead))
        brief = tell(
            lead,
            holdings=newsroom.record,
            source_name=source.name,
            badge=source.badge,
            published=lead.as_of.time,
        )
        told.append(msgspec.structs.replace(brief, score=lead.score))
    return Briefs(newsroom.folder / "desk.db").keep(told)


def _source_of(newsroom: Newsroom, lead: Lead) -> str:
    if lead.notice is not None:
        return lead.notice.source
    series = newsroom.record.series(lead.series[0])
    assert series is not None, "a lead is about a series of the record"
    return series.source
