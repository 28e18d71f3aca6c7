"""The verdict on one linked claim."""

from __future__ import annotations

import msgspec

from tallywire.check.citation import own_support
from tallywire.check.firm import doubt
from tallywire.check.link import Linked, Meaning
from tallywire.check.moments import names_period, pinned, said_at, said_on, unnamed
from tallywire.check.readings import Readings, Record, found, why_false
from tallywire.check.steps import counted_out
from tallywire.check.subjects import resolved, subjects
from tallywire.check.units import in_unit
from tallywire.check.verdict import Alternative, Verdict, VerdictName
from tallywire.check.worded import day_words, worded
from tallywire.series import Series
from tallywire.statement import (
    Amount,
    Claim,
    Comparison,
    Evidence,
    Extreme,
    Level,
    Pledge,
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
    then = said_at(claim, record.published, record.as_of)
    statement = pinned(linked.statement, record.holdings, then, record.as_of)
    readings = Readings(
        statement, evaluate(statement, record.holdings, record.as_of), evaluate(statement, record.holdings, then)
    )
    if isinstance(statement, Sum) and counted_out(statement):
        return _plain(claim, "undetermined", "the text does not say when each step began and ended", record)
    verdict = _scoped(linked, readings, record) if linked.meanings and linked.meanings[0].borne else None
    if verdict is None:
        verdict = _judged(linked, readings, record)
    return msgspec.structs.replace(
        verdict,
        evidence=(readings.now, readings.then) if readings.differ else (readings.now,),
        notes=tuple(note for note in _notes(linked, readings, record) if note not in verdict.reason),
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
    if len(subjects(claim.statement)) != 1:
        return None
    then = said_at(claim, record.published, record.as_of)
    named = resolved(claim.statement, lambda _: series, in_unit)
    statement = pinned(named, record.holdings, then, record.as_of)
    actual = evaluate(statement, record.holdings, record.as_of).actual
    return None if actual is None else worded(actual, statement, record.pack)


def _scoped(linked: Linked, readings: Readings, record: Record) -> Verdict:
    meaning = linked.meanings[0]
    assert meaning.series is not None
    borne = found(readings, record.pack)
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
    figure = found(readings, record.pack)
    if readings.then.outcome == "false" and not readings.learned_later and _certain(linked, readings, record) == "":
        was = found(readings, record.pack, then=True)
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
    if _published_digits(linked.claim, readings, record):
        return "scale"
    if isinstance(linked.claim.statement, Sum) and counted_out(linked.claim.statement):
        return _steps_certain(readings, record)
    now = readings.now.outcome == "false"
    evidence = readings.now if now else readings.then
    moment = record.as_of if now else said_at(linked.claim, record.published, record.as_of)
    return doubt(readings.statement, evidence, record.holdings, moment)


def _published_digits(claim: Claim, readings: Readings, record: Record) -> bool:
    """Whether the number is the one in the table, where the table is in thousands or millions."""
    for ref in readings.now.used:
        series = record.holdings.series(ref.series)
        if series is not None and series.multiplier and ref.value is not None and ref.value == claim.value:
            return True
    return False


def _steps_certain(readings: Readings, record: Record) -> str:
    """Steps whose ends were taken from the record are beyond doubt only where their total is."""
    assert isinstance(readings.statement, Sum)
    evidence = evaluate(readings.statement.total, record.holdings, record.as_of)
    if evidence.outcome != "false":
        return "the text does not say when each step began and ended"
    return doubt(readings.statement.total, evidence, record.holdings, record.as_of)


def _false(linked: Linked, readings: Readings, record: Record) -> tuple[VerdictName, str, Amount | None]:
    figure, reason = found(readings, record.pack), why_false(readings)
    has = f"the record has {figure}" if figure else "the record differs"
    if isinstance(readings.statement, Pledge) and readings.statement.by is not None:
        has = f"it was due on {day_words(readings.statement.by.last_day, record.pack)}; {has}"
    why = f"{has}: {reason}" if reason else has
    match _certain(linked, readings, record):
        case "scope":
            titles = "; ".join(dict.fromkeys(m.series.title for m in linked.meanings if m.series is not None))
            unsure = next((m.doubt for m in linked.meanings if m.doubt), "it may mean something else")
            return "unverifiable", f"it differs from {titles} ({figure}), but {unsure}", None
        case "scale":
            return "unverifiable", f"{has}; the text gives the published digits without their scale", None
        case "period":
            return "unverifiable", f"{unnamed(linked.claim.statement)}; there {has}", None
        case "":
            right = _right(readings, record)
            if readings.learned_later or readings.then.outcome == "false":
                return "contradicted", why, right
            day = day_words(said_on(linked.claim, record.published), record.pack)
            stood = "true" if readings.then.outcome == "true" else "open"
            return "outdated", f"{stood} as the record stood on {day}; now {why}", right
        case reason:
            return "undetermined", f"{has}; {reason}", None


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


def _notes(linked: Linked, readings: Readings, record: Record) -> tuple[str, ...]:
    notes = [m.note for m in linked.meanings if m.note]
    pack, day = record.pack, said_on(linked.claim, record.published)
    if not names_period(linked.claim.statement) and readings.now.used:
        notes.append(unnamed(linked.claim.statement))
    if readings.learned_later and not readings.now.lacks and not isinstance(readings.statement, Pledge):
        notes.append(f"the record held nothing for it on {day_words(day, pack)}; judged as the record stands")
    if readings.differ and readings.then.actual is not None and readings.now.actual is not None:
        was, now = found(readings, record.pack, then=True), found(readings, record.pack)
        if was != now:
            notes.append(f"as the record stood on {day_words(day, pack)}: {was}; as it stands: {now}")
    if record.cited is not None:
        own = own_support(readings.now, record.address, record.cited, pack)
        notes.extend([own] if own else [])
    return tuple(dict.fromkeys(notes))
