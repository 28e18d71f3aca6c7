"""From leads to told briefs."""

from __future__ import annotations

from msgspec.structs import replace

from tallywire.brief import Brief
from tallywire.desk.newsroom import Newsroom
from tallywire.statement import Lead
from tallywire.tell import tell


def told(newsroom: Newsroom, lead: Lead) -> Brief:
    """The lead as a brief, told from the record as it stood then and dated with that moment."""
    source = newsroom.source(source_of(newsroom, lead))
    brief = tell(
        lead,
        holdings=newsroom.record,
        source_name=source.name,
        badge=source.badge,
        published=lead.as_of.time,
    )
    return replace(brief, score=lead.score)


def source_of(newsroom: Newsroom, lead: Lead) -> str:
    """The id of the source that a lead is from: that of the series that carries it, or of the notice."""
    if lead.notice is not None:
        return lead.notice.source
    series = newsroom.record.series(lead.series[0])
    assert series is not None, "a lead is about a series of the record"
    return series.source
