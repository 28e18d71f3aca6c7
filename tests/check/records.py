"""Small records that the cases are checked against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tallywire.series import Observation, Series
from tests.holdings import COLONIES, COLONY_COUNTS, KNOWN, Shelf, amnesty, colonies, observation, series

TOTAL = series(
    "fsin/total",
    title="people in custody in Russia",
    frequency="_O",
    names=("inmates in Russia", "prisoners in all institutions", "people in prisons, colonies and remand centres"),
    place="Russia",
)

TOTAL_COUNTS = (
    ("2018-08-01", "587111", "1"),
    ("2020-08-13", "496791", "1"),
    ("2022-01-01", "465900", "100"),
    ("2022-10-01", "453000", "1000"),
    ("2022-11-01", "439453", "1"),
)
"""Everybody held by the Russian penitentiary service, remand included, from public pages."""

RATE = series(
    "utopia/unemployment",
    title="unemployment rate in Utopia",
    unit="%",
    kind="rate",
    names=("jobless rate in Utopia",),
    place="Utopia",
)

BICYCLES = series(
    "utopia/bicycles",
    title="registered bicycles in Utopia",
    unit="bicycles",
    names=("bicycles registered in Utopia",),
    place="Utopia",
)

FACTORY = series(
    "utopia/factory",
    title="employees in factories in Utopia",
    multiplier=3,
    names=("factory workers in Utopia", "factory employees in Utopia"),
    place="Utopia",
)

HONEY = series("utopia/honey", title="honey production in Utopia", unit="tonnes", kind="flow", place="Utopia")


def monthly(
    id: str, first: str, values: Sequence[str], *, quantum: str = "1", known_at: datetime = KNOWN, seq: int = 0
) -> list[Observation]:
    """One observation a month from `first` (2020-01) on."""
    year, month = (int(part) for part in first.split("-"))
    found = []
    for step, value in enumerate(values):
        index = year * 12 + month - 1 + step
        period = f"{index // 12:04d}-{index % 12 + 1:02d}"
        found.append(observation(id, period, value, quantum=quantum, known_at=known_at, seq=seq + step))
    return found


def counts(id: str, dated: Sequence[tuple[str, str, str]], *, seq: int = 0) -> list[Observation]:
    """Observations of (period, value, quantum)."""
    return [observation(id, p, v, quantum=q, seq=seq + i) for i, (p, v, q) in enumerate(dated)]


def prisons() -> Shelf:
    """The colonies, and everybody."""
    both = [*counts("fsin/colonies", COLONY_COUNTS), *counts("fsin/total", TOTAL_COUNTS, seq=100)]
    return Shelf([COLONIES, TOTAL], both, [amnesty("70 years of Victory", "2015-04-24")])


def utopia() -> Shelf:
    """Four monthly series of 2021 and the first half of 2022; June's bicycles were restated in September."""
    later = datetime(2022, 9, 15, tzinfo=UTC)
    early = datetime(2022, 7, 20, tzinfo=UTC)
    bicycles = [str(90000 + 500 * i) for i in range(12)] + ["96200", "96900", "97000", "96500", "95100", "92100"]
    rate = ["6.1", "6.0", "6.0", "5.9", "5.9", "5.8", "5.7", "5.7", "5.6", "5.5", "5.4", "5.3"]
    rate += ["5.2", "5.2", "5.1", "5.1", "5.0", "4.8"]
    factory = [str(1200 - 3 * i) for i in range(12)] + ["1163", "1160", "1158", "1150", "1140", "1128"]
    honey = [str(100 + 10 * (i % 6)) for i in range(18)]
    return Shelf(
        [RATE, BICYCLES, FACTORY, HONEY],
        [
            *monthly("utopia/unemployment", "2021-01", rate, quantum="0.1", known_at=early),
            *monthly("utopia/bicycles", "2021-01", bicycles, known_at=early, seq=20),
            observation("utopia/bicycles", "2022-06", "93400", known_at=later, release="r2", seq=99),
            *monthly("utopia/factory", "2021-01", factory, known_at=early, seq=40),
            *monthly("utopia/honey", "2021-01", honey, known_at=early, seq=60),
        ],
    )


def nothing() -> Shelf:
    return Shelf([], [])


RECORDS: dict[str, Callable[[], Shelf]] = {
    "colonies": colonies,
    "prisons": prisons,
    "utopia": utopia,
    "nothing": nothing,
}

SERIES: dict[str, tuple[Series, ...]] = {
    "colonies": (COLONIES,),
    "prisons": (COLONIES, TOTAL),
    "utopia": (RATE, BICYCLES, FACTORY, HONEY),
    "nothing": (),
}
