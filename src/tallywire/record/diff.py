"""What is new, restated, gone, back and written otherwise between two moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tallywire.record.record import Record
from tallywire.series import AsOf, Classified, Difference, Observation, Period, Restatement


def diff(record: Record, a: datetime, b: datetime, series: Iterable[str] | None = None) -> Sequence[Difference]:
    """How series differ between moment `a` and the later `b`, those that do; all series where none are named.

    Each figure is compared as it stood at the two moments: what came and went in between is in `Record.classified`.
    Raises ValueError if `b` lies before `a`.
    """
    if b < a:
        raise ValueError(f"{b.isoformat()} lies before {a.isoformat()}")
    ids = [one.id for one in record.all_series()] if series is None else list(series)
    classes: dict[tuple[str, Period], Classified] = {}
    for source in sorted({record.source_of(id) for id in ids}):
        for each in record.classified(a, b, source=source):
            for pair in each.restatements:
                classes[each.series, pair.after.period] = each
    record.prefetch(ids)
    found = (_one(record, id, AsOf(a), AsOf(b), classes) for id in ids)
    return tuple(each for each in found if each != Difference(series=each.series))


def _one(record: Record, id: str, a: AsOf, b: AsOf, classes: Mapping[tuple[str, Period], Classified]) -> Difference:
    stood = {each.period: each for each in record.observations(id, as_of=a)}
    new: list[Observation] = []
    restated: list[tuple[Restatement, Classified | None]] = []
    gone: list[Observation] = []
    back: list[Observation] = []
    reworded: list[Restatement] = []
    for now in record.observations(id, as_of=b):
        before = stood.get(now.period)
        was = before is not None and before.value is not None and record.absent(id, now.period, a) is None
        is_ = now.value is not None and record.absent(id, now.period, b) is None
        if not was and not is_:
            continue
        if before is None or (not was and not _ever(record, now, a)):
            new.append(now)
        elif not was:
            back.append(now)
        elif not is_:
            gone.append(before)
        elif (before.value, before.bounds, before.status) != (now.value, now.bounds, now.status):
            restated.append((Restatement(before, now), classes.get((id, now.period))))
        elif (before.literal, before.quantum) != (now.literal, now.quantum):
            reworded.append(Restatement(before, now))
    return Difference(
        series=id,
        new=tuple(new),
        restated=tuple(restated),
        gone=tuple(gone),
        back=tuple(back),
        reworded=tuple(reworded),
    )


def _ever(record: Record, now: Observation, a: AsOf) -> bool:
    """Whether a figure was ever given for the period by then."""
    return any(each.value is not None and a.knows(each) for each in record.history(now.series, now.period))
