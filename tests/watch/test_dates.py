from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.watch.dates import MONTHS, Dates, read_day, read_period

RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022-09-01", "2022-09-01"),
        ("2022-09", "2022-09"),
        ("2022", "2022"),
        ("2022-Q3", "2022-Q3"),
        ("Q3 2022", "2022-Q3"),
        ("2022 q3", "2022-Q3"),
        ("Q3/2022", "2022-Q3"),
        ("2022-W05", "2022-W05"),
        ("1 September 2022", "2022-09-01"),
        ("1st  Sept. 2022", "2022-09-01"),
        ("September 1, 2022", "2022-09-01"),
        ("Sep 1st 2022", "2022-09-01"),
        ("1\u00a0September\u00a02022", "2022-09-01"),
        ("September 2022", "2022-09"),
        ("SEP 2022", "2022-09"),
        ("2022 September", "2022-09"),
        ("May 2022", "2022-05"),
        ("2020-02-24T18:00:00", "2020-02-24"),
        ("2020-02-24 18:00:00+03:00", "2020-02-24"),
        ("2022-09-01/2022-10-31", "2022-09-01/2022-10-31"),
    ],
)
def test_a_written_period_is_read(text: str, period: str) -> None:
    assert str(read_period(text, Dates())) == period


@pytest.mark.parametrize(
    ("text", "granularity", "period"),
    [
        ("2006-01-01", "month", "2006-01"),
        ("2006-01-31", "month", "2006-01"),
        ("2006-01", "month", "2006-01"),
        ("2006-04-01", "quarter", "2006-Q2"),
        ("June 2006", "quarter", "2006-Q2"),
        ("2006-12-31", "year", "2006"),
        ("2006-01", "year", "2006"),
        ("1 September 2022", "day", "2022-09-01"),
    ],
)
def test_a_date_stands_for_what_the_source_says(text: str, granularity: str, period: str) -> None:
    dates = Dates(granularity=granularity)  # type: ignore[arg-type]
    assert str(read_period(text, dates)) == period


@pytest.mark.parametrize(
    ("text", "granularity"),
    [("2006", "month"), ("2006-01", "day"), ("2006-Q1", "month"), ("2006-Q1", "year"), ("2006-W01", "month")],
)
def test_a_period_that_is_not_what_the_source_says_is_told(text: str, granularity: str) -> None:
    with pytest.raises(TableError, match="the source says each row is a"):
        read_period(text, Dates(granularity=granularity))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "31 February 2022",
        "1 Septembre 2022",
        "1 September 22",
        "September",
        "13/2022",
        "2022-13",
        "2022-9-1x",
        "0000",
        "9999-12-31",
        "9999",
        "Q5 2022",
        "32 May 2022",
        "May 32, 2022",
        "yesterday",
        "1" * 100,
        "2022-09-01T99",
        "2022/2023",
    ],
)
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(TableError):
        read_period(text, Dates())


def test_day_and_month_are_never_guessed() -> None:
    with pytest.raises(TableError, match="which is the day and which the month"):
        read_period("01/09/2022", Dates())
    assert read_day("01/09/2022", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("01/09/2022", Dates(order="mdy")) == date(2022, 1, 9)
    assert read_day("1.9.2022", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("2022/09/01", Dates(order="ymd")) == date(2022, 9, 1)
    for text in ("01/09/22", "13/13/2022", "2022/09/01", "31/09/2022"):
        with pytest.raises(TableError):
            read_day(text, Dates(order="dmy"))


def test_a_page_may_have_its_own_month_names() -> None:
    dates = Dates(months=RUSSIAN)
    assert str(read_period("1 сентября 2022", dates)) == "2022-09-01"
    assert str(read_period("Сентябрь 2022", dates)) == "2022-09"
    assert str(read_period("1 September 2022", dates)) == "2022-09-01"


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 12, 30)))
@settings(deadline=None)
def test_every_day_is_read_in_every_order_of_words(day: date) -> None:
    name = MONTHS[day.month - 1].title()
    for text in (day.isoformat(), f"{day.day} {name} {day.year}", f"{name[:3]} {day.day}, {day.year}"):
        assert read_day(text, Dates()) == day


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_is_a_period_or_a_told_problem(text: str) -> None:
    try:
        period = read_period(text, Dates(order="dmy"))
    except TableError as error:
        assert error.what
    else:
        assert period.start < period.end
