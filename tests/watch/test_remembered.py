"""What a text says is remembered from release to release, and is what it says when it is read anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.watch import parse
from tallywire.watch.dates import MAX_CELL, Dates, read_period, remembered_period
from tallywire.watch.number import MAX_LITERAL, Numbers, read_marked, remembering
from tests.watch.samples import COLONIES, source_of

NUMBERS = st.builds(
    Numbers,
    decimal=st.sampled_from([".", ",", "·"]),
    thousands=st.sampled_from([(",", " "), (".",), ("'",), ()]),
    negative=st.sampled_from(["", "parentheses"]),
    missing=st.sampled_from([("",), ("", "-", ".."), ("", "0", "n/a")]),
    strip=st.sampled_from([(), ("*",), ("p", "%"), ("1)",)]),
    scale=st.sampled_from([{}, {"thousand": 3}, {"thousand": 6}]),
)
FIGURES = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.text(alphabet="0123456789.,·'()-−*p%1 n/a", max_size=12),
    st.text(max_size=12),
    st.sampled_from(["5 thousand", "(1,234.5)*", "..", "7" * 30, "1" * (MAX_LITERAL + 1)]),
)
DATES = st.builds(
    Dates,
    granularity=st.sampled_from(["auto", "day", "week", "month", "quarter", "year"]),
    week=st.sampled_from(["", "first", "last"]),
    order=st.sampled_from(["", "dmy", "mdy", "ymd"]),
    century=st.sampled_from([0, 1950]),
    fiscal=st.sampled_from([0, 1, 4]),
    fiscal_named=st.sampled_from(["", "first", "last"]),
    months=st.sampled_from([(), tuple("abcdefghijkl")]),
    strip=st.sampled_from([(), ("p",)]),
)
PERIODS = st.one_of(
    st.dates().map(str),
    st.builds("{}{}{}{}{}".format, *(2 * [st.integers(1, 31), st.sampled_from(list(" ./-"))]), st.integers(0, 2050)),
    st.builds(
        "{} {}".format, st.sampled_from(["Sept", "sierpień", "Q2", "FY", "c", "вересень"]), st.integers(0, 2050)
    ),
    st.text(max_size=12),
    st.sampled_from(["2021-22", "2022/23 Q1", "1 Nov 22", "31 February 2022", "2022 p", " " * MAX_CELL + "2022"]),
)


def told(read: Callable[[str], object], text: str) -> str:
    """What a reading gives, or why it gives nothing, with the hint; 1.0 and 1.00 are equal, and told apart here."""
    try:
        return repr(read(text))
    except TableError as error:
        return f"{error.message} {error.hint}"


@settings(max_examples=300)
@given(st.lists(NUMBERS, min_size=1, max_size=4), st.lists(FIGURES, min_size=1, max_size=12))
def test_a_remembered_number_is_the_one_that_is_read(ways: list[Numbers], texts: list[str]) -> None:
    for numbers in (*ways, *ways):
        read = remembering(numbers)
        for text in texts:
            assert told(read, text) == told(partial(read_marked, numbers=numbers), text)


@settings(max_examples=300)
@given(st.lists(DATES, min_size=1, max_size=4), st.lists(PERIODS, min_size=1, max_size=12))
def test_a_remembered_period_is_the_one_that_is_read(ways: list[Dates], texts: list[str]) -> None:
    for dates in (*ways, *ways):
        for text in texts:
            anew = told(partial(read_period, dates=dates), text)
            assert told(partial(remembered_period, dates=dates), text) == anew


def test_two_sources_that_write_otherwise_do_not_share_what_they_remember() -> None:
    body = b"date;colonies\n01/02/2022;1.234\n"
    table = 'table.delimiter = ";"\n'
    here = source_of(table + 'period = { column = "date", order = "dmy" }')
    there = source_of(
        table + 'period = { column = "date", order = "mdy" }\nnumbers = { decimal = ",", thousands = ["."] }'
    )
    for _ in range(2):
        said = [parse(source, body, "text/csv").figures[0] for source in (here, there)]
        assert [(str(each.period), str(each.value)) for each in said] == [
            ("2022-02-01", "1.234"),
            ("2022-01-02", "1234"),
        ]


def test_a_mark_that_says_a_status_in_one_source_says_none_in_another() -> None:
    body = b"date,colonies\n2022-09,1234 p\n"
    marks = source_of('period.column = "date"\nmarks.beside = { p = "provisional" }')
    notes = source_of('period.column = "date"\nnumbers.strip = ["p"]', COLONIES)
    for _ in range(2):
        assert [parse(s, body, "text/csv").figures[0].status for s in (marks, notes)] == ["provisional", "final"]
