from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record.matrix.axis import FREQUENCIES, GRANULARITIES, IRREGULAR, axis_of, places
from tallywire.record.matrix.window import window
from tallywire.series import Frequency, Period, add_months, parse_period


def placed(period: Period, frequency: Frequency = "_O") -> tuple[str, Period] | None:
    """The name of a period's axis, and the period that the axis gives back."""
    epoch = date(1970, 1, 1)
    keys, numbers = places(
        np.array([(period.start - epoch).days], dtype=np.int32),
        np.array([(period.end - epoch).days], dtype=np.int32),
        np.array([GRANULARITIES.index(period.granularity)], dtype=np.uint8),
        np.array([FREQUENCIES.index(frequency)], dtype=np.uint8),
    )
    if keys[0] == IRREGULAR:
        return None
    axis = axis_of(int(keys[0]))
    assert axis.at(period.start) == numbers[0]
    return axis.name, axis.period(int(numbers[0]))


@pytest.mark.parametrize(
    ("period", "frequency", "name"),
    [
        ("2022-08", "M", "M"),
        ("1931-12", "_O", "M"),
        ("2022-Q3", "Q", "Q"),
        ("2022-H1", "S", "S"),
        ("2022", "A", "A"),
        ("2022-W05", "W", "W"),
        ("2022-08-01", "D", "D"),
        ("2022-08-05", "W", "W+4@day"),
        ("2022-08-08", "W", "W@day"),
        ("2022-08-01", "M", "M@1"),
        ("2022-08-31", "M", "M@last"),
        ("2024-02-29", "M", "M@last"),
        ("2023-02-28", "A", "A+1@last"),
        ("2024-04-15", "Q", "Q@15"),
        ("2024-05-15", "Q", "Q+1@15"),
    ],
)
def test_a_period_has_an_axis_and_is_found_on_it_again(period: str, frequency: Frequency, name: str) -> None:
    assert placed(parse_period(period), frequency) == (name, parse_period(period))


def test_a_fiscal_year_has_an_axis_of_its_own() -> None:
    fiscal = Period(date(2021, 4, 1), date(2022, 4, 1), "year")
    assert placed(fiscal) == ("A+3", fiscal)
    quarter = Period(date(2021, 2, 1), date(2021, 5, 1), "quarter")
    assert placed(quarter) == ("Q+1", quarter)


@pytest.mark.parametrize(
    "period",
    [
        Period.span(date(2022, 1, 1), date(2022, 5, 17)),
        Period(date(2022, 1, 15), date(2022, 2, 15), "month"),
        Period(date(2022, 1, 1), date(2022, 3, 1), "month"),
        Period(date(2022, 1, 1), date(2022, 1, 9), "week"),
        Period(date(2022, 1, 1), date(2022, 1, 3), "day"),
        Period.day(date(2022, 1, 1)),
    ],
)
def test_what_lies_at_no_equal_steps_has_none(period: Period) -> None:
    assert placed(period) is None


days = st.dates(date(1, 2, 1), date(9990, 1, 1))


@given(days, st.sampled_from(GRANULARITIES[:-1]), st.sampled_from(FREQUENCIES[1:]))
def test_every_whole_period_is_found_again(day: date, granularity: str, frequency: Frequency) -> None:
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(granularity)
    first = day.replace(day=1)
    if months is not None:
        period = Period(first, add_months(first, months), granularity)  # type: ignore[arg-type]
    elif granularity == "week":
        period = Period(day, date.fromordinal(day.toordinal() + 7), "week")
    else:
        period = Period.day(day)
    found = placed(period, frequency)
    assert found is not None and found[1] == period


def test_one_period_far_out_is_left_aside() -> None:
    near = np.arange(600, 720, dtype=np.int32)
    assert window(near, None, rows=100_000, came=12_000_000) == (600, 719)
    far = np.append(near, 10**7).astype(np.int32)
    assert window(far, None, rows=100_000, came=12_000_000) == (600, 719)
    assert window(np.append(far, -(10**7)).astype(np.int32), (600, 719), rows=100_000, came=1) == (600, 719)
    assert window(far, None, rows=1, came=121)[1] == 719
    assert window(np.array([5], dtype=np.int32), (600, 719), rows=1, came=1) == (5, 719)
