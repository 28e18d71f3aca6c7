"""What words allow: the interval that is written holds the one it was written for."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.errors import StatementError
from tallywire.language import pack
from tallywire.series import Interval, Period
from tallywire.statement import Amount, Change, Direction, Extreme, Level, Measure, Window, evaluate
from tallywire.tell.worded import as_worded
from tallywire.tell.written import amount_text, written
from tests.holdings import LATER, Shelf, observation, series

EN = pack()


@pytest.mark.parametrize(
    ("value", "measure", "words"),
    [
        ("23000", "amount", "23,000"),
        ("391614", "amount", "391,614"),
        ("2293000", "amount", "2,293,000"),
        ("131762000", "amount", "131.762 million"),
        ("131762468", "amount", "131.762 million"),
        ("30000000", "amount", "30 million"),
        ("2500000000000", "amount", "2.5 trillion"),
        ("6.609195402299", "percent", "6.6"),
        ("0.0345", "percent", "0.035"),
        ("250.4", "percent", "250"),
        ("11500", "per_month", "11,500"),
        ("764333.333333333333", "per_month", "764,000"),
        ("5.0", "amount", "5.0"),
        ("2.500000", "amount", "2.5"),
        ("0.1234567", "amount", "0.1235"),
        ("-12.5", "amount", "-12.5"),
        ("0", "amount", "0"),
    ],
)
def test_a_single_figure(value: str, measure: Measure, words: str) -> None:
    found = written(EN, Interval.point(D(value)), measure)
    assert amount_text(EN, found, "") == words
    assert found.interval.contains(D(value))


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(D(22000), D(24000), True, True), "about 23,000"),
        (Interval(D(347500), D(348500), high_open=True), "348,000"),
        (Interval(D(348000), D(349000), high_open=True), "almost 349,000"),
        (Interval(None, D("4107.3")), "at most about 4,100"),
        (Interval(None, D(300000), high_open=True), "under 300,000"),
        (Interval(D(1200), None), "at least 1,200"),
        (Interval(D(1200), None, low_open=True), "over 1,200"),
        (Interval(D(100), D(900)), "between 100 and 900"),
    ],
)
def test_what_is_left_open(interval: Interval, words: str) -> None:
    found = written(EN, interval)
    assert amount_text(EN, found, "") == words
    assert found.interval.covers(interval)


def test_anything_has_no_words() -> None:
    with pytest.raises(StatementError):
        written(EN, Interval(None, None))


ENDS = st.decimals(min_value=-(10**13), max_value=10**13, allow_nan=False, places=3) | st.integers(-999, 999).map(D)


@given(ENDS, ENDS, st.booleans(), st.booleans(), st.sampled_from(["amount", "percent", "per_month", "points"]))
def test_words_allow_all_that_they_were_chosen_for(
    a: D, b: D, low_open: bool, high_open: bool, measure: Measure
) -> None:
    low, high = min(a, b), max(a, b)
    interval = Interval.point(low) if low == high else Interval(low, high, low_open, high_open)
    assert written(EN, interval, measure).interval.covers(interval)
    assert written(EN, Interval(low, None, low_open), measure).interval.covers(Interval(low, None, low_open))
    assert written(EN, Interval(None, high, False, high_open), measure).interval.covers(
        Interval(None, high, False, high_open)
    )


@given(
    st.lists(st.integers(1, 10**9), min_size=3, max_size=9),
    st.sampled_from([0, 3]),
    st.sampled_from(["1", "10", "1000"]),
    st.sampled_from(["amount", "percent", "per_month"]),
)
def test_what_was_true_stays_true(values: list[int], multiplier: int, quantum: str, measure: Measure) -> None:
    shelf = Shelf(
        [series("a/b", multiplier=multiplier)],
        [observation("a/b", Period.month(2020, 1 + i), str(v), quantum=quantum, seq=i) for i, v in enumerate(values)],
    )
    window = Window(Period.month(2020, 1), Period.month(2020, len(values)))
    direction: Direction = "down" if values[-1] < values[0] else "up"
    bare = Change("a/b", window, direction, None, measure)
    actual = evaluate(bare, shelf, LATER).actual
    if actual is None:
        assert measure == "percent", "only a share of nothing has no size"
        return
    size = -actual.interval if direction == "down" else actual.interval
    exact = Change("a/b", window, direction, Amount(size, actual.unit, ""), measure)
    level = Level("a/b", window.end, Amount(Interval.point(D(values[-1]).scaleb(multiplier)), "people", ""))
    sense: Literal["low", "high"] = "low" if direction == "down" else "high"
    record = Extreme("a/b", "change", sense, window, "counts", Period.month(2020, 1), counts=1, amount=exact.amount)
    if measure != "amount":
        record = Extreme("a/b", "level", "low", Window(end=window.end), "counts", window.start, counts=len(values))
    for statement in (exact, level, record):
        if evaluate(statement, shelf, LATER).outcome == "true":
            assert evaluate(as_worded(statement, EN), shelf, LATER).outcome == "true"


def test_wording_twice_changes_nothing() -> None:
    level = Level("a/b", Period.month(2020, 1), Amount(Interval.point(D(23456789)), "people", ""))
    once = as_worded(level, EN)
    assert as_worded(once, EN) == once
