from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from tallywire.language import pack, write_amount, write_date, write_length, write_number, write_period
from tallywire.series import Length, Period, parse_period

EN = pack()


@pytest.mark.parametrize(
    ("value", "written"),
    [("2293000", "2,293,000"), ("6.6", "6.6"), ("5.0", "5.0"), ("-1200", "-1,200"), ("0", "0"), ("-0.3", "-0.3")],
)
def test_numbers(value: str, written: str) -> None:
    assert write_number(EN, D(value)) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("5.1", "%", "5.1%"),
        ("0.3", "pp", "0.3 percentage points"),
        ("1", "pp", "1 percentage point"),
        ("1", "people", "1 person"),
        ("1200", "USD", "$1,200"),
        ("-1200", "USD", "-$1,200"),
        ("3", "bicycles", "3 bicycles"),
        ("3", "", "3"),
    ],
)
def test_amounts(value: str, unit: str, written: str) -> None:
    assert write_amount(EN, D(value), unit) == written


def test_dates() -> None:
    assert write_date(EN, date(2022, 11, 1)) == "1 November 2022"


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2022-11-01", "1 November 2022"),
        ("2022-11", "November 2022"),
        ("2022-Q2", "the second quarter of 2022"),
        ("2022-H2", "the second half of 2022"),
        ("2015", "2015"),
        ("2022-W05", "the week from 31 January 2022"),
    ],
)
def test_periods(period: str, written: str) -> None:
    assert write_period(EN, parse_period(period)) == written


def test_spans_name_both_ends() -> None:
    span = Period.span(date(2022, 11, 1), date(2022, 11, 11))
    assert write_period(EN, span) == "1 November 2022 to 10 November 2022"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (Length(months=2), "two months"),
        (Length(months=1), "one month"),
        (Length(months=24), "two years"),
        (Length(months=18), "18 months"),
        (Length(days=56), "eight weeks"),
        (Length(days=45), "45 days"),
    ],
)
def test_lengths(length: Length, written: str) -> None:
    assert write_length(EN, length) == written
