"""Period cells: golden cases per language in tests/cases/periods, and what a source may say about its own."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.series import Period, parse_period
from tallywire.watch.dates import Dates, read_day, read_period
from tallywire.watch.period_words import LANGUAGES, period_words
from tallywire.watch.worded import begins_like_a_period, month_number

CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "cases" / "periods").glob("*.toml"))
}
GERMAN = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@pytest.mark.parametrize(
    ("text", "period"), [case for name in CASES for case in CASES[name]["read"].items()], ids=str
)
def test_a_written_period_is_read(text: str, period: str) -> None:
    read = read_period(text, Dates())
    assert str(read) == period
    assert parse_period(period) == read


@pytest.mark.parametrize("text", [text for name in CASES for text in CASES[name]["refused"]["texts"]])
def test_what_is_no_period_or_may_be_two_is_told(text: str) -> None:
    with pytest.raises(TableError) as told:
        read_period(text, Dates())
    assert told.value.what


def test_every_word_of_every_language_has_a_case() -> None:
    for code, language in zip(LANGUAGES, period_words(), strict=True):
        cells = [f" {cell.casefold()} " for cell in CASES[code]["read"]]
        phrases = (*language.as_of, *language.on, *language.during)
        unused = [phrase for phrase in phrases if not any(cell.startswith(f" {phrase} ") for cell in cells)]
        seen = {word for cell in cells for word in _words(cell)}
        singles = (
            *(*language.from_, *language.to, *language.of, *language.year, *language.quarter, *language.half),
            *(*language.endings, *language.numerals),
            *(word for group in (*language.ordinals, *language.months) for word in group),
        )
        assert unused + [word for word in singles if word not in seen] == [], code


def test_no_word_means_two_months_in_two_languages() -> None:
    known: dict[str, set[int]] = {}
    for language in period_words():
        for number, words in enumerate(language.months, 1):
            for word in words:
                known.setdefault(word, set()).add(number)
    assert all(len(numbers) == 1 for numbers in known.values())


def _words(cell: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in cell).split()


@pytest.mark.parametrize(
    ("text", "granularity", "period"),
    [
        ("2006-01-01", "month", "2006-01"),
        ("2006-01-31", "month", "2006-01"),
        ("2006-01", "month", "2006-01"),
        ("2006-04-01", "quarter", "2006-Q2"),
        ("June 2006", "quarter", "2006-Q2"),
        ("Jan-Mar 2006", "quarter", "2006-Q1"),
        ("Feb-Apr 2006", "quarter", "2006-02-01/2006-04-30"),
        ("январь-июнь 2006 г.", "half", "2006-H1"),
        ("30 June 2006", "half", "2006-H1"),
        ("Jul 2006", "half", "2006-H2"),
        ("January-December 2006", "year", "2006"),
        ("1-30 June 2006", "month", "2006-06"),
        ("2006-12-31", "year", "2006"),
        ("2006-01", "year", "2006"),
        ("1 September 2022", "day", "2022-09-01"),
        ("2022 9", "month", "2022-09"),
        ("2022 3", "quarter", "2022-Q3"),
        ("5-11 September 2022", "week", "2022-W36"),
        ("3-9 September 2022", "week", "2022-09-03/2022-09-09"),
    ],
)
def test_a_date_stands_for_what_the_source_says(text: str, granularity: str, period: str) -> None:
    assert str(read_period(text, dates_of(granularity=granularity))) == period


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        *(("2006", "month"), ("2006-01", "day"), ("2006-Q1", "month"), ("2006-Q1", "year"), ("2006-W01", "month")),
        *(("Jan-Mar 2006", "month"), ("Jan-Apr 2006", "quarter"), ("2-30 June 2006", "month"), ("2006", "week")),
        *(("1-8 June 2006", "week"), ("2022-09-03", "week"), ("2006-Q1", "half"), ("Jan-Mar 2006", "day")),
    ],
)
def test_a_period_that_is_not_what_the_source_says_is_told(text: str, granularity: str) -> None:
    with pytest.raises(TableError, match=r"the source says each row is a|which day of its week"):
        read_period(text, dates_of(granularity=granularity))


def dates_of(**keys: object) -> Dates:
    return msgspec.convert(keys, Dates)


def test_a_week_is_read_from_its_first_or_its_last_day() -> None:
    last = Dates(granularity="week", week="last")
    assert str(read_period("9 September 2022", last)) == "2022-09-03/2022-09-09"
    assert str(read_period("11 September 2022", last)) == "2022-W36"
    assert read_period("11 September 2022", last) == read_period(
        "5 September 2022", Dates(granularity="week", week="first")
    )
    assert str(read_period("2022-W36", last)) == "2022-W36"


def test_a_day_that_names_its_week_is_none_by_itself() -> None:
    last = {"granularity": "week", "week": "last"}
    for text in ("Week ending 6 November 2022", "w/e 6 Nov 2022", "week-ended on: 2022-11-06"):
        assert str(read_period(text, dates_of(**last))) == "2022-W44"
        for other in ({}, {"granularity": "day"}, {"granularity": "week"}, {"granularity": "week", "week": "first"}):
            with pytest.raises(TableError, match="stands for all of it"):
                read_period(text, dates_of(**other))
    assert str(read_period("w/c 31/10/2022", dates_of(granularity="week", week="first", order="dmy"))) == "2022-W44"
    for text in ("week ending", "week 44 2022", "week ending November 2022"):
        with pytest.raises(TableError):
            read_period(text, dates_of(**last))


def test_days_and_months_without_anything_between_are_read_only_where_the_source_says_their_size() -> None:
    assert str(read_period("20220901", dates_of(granularity="day"))) == "2022-09-01"
    assert str(read_period("20220901", dates_of(granularity="month"))) == "2022-09"
    assert str(read_period("202209", dates_of(granularity="month"))) == "2022-09"
    for text, size in (
        *(("202209", "auto"), ("202209", "day"), ("202209", "year"), ("202213", "month"), ("20220931", "day")),
        *(("20220901", "auto"), ("01092022", "day"), ("44866", "day"), ("180009", "month"), ("2022091", "day")),
    ):
        with pytest.raises(TableError):
            read_period(text, dates_of(granularity=size))


def test_the_point_of_an_ordinal_stands_before_a_month_only() -> None:
    for text in ("1. September 2022", "1.September 2022", "01. Sep. 2022", "на 1. сентября 2022 г."):
        assert str(read_period(text, Dates())) == "2022-09-01"
    for text in ("2022. September 1", "September 1. 2022", "1.. September 2022", "1 . September 2022", "3. Q 2022"):
        with pytest.raises(TableError):
            read_period(text, Dates())


def test_day_and_month_are_never_guessed() -> None:
    with pytest.raises(TableError, match="which is the day and which the month"):
        read_period("01/09/2022", Dates())
    assert read_day("01/09/2022", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("01/09/2022", Dates(order="mdy")) == date(2022, 1, 9)
    assert read_day("1.9.2022", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("на 01.09.2022 г.", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("станом на 01.09.2022", Dates(order="dmy")) == date(2022, 9, 1)
    assert read_day("2022/09/01", Dates(order="ymd")) == date(2022, 9, 1)
    assert read_day("2022 9 1", Dates(order="ymd")) == date(2022, 9, 1)
    assert str(read_period("01.09.2022-07.09.2022", Dates(order="dmy"))) == "2022-09-01/2022-09-07"
    for text in ("01/09/22", "13/13/2022", "2022/09/01", "31/09/2022", "01.09.2022-31.08.2022"):
        with pytest.raises(TableError):
            read_period(text, Dates(order="dmy"))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Nov-22", "2022-11"),
        ("Nov '22", "2022-11"),
        ("Nov 49", "2049-11"),
        ("Nov 50", "1950-11"),
        ("Q3 22", "2022-Q3"),
        ("3Q22", "2022-Q3"),
        ("1H22", "2022-H1"),
        ("Jan-Sep 98", "1998-01-01/1998-09-30"),
        ("01-Nov-22", "2022-11-01"),
        ("01/09/22", "2022-09-01"),
        ("ноябрь 22 г.", "2022-11"),
    ],
)
def test_a_year_of_two_digits_lies_where_the_source_says(text: str, period: str) -> None:
    assert str(read_period(text, Dates(century=1950, order="dmy"))) == period
    with pytest.raises(TableError):
        read_period(text, Dates(order="dmy"))


def test_a_day_and_a_year_of_two_digits_are_not_guessed() -> None:
    with pytest.raises(TableError, match="which is the day and which the year"):
        read_period("22-Nov-01", Dates(century=2000))
    for text in ("22-Nov", "22 Nov", "22", "Nov 2", "Nov 122"):
        with pytest.raises(TableError):
            read_period(text, Dates(century=2000, order="dmy"))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *((text, "2022-04-01/2023-03-31") for text in ("2022/23", "2022-23", "2022–2023", "FY2022/23", "fy 2022-23")),
        ("2009/10", "2009-04-01/2010-03-31"),
        ("1999/00", "1999-04-01/2000-03-31"),
        ("2022/23 Q1", "2022-Q2"),
        ("2022/23, Q4", "2023-Q1"),
        ("September 2022", "2022-09"),
        ("1 September 2022", "2022-09-01"),
    ],
)
def test_a_fiscal_year_is_read_where_the_source_says_when_it_begins(text: str, period: str) -> None:
    assert str(read_period(text, Dates(fiscal=4))) == period


def test_a_fiscal_year_with_one_name_needs_to_be_told_which() -> None:
    assert str(read_period("FY2023", Dates(fiscal=10, fiscal_named="last"))) == "2022-10-01/2023-09-30"
    assert str(read_period("FY2023", Dates(fiscal=4, fiscal_named="first"))) == "2023-04-01/2024-03-31"
    assert str(read_period("FY23", Dates(fiscal=4, fiscal_named="first", century=2000))) == "2023-04-01/2024-03-31"
    assert str(read_period("2023", Dates(fiscal=10, fiscal_named="last"))) == "2022-10-01/2023-09-30"
    assert str(read_period("FY2023", Dates(fiscal=1))) == "2023"
    assert str(read_period("2022/23 Q1", Dates(fiscal=2))) == "2022-02-01/2022-04-30"
    for text in ("FY2023", "2023", "FY23"):
        with pytest.raises(TableError):
            read_period(text, Dates(fiscal=4))
    for text in ("Q1 2023", "2023-Q1", "H1 2023"):
        with pytest.raises(TableError, match="calendar year or of the fiscal year"):
            read_period(text, Dates(fiscal=4, fiscal_named="last"))


def test_a_month_and_a_fiscal_year_of_the_same_form_are_told_apart_by_the_source() -> None:
    with pytest.raises(TableError, match="may be a month or a fiscal year"):
        read_period("2011-12", Dates(fiscal=4))
    assert str(read_period("2011-12", Dates(fiscal=4, granularity="month"))) == "2011-12"
    assert str(read_period("2011-12", Dates(fiscal=4, granularity="year"))) == "2011-04-01/2012-03-31"
    assert str(read_period("2022-09", Dates(fiscal=4))) == "2022-09"
    assert str(read_period("2022-09-01/2022-09-30", Dates(fiscal=4))) == "2022-09-01/2022-09-30"
    assert str(read_period("2022-W05", Dates(fiscal=4))) == "2022-W05"
    assert str(read_period("2011-12", Dates())) == "2011-12"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(("2022¹", "2022"), ("2022 (p)", "2022"), ("2022*", "2022"), ("2022*¹", "2022"), ("2022p", "2022")),
        *(
            ("2022* Q3", "2022-Q3"),
            ("Sep 2022 p", "2022-09"),
            ("III квартал 2022 г.*", "2022-Q3"),
            ("2022 1)", "2022"),
        ),
        ("2022-09 (p)[1]", "2022-09"),
    ],
)
def test_a_listed_mark_changes_nothing(text: str, period: str) -> None:
    assert str(read_period(text, Dates(strip=("*", "¹", "(p)", "p", "1)")))) == period


@pytest.mark.parametrize("text", ["III квартал 2022", "II quarter 2022", "I half 2022", "Sep 2022", "2022-11-01"])
def test_a_mark_is_never_part_of_a_word_or_number(text: str) -> None:
    assert read_period(text, Dates(strip=("I", "p", "1", "e", "2", "22"))) == read_period(text, Dates())


@pytest.mark.parametrize("text", ["2022²", "20221)", "*", "* 2022", "2022 **x", "IIII квартал 2022"])
def test_what_is_left_beside_a_mark_is_told(text: str) -> None:
    with pytest.raises(TableError):
        read_period(text, Dates(strip=("*", "1)", "I")))


def test_a_page_may_have_its_own_month_names() -> None:
    dates = Dates(months=GERMAN)
    assert str(read_period("1 Mai 2022", dates)) == "2022-05-01"
    assert str(read_period("März 2022", dates)) == "2022-03"
    assert str(read_period("1 September 2022", dates)) == "2022-09-01"
    assert month_number("Dezember.", GERMAN) == 12
    assert str(read_period("1 Listopad 2022", Dates(months=(*("x",) * 9, "listopad", "y", "z")))) == "2022-10-01"
    with pytest.raises(ValueError, match="no month"):
        month_number("Dezember")


def test_a_header_that_begins_like_a_period_is_known() -> None:
    for text in (
        "2022*",
        "2022 (prelim.)",
        "Sep 22",
        "Q5 2022",
        "III квартал",
        "2022/23",
        "січень",
        "H1*",
        "third quarter",
    ):
        assert begins_like_a_period(text), text
    for text in ("", "Region", "% of 2021", "change since 2021", "348 000", "no. 2022", "S", "4", "9999 people"):
        assert not begins_like_a_period(text), text


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 12, 30)), st.data())
@settings(deadline=None)
def test_every_day_is_read_in_every_language_and_order_of_words(day: date, data: st.DataObject) -> None:
    for language in period_words():
        name = data.draw(st.sampled_from(language.months[day.month - 1])).title()
        texts = [day.isoformat(), f"{day.day} {name} {day.year:04d}", f"{day.year:04d} {name} {day.day}"]
        texts += [f"{phrase} {texts[1]}" for phrase in (*language.as_of, *language.on)]
        texts += [f"{texts[1]} {word}" for word in language.year]
        assert {read_day(text, Dates()) for text in texts} == {day}
        month = Period.month(day.year, day.month)
        assert read_period(f"{name} {day.year:04d}", Dates()) == month
        assert read_period(f"{day.year:04d} {name}", Dates()) == month


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "2022",
                "22",
                "1",
                "09",
                "II",
                "Q3",
                "M09",
                "S1",
                "FY",
                "-",
                "/",
                ".",
                ",",
                " ",
                "'",
                "¹",
                "[1]",
                "р",
                "і",
            ),
            *(word for language in period_words() for group in language.months[8:10] for word in group),
            *(word for language in period_words() for word in (*language.year, *language.quarter, *language.to)),
            *(word for language in period_words() for word in (*language.as_of, *language.on, *language.half)),
        ]
    ),
    max_size=8,
)


@given(
    st.one_of(st.text(max_size=30), PIECES.map(" ".join), PIECES.map("".join)),
    st.builds(
        Dates,
        granularity=st.sampled_from(["auto", "day", "week", "month", "quarter", "half", "year"]),
        week=st.sampled_from(["", "first", "last"]),
        order=st.sampled_from(["", "dmy", "mdy", "ymd"]),
        century=st.sampled_from([0, 1950, 9900]),
        fiscal=st.sampled_from([0, 1, 4]),
        fiscal_named=st.sampled_from(["", "first", "last"]),
        strip=st.sampled_from([(), ("*", "p", "1)")]),
    ),
)
@settings(deadline=None, max_examples=600)
def test_any_text_is_a_period_or_a_told_problem(text: str, dates: Dates) -> None:
    try:
        period = read_period(text, dates)
    except TableError as error:
        assert error.what
    else:
        assert period.start < period.end
        assert parse_period(str(period)) == period
        assert dates.granularity in {"auto", period.granularity} or period.granularity == "span"


def test_a_long_text_takes_no_long_time() -> None:
    for text in (
        "2022 " * 200_000,
        "[1]" * 200_000,
        "на " * 200_000,
        "2022[" + "1" * 400_000,
        "2022" + " " * 2000 + "x",
    ):
        with pytest.raises(TableError):
            read_period(text, Dates(strip=("*", "(p)"), order="dmy", century=2000, fiscal=4))
