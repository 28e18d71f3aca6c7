from __future__ import annotations

from datetime import date

import pytest

from tallywire.language import pack
from tallywire.read.periods import period_at
from tallywire.read.tokens import tokens
from tallywire.read.when import resolve

EN = pack()
FRIDAY = date(2022, 11, 18)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("the beginning of September", "2022-09-01", "2022-09-11"),
        ("early November", "2022-11-01", "2022-11-11"),
        ("mid-October", "2022-10-11", "2022-10-21"),
        ("the end of August", "2022-08-21", "2022-09-01"),
        ("late December", "2021-12-21", "2022-01-01"),
        ("Oct. 14", "2022-10-14", "2022-10-15"),
        ("14 October 2021", "2021-10-14", "2021-10-15"),
        ("the 14th of October", "2022-10-14", "2022-10-15"),
        ("October 14, 2021", "2021-10-14", "2021-10-15"),
        ("2021-10-14", "2021-10-14", "2021-10-15"),
        ("December", "2021-12-01", "2022-01-01"),
        ("August 2020", "2020-08-01", "2020-09-01"),
        ("May", "2022-05-01", "2022-06-01"),
        ("last month", "2022-10-01", "2022-11-01"),
        ("this month", "2022-11-01", "2022-12-01"),
        ("last year", "2021-01-01", "2022-01-01"),
        ("last quarter", "2022-07-01", "2022-10-01"),
        ("last week", "2022-11-07", "2022-11-14"),
        ("Friday", "2022-11-18", "2022-11-19"),
        ("last Friday", "2022-11-11", "2022-11-12"),
        ("Monday", "2022-11-14", "2022-11-15"),
        ("Sunday", "2022-11-13", "2022-11-14"),
        ("yesterday", "2022-11-17", "2022-11-18"),
        ("Q3 2022", "2022-07-01", "2022-10-01"),
        ("the third quarter of 2021", "2021-07-01", "2021-10-01"),
        ("the fourth quarter", "2022-10-01", "2023-01-01"),
        ("the first half of 2022", "2022-01-01", "2022-07-01"),
        ("2015", "2015-01-01", "2016-01-01"),
        ("2010-2015", "2010-01-01", "2016-01-01"),
        ("the end of 2015", "2015-12-21", "2016-01-01"),
        ("three weeks ago", "2022-10-28", "2022-10-29"),
    ],
)
def test_periods_are_intervals(words: str, start: str, end: str) -> None:
    # the first word is "in": a capital at the head of a sentence makes no month of "May" or "March"
    row = list(tokens(f"in {words}", 0, len(words) + 3))
    found = period_at(EN, row, 1)
    assert found is not None and found[1] == len(row)
    period = resolve(found[0], FRIDAY)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("words", "start"),
    [("March", "2023-03-01"), ("Monday", "2022-11-21"), ("Friday", "2022-11-18"), ("Dec. 1", "2022-12-01")],
)
def test_the_future_is_the_next_one(words: str, start: str) -> None:
    found = period_at(EN, list(tokens(f"in {words}", 0, len(words) + 3)), 1)
    assert found is not None
    period = resolve(found[0], FRIDAY, future=True)
    assert period is not None and period.start.isoformat() == start


@pytest.mark.parametrize("words", ["fiscal year 2012", "fiscal 2012", "2012-13", "2012/13", "31 February 2022"])
def test_what_is_not_to_be_resolved_is_flagged(words: str) -> None:
    found = period_at(EN, list(tokens(words, 0, len(words))), 0)
    assert found is not None
    assert resolve(found[0], FRIDAY) is None


@pytest.mark.parametrize("words", ["may", "march", "555-1234", "2,015", "10:30", "1990s", "v2015"])
def test_what_is_no_period(words: str) -> None:
    assert period_at(EN, list(tokens(words, 0, len(words))), 0) is None
