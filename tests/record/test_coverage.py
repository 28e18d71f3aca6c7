from __future__ import annotations

from decimal import Decimal

import pytest

from tallywire.record.coverage import coverage
from tallywire.series import Cell, Coverage, Frequency, Observation, parse_period
from tests.record.making import day


def held(*periods: str) -> list[Observation]:
    """Counted periods; one in brackets is missing."""
    return [
        Observation(
            series="s/a",
            period=parse_period(text.strip("()")),
            value=None if text.startswith("(") else Decimal(1),
            quantum=Decimal(1),
            bounds=None,
            status="missing" if text.startswith("(") else "final",
            release="r",
            cell=Cell(0, 0, 0),
            literal="1",
            published_at=None,
            known_at=day(0),
            seq=0,
        )
        for text in periods
    ]


@pytest.mark.parametrize(
    ("frequency", "periods", "gaps"),
    [
        ("M", ["2022-01", "2022-02", "2022-03"], []),
        ("M", ["2022-01", "2022-03"], ["2022-02-01/2022-02-28"]),
        ("M", ["2022-01", "(2022-02)", "2022-03"], ["2022-02-01/2022-02-28"]),
        ("M", ["2022-08-01", "2022-09-01", "2022-10-03"], []),
        ("M", ["2022-08-26", "2022-09-30"], []),
        ("M", ["2022-08-01", "2022-10-01"], ["2022-08-02/2022-09-30"]),
        ("W", ["2022-W01", "2022-W02", "2022-W04"], ["2022-01-17/2022-01-23"]),
        ("W", ["2022-04-08", "2022-04-14", "2022-04-22"], []),
        ("D", ["2022-01-01", "2022-01-02", "2022-01-04"], ["2022-01-03/2022-01-03"]),
        ("Q", ["2022-Q1", "2022-Q2", "2022-Q4"], ["2022-07-01/2022-09-30"]),
        ("S", ["2022-H1", "2022-H2", "2023-H2"], ["2023-01-01/2023-06-30"]),
        ("A", ["2019", "2020", "2022"], ["2021-01-01/2021-12-31"]),
        ("_O", ["2020-01-01", "2021-01-01", "2022-01-03"], []),
        ("_O", ["2004", "2005", "2007"], []),
        ("_O", ["2001-07-01", "2004-01-01"], ["2001-07-02/2003-12-31"]),
        ("M", ["2022-01", "2022-01-01/2022-06-30", "2022-06"], []),
    ],
)
def test_gaps(frequency: Frequency, periods: list[str], gaps: list[str]) -> None:
    found = coverage(held(*periods), frequency)
    assert found is not None
    assert [str(gap) for gap in found.gaps] == gaps


def test_only_counted_periods_reach() -> None:
    found = coverage(held("(2022-01)", "2022-02", "2022-03", "(2022-04)"), "M")
    assert found == Coverage(parse_period("2022-02"), parse_period("2022-03"), 2, ())
    assert coverage(held("(2022-01)"), "M") is None
    assert coverage([], "M") is None
