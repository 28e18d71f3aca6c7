"""The verdict on one linked claim."""

from __future__ import annotations

from datetime import date

import msgspec

from tallywire.check.citation import Cited, own_support
from tallywire.check.firm import doubt
from tallywire.check.link import Linked, Meaning
from tallywire.check.moments import names_period, pinned, said_at, said_on
from tallywire.check.subjects import resolved, subjects
from tallywire.check.units import in_unit
from tallywire.check.verdict import Alternative, Verdict, VerdictName
from tallywire.check.worded import day_words, figure_words, moves, period_words, worded
from tallywire.language import Pack
from tallywire.series import AsOf, Series
from tallywire.statement import (
    Amount,
    Change,
    Claim,
    Comparison,
    EventClass,
    Evidence,
    Extreme,
    Holdings,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    evaluate,
)

SHOWN = 4
"""Alternatives that a verdict lists."""

_NOT_JUDGED = {
    "cause": "why something happened is not in the figures; they can only set it beside dated events",
    "opinion": "an opinion is not in the figures",
    "forecast": "a forecast cannot be held against figures that are yet to come",
}


class Record(msgspec.Struct, frozen=True):
    """What claims are judged against: the record, the moment, the day of the text, and where the text stands."""

    holdings: Holdings
    as_of: AsOf
    published: date
    pack: Pack
    address: str = ""
    cited: Cited | None = None


class Readings(msgspec.Struct, frozen=True):
    """A statement on the record as it stands and as it stood when it was said."""

    statement: Statement
    now: Evidence
    then: Evidence

    @property
    def learned_later(self) -> bool:
        """The record held nothing for it when it was said; a pledge is only judged once due."""
        return bool(self.then.lacks) or isinstance(self.statement, Pledge)

    @property
    def differ(self) -> bool:
        return not self.learned_later and (
            self.then.outcome != self.now.outcome or self.then.actual != self.now.actual
        )


def judge(linked: Linked, record: Record) -> Verdict:
    """The verdict on one claim, without what the rest of its text adds."""
    claim = linked.claim
    if claim.nature != "fact":
        return _plain(claim, "not_judged", _NOT_JUDGED[claim.nature], record)
    if isinstance(claim.statement, Pledge):
        early = _pledge(claim, claim.statement, record)
        if early is not None:
            return early
    failed = linked.failed
    if failed is not None:
        return _unlinked(linked, failed, record)
    assert linked.statement is not None
    if not _sound(linked.statement):
        return _plain(claim, "unverifiable", "a level cannot be set against changes", record)
    then = said_at(claim, record.published, record.as_of)
    statement = pinned(linked.statement, record.holdings, then, record.as_of)
    readings = Readings(
        statement, evaluate(statement, record.holdings, record.as_of), evaluate(statement, record.holdings, then)
    )
    verdict = _scoped(linked, readings, record) if linked.meanings and linked.meanings[0].borne else None
    if verdict is None:
        verdict = _judged(linked, readings, record)
    return msgspec.structs.replace(
        verdict,
        evidence=(readings.now, readings.then) if readings.differ else (readings.now,),
        notes=_notes(linked, readings, record),
        series=linked.series,
        judged=statement,
    )


def _plain(claim: Claim, name: VerdictName, reason: str, record: Record) -> Verdict:
    return Verdict(claim=claim, name=name, reason=reason, basis=record.as_of.basis)


def _pledge(claim: Claim, pledge: Pledge, record: Record) -> Verdict | None:
    """What can be said of a pledge before the record is asked."""
    if pledge.by is None:
        return _plain(claim, "unverifiable", "no day is named for it", record)
    if record.as_of.time.date() < pledge.by.end:
        return _plain(claim, "pending", f"not due before {day_words(pledge.by.last_day, record.pack)}", record)
    if pledge.outcome is None:
        due = day_words(pledge.by.last_day, record.pack)
        return _plain(claim, "unverifiable", f"it was due on {due}; nothing in the record measures it", record)
    return None


def _sound(statement: Statement) -> bool:
    return not (
        isinstance(statement, Comparison)
        and isinstance(statement.left, Level)
        and isinstance(statement.right, Neighbours | EventClass)
    )


def _unlinked(linked: Linked, failed: Meaning, record: Record) -> Verdict:
    alternatives = []
    for id in failed.candidates[:SHOWN]:
        series = record.holdings.series(id)
        if series is not None:
            alternatives.append(Alternative(id, series.title, _figure_in(linked.claim, series, record)))
    return Verdict(
        claim=linked.claim,
        name="unverifiable",
        reason=failed.reason,
        alternatives=tuple(alternatives),
        basis=record.as_of.basis,
    )


def _figure_in(claim: Claim, series: Series, record: Record) -> Amount | None:
    """What `series` has for the claim's period, where the claim is about one series only."""
    if len(subjects(claim.statement)) != 1 or not _sound(claim.statement):
        return None
    then = said_at(claim, record.published, record.as_of)
    named = resolved(claim.statement, lambda _: series, in_unit)
    statement = pinned(named, record.holdings, then, record.as_of)
    actual = evaluate(statement, record.holdings, record.as_of).actual
    return None if actual is None else worded(actual, statement, record.pack)


def _scoped(linked: Linked, readings: Readings, record: Record) -> Verdict:
    meaning = linked.meanings[0]
    assert meaning.series is not None
    borne = _figure(readings, record)
    described = record.holdings.series(meaning.described) if meaning.described else None
    right = None if described is None else _figure_in(linked.claim, described, record)
    if described is None:
        what = "the record has no series for the scope as described"
    else:
        what = f"{described.title}: {right.wording}" if right is not None else f"another figure for {described.title}"
    of = f"the figure is that of {meaning.series.title}"
    return Verdict(
        claim=linked.claim,
        name="wrong_scope",
        reason=f"{what}; {of}: {borne}" if borne else f"{what}; {of}",
        right=right,
        alternatives=(Alternative(meaning.series.id, meaning.series.title, readings.now.actual),),
        basis=record.as_of.basis,
    )


def _judged(linked: Linked, readings: Readings, record: Record) -> Verdict:
    now = readings.now
    if now.lacks:
        name: VerdictName = "unverifiable"
        reason, right = now.reason, None
    elif now.outcome == "undetermined":
        name, reason, right = "undetermined", _open(readings), None
    elif now.outcome == "true":
        name, reason, right = _true(linked, readings, record)
    else:
        name, reason, right = _false(linked, readings, record)
    return Verdict(claim=linked.claim, name=name, reason=reason, right=right, basis=record.as_of.basis)


def _open(readings: Readings) -> str:
    """Why it is open, and what would settle it where the evaluator does not say."""
    statement, evidence = readings.statement, readings.now
    if isinstance(statement, Extreme | Comparison):
        return evidence.reason
    several = len(evidence.used) > (1 if isinstance(statement, Level) else 2) and not isinstance(statement, Sum)
    return f"{evidence.reason}; {'an exact date' if several else 'unrounded figures'} would settle it"


def _true(linked: Linked, readings: Readings, record: Record) -> tuple[VerdictName, str, Amount | None]:
    figure = _figure(readings, record)
    if readings.then.outcome == "false" and not readings.learned_later and _certain(linked, readings, record) == "":
        was = _figure(readings, record, then=True)
        day = day_words(said_on(linked.claim, record.published), record.pack)
        return "outdated", f"false as the record stood on {day} ({was}), true as it stands ({figure})", None
    if readings.now.tied and isinstance(readings.statement, Extreme):
        return "holds_roughly", f"{figure}, {readings.now.reason}", None
    if linked.claim.relation == "~" and not _is_published(linked.claim, readings.now):
        return "holds_roughly", f"the record has {figure}", None
    return "holds", f"the record has {figure}" if figure else "the record bears it out", None


def _certain(linked: Linked, readings: Readings, record: Record) -> str:
    """Why a false answer must not be called contradicted; "" where it may."""
    if not linked.sure:
        return "scope"
    if not names_period(linked.claim.statement):
        return "period"
    now = readings.now.outcome == "false"
    evidence = readings.now if now else readings.then
    moment = record.as_of if now else said_at(linked.claim, record.published, record.as_of)
    return doubt(readings.statement, evidence, record.holdings, moment)


def _false(linked: Linked, readings: Readings, record: Record) -> tuple[VerdictName, str, Amount | None]:
    figure, evidence = _figure(readings, record), readings.now
    has = f"the record has {figure}" if figure else "the record differs"
    why = f"{has}: {evidence.reason}" if evidence.reason else has
    match _certain(linked, readings, record):
        case "scope":
            titles = "; ".join(dict.fromkeys(m.series.title for m in linked.meanings if m.series is not None))
            return "unverifiable", f"it differs from {titles} ({figure}), but may mean something else", None
        case "period":
            return "unverifiable", f"the text does not say for when; for the latest count {has}", None
        case "":
            right = _right(readings, record)
            if readings.learned_later or readings.then.outcome == "false":
                return "contradicted", why, right
            day = day_words(said_on(linked.claim, record.published), record.pack)
            stood = "true" if readings.then.outcome == "true" else "open"
            return "outdated", f"{stood} as the record stood on {day}; now {why}", right
        case reason:
            return "undetermined", f"{has}, but {reason}", None


def _right(readings: Readings, record: Record) -> Amount | None:
    """The figure that the claim should have given: of a record, the one that goes further."""
    evidence = readings.now
    actual = evidence.rival if isinstance(readings.statement, Extreme) and evidence.rival else evidence.actual
    return None if actual is None else worded(actual, readings.statement, record.pack)


def _is_published(claim: Claim, evidence: Evidence) -> bool:
    """Whether the number as written is the published figure itself, the word "about" notwithstanding."""
    if claim.value is None or evidence.actual is None:
        return False
    interval = evidence.actual.interval
    return interval.low is not None and interval.low == interval.high and abs(interval.low) == abs(claim.value)


def _figure(readings: Readings, record: Record, *, then: bool = False) -> str:
    evidence = readings.then if then else readings.now
    if evidence.actual is None:
        return ""
    change = moves(readings.statement)
    words = figure_words(evidence.actual, record.pack, change=change)
    refs = evidence.used
    if isinstance(readings.statement, Change | Level) and refs:
        first, last = period_words(refs[0].period, record.pack), period_words(refs[-1].period, record.pack)
        if isinstance(readings.statement, Change):
            return f"{words} from {first} to {last}"
        return f"{words} for {last}" if len(refs) == 1 else words
    return words


def _notes(linked: Linked, readings: Readings, record: Record) -> tuple[str, ...]:
    notes = [m.note for m in linked.meanings if m.note]
    pack, day = record.pack, said_on(linked.claim, record.published)
    if not names_period(linked.claim.statement) and readings.now.used:
        last = period_words(readings.now.used[-1].period, pack)
        notes.append(f"the text does not say for when; judged on the latest count when it was said, {last}")
    if readings.learned_later and not readings.now.lacks and not isinstance(readings.statement, Pledge):
        notes.append(f"the record held nothing for it on {day_words(day, pack)}; judged as the record stands")
    if readings.differ and readings.then.actual is not None and readings.now.actual is not None:
        was, now = _figure(readings, record, then=True), _figure(readings, record)
        if was != now:
            notes.append(f"as the record stood on {day_words(day, pack)}: {was}; as it stands: {now}")
    if record.cited is not None:
        own = own_support(readings.now, record.address, record.cited, pack)
        notes.extend([own] if own else [])
    return tuple(dict.fromkeys(notes))
