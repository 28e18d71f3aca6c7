from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.watch.number import Numbers, read_number

PLAIN = Numbers()
NOTED = Numbers(strip=("*", "[1]", "approx."), scale={"thousand": 3, "тыс.": 3, "million": 6})
COMMA = Numbers(decimal=",", thousands=(".", " "))


@pytest.mark.parametrize(
    ("text", "numbers", "value", "quantum"),
    [
        ("348000", PLAIN, "348000", "1"),
        ("348,000", PLAIN, "348000", "1"),
        (" 2,759 ", PLAIN, "2759", "1"),
        ("1,234,567.80", PLAIN, "1234567.80", "0.01"),
        ("348 000", PLAIN, "348000", "1"),
        ("348\u00a0000", PLAIN, "348000", "1"),
        ("348\u2009000", PLAIN, "348000", "1"),
        ("348\u202f000", PLAIN, "348000", "1"),
        ("348\u200b000", PLAIN, "348000", "1"),
        ("-12.5", PLAIN, "-12.5", "0.1"),
        ("\u221212.5", PLAIN, "-12.5", "0.1"),
        ("+3", PLAIN, "3", "1"),
        (".5", PLAIN, "0.5", "0.1"),
        ("5840.4", PLAIN, "5840.4", "0.1"),
        ("0", PLAIN, "0", "1"),
        ("4.0", PLAIN, "4.0", "0.1"),
        ("348,000*", NOTED, "348000", "1"),
        ("348,000 [1]*", NOTED, "348000", "1"),
        ("approx. 348,000", NOTED, "348000", "1"),
        ("348 thousand", NOTED, "348000", "1000"),
        ("348,5 тыс.", Numbers(decimal=",", scale={"тыс.": 3}), "348500", "100"),
        ("1.25 Million*", NOTED, "1250000", "10000"),
        ("1.234,5", COMMA, "1234.5", "0.1"),
        ("1 234,5", COMMA, "1234.5", "0.1"),
    ],
)
def test_numbers_are_read_as_written(text: str, numbers: Numbers, value: str, quantum: str) -> None:
    assert read_number(text, numbers) == (Decimal(value), Decimal(quantum))


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "..", "…", "n/a", "N/A", ":", "\u00a0"])
def test_an_empty_mark_is_no_figure(text: str) -> None:
    assert read_number(text, PLAIN) is None


@pytest.mark.parametrize(
    "text",
    [
        "348,000*",
        "348,000[1]",
        "348 thousand",
        "348,00",
        "3,48,000",
        "348,0000",
        ",348",
        "348,",
        "1,234 567",
        "1,234,56",
        "1.234.567",
        "12.",
        "1e5",
        "0x10",
        "NaN",
        "inf",
        "--5",
        "- 5",
        "(5)",
        "5%",
        "about 5",
        "5-6",
        "5 6",
        "348 00",
        "٣٤٨",
        "３４８",
        "1²",
        "1" * 25,
        "0." + "1" * 25,
        "1" * 40,
        "1" * 300,
        "348,000 1",
        "x",
        "?",
    ],
)
def test_what_is_no_plain_number_is_told(text: str) -> None:
    with pytest.raises(TableError):
        read_number(text, PLAIN)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_is_a_number_none_or_a_told_problem(text: str) -> None:
    try:
        read = read_number(text, NOTED)
    except TableError as error:
        assert error.what
    else:
        assert read is None or (read[0].is_finite() and read[1] > 0)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
@settings(deadline=None)
def test_marks_between_thousands_change_nothing(value: Decimal) -> None:
    for mark in (",", " ", "\u00a0"):
        assert read_number(f"{value:,.2f}".replace(",", mark), PLAIN) == (value, Decimal("0.01"))
