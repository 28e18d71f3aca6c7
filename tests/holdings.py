"""A record in memory, for tests of the rooms that are handed one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from tallywire.series import (
    AsOf,
    Cell,
    Coverage,
    Event,
    Frequency,
    Interval,
    Kind,
    Observation,
    Period,
    Series,
    Status,
    parse_period,
)

KNOWN = datetime(2022, 11, 20, 12, tzinfo=UTC)
LATER = AsOf(datetime(2022, 11, 30, 12, tzinfo=UTC))


def series(
    id: str,
    *,
    title: str = "",
    frequency: Frequency = "M",
    unit: str = "people",
    kind: Kind = "stock",
    multiplier: int = 0,
    names: tuple[str, ...] = (),
    outside: tuple[str, ...] = (),
    parent: str = "",
    place: str = "",
) -> Series:
    return Series(
        id=id,
        title=title or f"people in {id.replace('/', ' ')}",
        unit=unit,
        kind=kind,
        frequency=frequency,
        source=id.split("/")[0],
        multiplier=multiplier,
        names=names,
        outside=outside,
        parent=parent,
        place=place,
    )


def observation(
    id: str,
    period: str | Period,
    value: str | None,
    *,
    quantum: str = "1",
    bounds: Interval | None = None,
    status: Status = "final",
    known_at: datetime = KNOWN,
    published_at: datetime | None = None,
    release: str = "r1",
    seq: int = 0,
) -> Observation:
    when = parse_period(period) if isinstance(period, str) else period
    return Observation(
        series=id,
        period=when,
        value=None if value is None else Decimal(value),
        quantum=Decimal(quantum),
        bounds=bounds,
        status="missing" if value is None else status,
        release=release,
        cell=Cell(0, seq + 1, 1),
        literal=value or "",
        published_at=published_at,
        known_at=known_at,
        seq=seq,
    )


class Shelf:
    """Holdings over plain lists: the naive reading of the protocol."""

    def __init__(
        self, series: Iterable[Series], observations: Iterable[Observation], events: Iterable[Event] = ()
    ) -> None:
        self._series = {s.id: s for s in series}
        self._observations = list(observations)
        self._events = list(events)

    def series(self, id: str) -> Series | None:
        return self._series.get(id)

    def observations(self, id: str, *, as_of: AsOf) -> Sequence[Observation]:
        latest: dict[Period, Observation] = {}
        known = [o for o in self._observations if o.series == id and as_of.knows(o)]
        for o in sorted(known, key=lambda o: (as_of.key(o), o.seq)):
            latest[o.period] = o
        return [latest[p] for p in sorted(latest)]

    def coverage(self, id: str, *, as_of: AsOf) -> Coverage | None:
        counted = [o for o in self.observations(id, as_of=as_of) if o.value is not None]
        if not counted:
            return None
        step = {"A": 366, "S": 185, "Q": 93, "M": 32, "W": 7, "D": 1, "_O": 366}[self._series[id].frequency]
        gaps = [
            Period.span(a.period.end, b.period.start)
            for a, b in itertools.pairwise(counted)
            if (b.period.start - a.period.start).days > step
        ]
        return Coverage(counted[0].period, counted[-1].period, len(counted), tuple(gaps))

    def events(self, kind: str, *, as_of: AsOf) -> Sequence[Event]:
        known = [e for e in self._events if e.known_at <= as_of.time and kind in ("", e.kind)]
        return sorted(known, key=lambda e: e.start)


COLONIES = series(
    "fsin/colonies",
    title="people in correctional colonies in Russia",
    frequency="_O",
    names=("inmates in correctional colonies", "prisoners in correctional colonies"),
    outside=("male", "female", "prisons", "remand"),
    place="Russia",
)

COLONY_COUNTS = (
    ("2001-07-01", "704200", "100"),
    ("2006-10-01", "693100", "100"),
    ("2013-01-01", "585000", "100"),
    ("2013-05-01", "573800", "100"),
    ("2015-01-01", "550800", "100"),
    ("2017-01-01", "519500", "100"),
    ("2018-01-01", "495016", "100"),
    ("2018-08-01", "481300", "1"),
    ("2018-12", "467000", "1000"),
    ("2019-10-01", "434303", "1"),
    ("2020-08-13", "391614", "1"),
    ("2022-03-01", "351300", "100"),
    ("2022-08-01", "349000", "1000"),
    ("2022-09-01", "348000", "1000"),
    ("2022-10-01", "338000", "1000"),
    ("2022-11-01", "325000", "1000"),
)
"""Correctional colonies of the Russian penitentiary service, from the public pages that the demo cites."""


def amnesty(name: str, began: str, *, series: str = "") -> Event:
    return Event(
        id=f"amnesty-{began}",
        kind="amnesty",
        name=name,
        began=parse_period(began),
        about="fsin",
        series=series,
        known_at=KNOWN,
        release="r0",
        cell=Cell(0, 1, 2),
        literal=began,
    )


def colonies() -> Shelf:
    return Shelf(
        [COLONIES],
        [observation("fsin/colonies", p, v, quantum=q, seq=i) for i, (p, v, q) in enumerate(COLONY_COUNTS)],
        [amnesty("70 years of Victory", "2015-04-24"), amnesty("20 years of the Constitution", "2013-12-18")],
    )
