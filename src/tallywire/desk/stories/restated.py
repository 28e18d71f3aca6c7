"""Figures of a brief that its source has restated since, and how readers are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tallywire.brief import Binding, Brief, Proof, Text
from tallywire.desk.stories.words import CORRECTED
from tallywire.record import Record
from tallywire.series import AsOf, Interval, Observation, ObservationRef
from tallywire.statement import Amount, Evidence, Lead
from tallywire.tell import Phrase, voice

MOST_NAMED = 5
"""Figures that a correction names one by one."""


class Restated(msgspec.Struct, frozen=True):
    """A figure as a brief uses it, and the observation that stands for its series and period now."""

    used: ObservationRef
    now: Observation

    @property
    def key(self) -> str:
        """Names this restatement of this figure, and no other."""
        return f"{self.used.seq}>{self.now.seq}"


def restated_in(brief: Brief, lead: Lead | None, record: Record, now: AsOf) -> tuple[Restated, ...]:
    """The figures of the brief that stand otherwise as of `now`, in reading order.

    A brief about a restatement uses an old figure on purpose: of two of one period only the later one counts. What
    was restated together with it is counted and not given, and the count stays what it is.
    """
    refs = [ref for proof in _own(brief) for ref in proof.evidence.used]
    if lead is not None and lead.restatement is not None and lead.restated is not None:
        refs = [ref for ref in refs if ref.period == lead.restatement.after.period]
    latest = {(ref.series, ref.period): ref for ref in sorted(refs, key=lambda ref: ref.seq)}
    before = None if lead is None or lead.restatement is None else lead.restatement.before.seq
    found = []
    for ref in dict.fromkeys(refs):
        if ref.seq == before or ref.seq < latest[ref.series, ref.period].seq:
            continue
        stands = _standing(record, ref, now)
        if stands is not None and _said(record, ref) != (stands.value, stands.bounds):
            found.append(Restated(ref, stands))
    return tuple(found)


def _own(brief: Brief) -> Iterable[Proof]:
    return (proof for proof in brief.proofs if not proof.id.startswith(CORRECTED))


def _standing(record: Record, ref: ObservationRef, now: AsOf) -> Observation | None:
    held = record.observations(ref.series, as_of=now)
    return next((each for each in held if each.period == ref.period), None)


def _said(record: Record, ref: ObservationRef) -> tuple[object, object]:
    """The figure as the brief used it, with its bounds where the record still has that observation."""
    for each in record.history(ref.series, ref.period):
        if each.seq == ref.seq and each.release == ref.release:
            return each.value, each.bounds
    return ref.value, None


def in_words(restated: Sequence[Restated], record: Record) -> str:
    """For the desk: "people in prisons, July 2022: from 95,000 to 95,500; ..."."""
    named = [_line(each, record) for each in restated[:MOST_NAMED]]
    more = len(restated) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more else "")


def _line(each: Restated, record: Record) -> str:
    title, when = _title(each, record), voice(record.series).date(each.used.period).text
    old, new = _figure(each, each.used.value, record), _figure(each, each.now.value, record)
    return f"{title}, {when}: from {old} to {new}"


def correction(restated: Sequence[Restated], record: Record, basis: str) -> tuple[Text, tuple[Proof, ...]]:
    """For readers: what was given and what stands now, every number bound; and the proofs its numbers open."""
    text, bindings, proofs = "", list[Binding](), list[Proof]()
    for each in restated[:MOST_NAMED]:
        when = voice(record.series).when(each.used.period).text
        text += f"{' ' if text else ''}The figure for {_title(each, record)} {when} was given here as "
        for prefix, ref in zip(CORRECTED, (each.used, each.now.ref), strict=True):
            figure = _figure(each, ref.value, record)
            if ref.value is not None:
                id = f"{prefix}{ref.seq}"
                bindings.append(Binding(len(text), len(text) + len(figure), id))
                proofs.append(_proof(id, ref, each, record, basis))
            text += figure + ("; its source now gives " if ref is each.used else ".")
    if len(restated) > MOST_NAMED:
        more = len(restated) - MOST_NAMED
        text += f" So were {more} more." if more > 1 else " So was one more."
    return Text(text, tuple(bindings)), tuple({proof.id: proof for proof in proofs}.values())


def _proof(id: str, ref: ObservationRef, each: Restated, record: Record, basis: str) -> Proof:
    title, when = _title(each, record), voice(record.series).when(ref.period).text
    assert ref.value is not None
    series = record.series(ref.series)
    value, unit = (ref.value * series.factor, series.unit) if series is not None else (ref.value, "")
    evidence = Evidence(
        outcome="true",
        actual=Amount(Interval.point(value), unit, ""),
        basis=basis,
        used=(ref,),
        working=(ref.literal,),
    )
    return Proof(id, f"{title} {when}: {_figure(each, ref.value, record)}", None, evidence)


def _title(each: Restated, record: Record) -> str:
    series = record.series(each.used.series)
    return each.used.series if series is None else voice(record.series).title(series)


def _figure(each: Restated, value: object, record: Record) -> str:
    """A figure as briefs write it; "no figure" where a cell is empty."""
    ref = each.used if value == each.used.value else each.now.ref
    if ref.value is None:
        return "no figure"
    series = record.series(ref.series)
    if series is None:
        return ref.literal
    amount = Amount(Interval.point(ref.value * series.factor), series.unit, "")
    written: Phrase = voice(record.series).amount(series, amount, "figure")
    return written.text
