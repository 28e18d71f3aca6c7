"""Tables of observations for the tests of reads at scale: written as rows, without an archive behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from tallywire.record import Archive, Record, Store
from tallywire.record.rows import Placed
from tallywire.series import Cell, Frequency, Interval, Observation, Series, Status, parse_period
from tests.record.making import day


def said(
    seq: int,
    value: str | None,
    *,
    series: str = "s/a",
    period: str = "2022-08",
    status: Status = "final",
    bounds: Interval | None = None,
    published_at: datetime | None = None,
    known_at: datetime | None = None,
) -> Observation:
    return Observation(
        series=series,
        period=parse_period(period),
        value=None if value is None else Decimal(value),
        quantum=Decimal(1),
        bounds=bounds,
        status=status if value is not None else "missing",
        release=f"r{seq}",
        cell=Cell(0, seq, 1),
        literal=value or "",
        published_at=published_at,
        known_at=known_at or day(seq),
        seq=seq,
    )


def placed(observations: Sequence[Observation]) -> list[Placed]:
    """As they are recorded when all stand in their order."""
    met: dict[tuple[str, object], int] = {}
    found = []
    for each in observations:
        vintage = met.get((each.series, each.period), 0)
        met[each.series, each.period] = vintage + 1
        found.append(Placed(each, None, vintage))
    return found


def known(*ids: str, frequency: Frequency = "M") -> list[Series]:
    return [
        Series(id=id, title=id, unit="people", kind="stock", frequency=frequency, source=id.partition("/")[0])
        for id in ids
    ]


def opened(folder: Path, series: Sequence[Series]) -> Record:
    """A record of the tables in `folder`, with an empty archive."""
    with Archive(folder / "archive", write=True) as archive:
        return Record(archive, Store(folder / "record"), series)
