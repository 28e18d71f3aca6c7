"""The ledger: the claims of the texts that the desk put on it, judged as the record stands now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from tallywire.brief import LedgerClaim
from tallywire.check import Verdict
from tallywire.desk.checking import check_text
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.stories import KeptCheck
from tallywire.language import pack, write_amount
from tallywire.record import NameCatalogue
from tallywire.series import Period
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    Description,
    Extreme,
    Level,
    Pledge,
    Statement,
    Subject,
    Sum,
)

MOST_REFS = 12


def ledger_claims(newsroom: Newsroom, checks: Sequence[KeptCheck]) -> tuple[LedgerClaim, ...]:
    """Every claim of the texts, newest text first, judged today: pledges fall due, and figures change."""
    if not checks:
        return ()
    catalogue, excerpts = NameCatalogue(newsroom.series()), Excerpts(newsroom)
    found: list[LedgerClaim] = []
    for kept in checks:
        done = check_text(
            newsroom,
            kept.text,
            published=kept.published,
            address=kept.address,
            catalogue=catalogue,
            excerpts=excerpts,
        )
        said = {verdict.claim.id: verdict for verdict in done.verdicts}
        found += (_claim(newsroom, kept, verdict, said) for verdict in done.verdicts)
    return tuple(found)


def _claim(newsroom: Newsroom, kept: KeptCheck, verdict: Verdict, said: Mapping[str, Verdict]) -> LedgerClaim:
    claim = verdict.claim
    start, end = claim.span
    statement = verdict.judged if verdict.judged is not None else claim.statement
    refs = tuple(dict.fromkeys(ref for evidence in verdict.evidence for ref in evidence.used))
    return LedgerClaim(
        # Public, so it may not give away the name under which the text is kept.
        id=f"{hashlib.sha256(kept.id.encode()).hexdigest()[:12]}-{claim.id}",
        kind=type(claim.statement).__name__.lower(),
        attribution=claim.attribution,
        hedge=claim.hedge,
        text=kept.title or kept.address or f"A text of {kept.published.isoformat()}",
        address=kept.address,
        on=claim.said or kept.published,
        quote=kept.text[start:end],
        about=_about(newsroom, verdict, said),
        figure=_figure(verdict),
        period=_period(statement),
        verdict=verdict.name,
        reason=verdict.reason,
        right=verdict.right.wording if verdict.right is not None else "",
        due=_due(claim.statement),
        series=verdict.series,
        refs=refs[:MOST_REFS],
        checked=newsroom.archive.last_at or kept.at,
    )


def _about(newsroom: Newsroom, verdict: Verdict, said: Mapping[str, Verdict]) -> str:
    """The title of the series it was found to mean, else the text's own words, or those of what it leans on."""
    for id in verdict.series:
        series = newsroom.record.series(id)
        if series is not None:
            return series.title
    if isinstance(verdict.claim.statement, Pledge):
        return verdict.claim.statement.what
    subject = _subject(verdict.claim.statement)
    seen = {verdict.claim.id}
    while isinstance(subject, Description) and subject.leans_on and subject.leans_on not in seen:
        seen.add(subject.leans_on)
        before = said.get(subject.leans_on)
        if before is None:
            break
        subject = _subject(before.claim.statement)
    return subject.text if isinstance(subject, Description) else subject or ""


def _figure(verdict: Verdict) -> str:
    claim = verdict.claim
    if claim.value is None:
        return ""
    piece = _leading(claim.statement)
    amount = piece.amount if piece is not None else None
    return write_amount(pack(), claim.value, amount.unit if amount is not None else "")


def _leading(statement: Statement) -> Level | Change | Extreme | None:
    match statement:
        case Level() | Change() | Extreme():
            return statement
        case Sum():
            return statement.total
        case Comparison():
            return statement.left
        case Coincidence():
            return statement.change
        case Pledge():
            return statement.outcome


def _subject(statement: Statement) -> Subject | None:
    piece = _leading(statement)
    return piece.series if piece is not None else None


def _period(statement: Statement) -> Period | None:
    if isinstance(statement, Pledge):
        return statement.by
    piece = _leading(statement)
    if isinstance(piece, Level):
        return piece.when
    return piece.window.end if piece is not None else None


def _due(statement: Statement) -> date | None:
    return statement.by.last_day if isinstance(statement, Pledge) and statement.by is not None else None
