"""Compare the figures of a release with what stood before it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tallywire.record.arrivals import Arrivals
from tallywire.record.history import History, restated
from tallywire.series import Figure, Observation, Release, Restatement


class Figures(msgspec.Struct, frozen=True):
    """The figures of a release, and the seq that the first new observation will have."""

    release: Release
    figures: tuple[Figure, ...]
    seq: int


def learn(read: Figures, history: Callable[[str], History]) -> Arrivals:
    """Add to the histories what is new in a release, and say what that is.

    Where one series and period comes twice, the last one counts. A figure that is the same in value, bounds,
    status, quantum and literal gives nothing; for a period that is absent see `Absences`.
    """
    release = read.release
    vintage = release.published_at if release.kind != "fetched" else None
    standing = vintage or release.fetched_at
    figures = {(figure.series, figure.period): figure for figure in read.figures}
    histories = {series: history(series) for series in dict.fromkeys(series for series, _ in figures)}
    latest = {series: held.last_counted() for series, held in histories.items()}
    observations: list[Observation] = []
    arrived: list[Observation] = []
    late: list[Observation] = []
    reworded: list[Observation] = []
    backfilled: list[Observation] = []
    restatements: list[Restatement] = []
    for figure in figures.values():
        held = histories[figure.series]
        last = held.before(figure.period, standing)
        if last is not None and _same(figure, last):
            continue
        new = _observation(figure, release, read.seq + len(observations))
        valued = held.last_value(figure.period, standing)
        behind = not held.is_last(figure.period, standing)
        held.add(new)
        observations.append(new)
        pair = restated(last, valued, new)
        newest = latest[figure.series]
        if behind:
            backfilled.append(new)
        elif pair is not None:
            restatements.append(pair)
        elif new.value is not None and valued is None:
            arrived.append(new)
            if newest is not None and new.period < newest:
                late.append(new)
        elif new.value is not None:
            reworded.append(new)
    return Arrivals(
        release=release.id,
        observations=tuple(observations),
        arrived=tuple(arrived),
        late=tuple(late),
        restatements=tuple(restatements),
        reworded=tuple(reworded),
        backfilled=tuple(backfilled),
    )


def _same(figure: Figure, held: Observation) -> bool:
    # The place in the table moves whenever a row is added above; it is no news.
    return (figure.value, figure.bounds, figure.status, figure.quantum, figure.literal) == (
        held.value,
        held.bounds,
        held.status,
        held.quantum,
        held.literal,
    )


def _observation(figure: Figure, release: Release, seq: int) -> Observation:
    return Observation(
        series=figure.series,
        period=figure.period,
        value=figure.value,
        quantum=figure.quantum,
        bounds=figure.bounds,
        status=figure.status,
        release=release.id,
        cell=figure.cell,
        literal=figure.literal,
        published_at=figure.published_at or (release.published_at if release.kind != "fetched" else None),
        known_at=release.fetched_at,
        seq=seq,
    )
