"""How periods are written and how often they come: settled by the column as a whole, or asked."""

from __future__ import annotations

from datetime import date

import pytest

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.dates import read_period
from tallywire.watch.propose.when import Settings, When, frequency_of, when_of


def read(when: When, text: str) -> str | None:
    """What a cell is with the proposed settings; None where it is refused."""
    try:
        return str(read_period(text, when.dates))
    except TableError:
        return None


@pytest.mark.parametrize(
    ("texts", "order", "period"),
    [
        (["01/02/2022", "25/02/2022"], "dmy", "2022-02-01"),
        (["01/02/2022", "02/25/2022"], "mdy", "2022-01-02"),
        (["01.02.2022", "31.01.2022"], "dmy", "2022-02-01"),
        (["2022/02/01", "2022/02/25"], "ymd", "2022-02-01"),
    ],
)
def test_a_day_over_twelve_settles_the_order(texts: list[str], order: str, period: str) -> None:
    when = when_of(texts, Settings())
    assert (when.dates.order, when.questions) == (order, ())
    assert read(when, texts[0]) == period
    assert any(repr(text) in when.reason for text in texts)


def test_an_order_that_nothing_settles_is_asked_and_its_dates_refused() -> None:
    when = when_of(["01/02/2022", "02/02/2022"], Settings())
    [question] = when.questions
    assert question.key == "order" and [value for value, _ in question.choices] == ["dmy", "mdy"]
    assert read(when, "01/02/2022") is None
    assert len(when.read) == 2, "they count as periods"
    assert read(when_of(["01/02/2022"], Settings(order="mdy")), "01/02/2022") == "2022-01-02"


def test_years_of_two_digits_are_asked() -> None:
    when = when_of(["Nov-21", "Dec-21"], Settings())
    assert [question.key for question in when.questions] == ["century"]
    assert read(when, "Nov-21") is None
    assert read(when_of(["Nov-21", "Dec-21"], Settings(century=2000)), "Nov-21") == "2021-11"


def test_the_beginning_of_fiscal_years_is_asked() -> None:
    texts = ["2020/21", "2021/22"]
    when = when_of(texts, Settings())
    assert [question.key for question in when.questions] == ["fiscal"]
    assert read(when, texts[0]) is None
    assert read(when_of(texts, Settings(fiscal=4)), texts[0]) == "2020-04-01/2021-03-31"


@pytest.mark.parametrize(
    ("texts", "column", "week", "first"),
    [
        (["w/e 06/11/2022", "w/e 13/11/2022"], "", "last", "2022-W44"),
        (["week ending 6 November 2022", "week ending 13 November 2022"], "", "last", "2022-W44"),
        (["Week commencing 31 October 2022", "Week commencing 7 November 2022"], "", "first", "2022-W44"),
        (["06/11/2022", "13/11/2022"], "Week ending", "last", "2022-W44"),
        (["2022-11-04", "2022-11-11"], "Week-ended (Friday)", "last", "2022-10-29/2022-11-04"),
        (["2022-10-31", "2022-11-07"], "week beginning", "first", "2022-W44"),
        (["2022-10-31", "2022-11-07"], "week", "", "2022-10-31"),
    ],
)
def test_a_day_that_stands_for_its_week(texts: list[str], column: str, week: str, first: str) -> None:
    when = when_of(texts, Settings(), column=column)
    assert (when.dates.week, read(when, texts[0]), when.questions) == (week, first, ())


def test_totals_of_years_among_months_are_refused() -> None:
    when = when_of(["January 2021", "February 2021", "2021"], Settings())
    assert when.dates.granularity == "month"
    assert read(when, "2021") is None
    assert [doubt.what for doubt in when.doubts] == ["most rows are a month; others (1 year) are refused"]


def test_footnote_marks_are_found() -> None:
    when = when_of(["2021", "2022*", "2023¹"], Settings())
    assert set(when.dates.strip) == {"*", "¹"}
    assert [read(when, text) for text in ("2021", "2022*", "2023¹")] == ["2021", "2022", "2023"]


@pytest.mark.parametrize(
    ("periods", "frequency"),
    [
        ([Period.month(2022, month) for month in (1, 2, 3, 5, 6, 7)], "M"),
        ([Period.month(2022, month) for month in (3, 6, 9, 12)], "Q"),
        ([Period.quarter(2022, 1)], "Q"),
        ([Period.year(year) for year in (2020, 2021, 2022)], "A"),
        ([Period.day(date(2022, 1, day)) for day in (3, 4, 5, 6, 7, 10, 11)], "D"),
        ([Period.day(date(2022, 1, day)) for day in (3, 10, 17, 24)], "W"),
        ([Period.day(date(2022, month, 1)) for month in (1, 2, 3, 4)], "M"),
        ([Period.day(date(2022, 8, 1)), Period.day(date(2022, 9, 1)), Period.day(date(2022, 10, 15))], "_O"),
        ([Period.day(date(2022, 8, 1))], "_O"),
        ([], "_O"),
    ],
)
def test_the_frequency_is_the_distance_from_period_to_period(periods: list[Period], frequency: str) -> None:
    assert frequency_of(periods)[0] == frequency
