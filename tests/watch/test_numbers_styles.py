"""Numbers in the styles of many countries, and what looks like a part of a number and is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import SourceError, TableError
from tallywire.series import plain
from tallywire.watch import parse
from tallywire.watch.number import APOSTROPHES, MINUSES, SPACES, Numbers, changes_numbers, read_number
from tallywire.watch.number_doubts import against_rounding, depends_on_style, other_style
from tests.watch.samples import COLONIES, source_of

PLAIN = Numbers()
COMMA = Numbers(decimal=",", thousands=(".", " ", "'"))
BELOW = Numbers(negative="parentheses", strip=("*", "%", "¹"), scale={"thousand": 3})


def value_of(text: str, numbers: Numbers = PLAIN) -> str | None:
    read = read_number(text, numbers)
    return None if read is None else plain(read[0])


@pytest.mark.parametrize("space", [" ", *SPACES])
def test_every_kind_of_space_parts_thousands(space: str) -> None:
    assert value_of(f"1{space}234{space}567,5", COMMA) == "1234567.5"


@pytest.mark.parametrize("mark", ["'", *APOSTROPHES])
def test_every_kind_of_apostrophe_parts_thousands(mark: str) -> None:
    assert value_of(f"1{mark}234{mark}567", Numbers(thousands=("'",))) == "1234567"
    assert value_of(f"1{mark}234{mark}567", Numbers(thousands=("’",))) == "1234567"
    with pytest.raises(TableError):
        read_number(f"1{mark}234", PLAIN)


@pytest.mark.parametrize("minus", ["-", *MINUSES])
def test_every_kind_of_minus_is_one(minus: str) -> None:
    assert value_of(f"{minus}12.5") == "-12.5"
    assert value_of(f"{minus}1,234") == "-1234"
    for text in (f"12{minus}", f"{minus}{minus}5", f"{minus} 5", f"1{minus}2", f"{minus}.", f"5{minus}"):
        with pytest.raises(TableError):
            read_number(text, PLAIN)


@pytest.mark.parametrize("dash", ["—", "―", "~", "±", "∓"])
def test_other_signs_are_told(dash: str) -> None:
    with pytest.raises(TableError):
        read_number(f"{dash}5", PLAIN)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("(5)", "-5"), ("(1,234.5)", "-1234.5"), ("( 5 )", "-5"), ("(5)*", "-5"), ("(5%)", "-5"), ("(5) %", "-5")),
        *(("(5¹)", "-5"), ("(2) thousand", "-2000"), ("5", "5"), ("-5", "-5")),
    ],
)
def test_parentheses_are_negative_where_the_source_says_so(text: str, value: str) -> None:
    assert value_of(text, BELOW) == plain(Decimal(value))
    if "(" in text:
        with pytest.raises(TableError):
            read_number(text, Numbers(strip=("*", "%", "¹"), scale={"thousand": 3}))


@pytest.mark.parametrize("text", ["(-5)", "(+5)", "((5))", "(5", "5)", "()", "-(5)", "(5)(6)", "(5) 6", "(x)"])
def test_other_parentheses_are_told(text: str) -> None:
    with pytest.raises(TableError):
        read_number(text, BELOW)


@pytest.mark.parametrize("sign", "¹²³⁰⁴⁹₁①⑴½¾٣३３𝟑Ⅲ")
def test_what_looks_like_a_digit_is_never_part_of_a_number(sign: str) -> None:
    for text in (f"348{sign}", f"{sign}348", f"34{sign}8", f"348.{sign}", f"348 {sign}", sign):
        with pytest.raises(TableError):
            read_number(text, PLAIN)


@pytest.mark.parametrize("mark", ["¹", "²", "①", "[1]", "1)", "p", "*", "†", "e)", "#"])
def test_a_listed_mark_changes_nothing(mark: str) -> None:
    numbers = Numbers(strip=(mark,))
    for text in (f"348 {mark}", f"348 {mark}{mark}" if not mark[0].isalnum() else f"348 {mark}"):
        assert value_of(text, numbers) == "348"
    if mark[0].isdecimal():
        with pytest.raises(TableError):
            read_number(f"348{mark}", numbers)
    else:
        assert value_of(f"348{mark}", numbers) == "348"


@pytest.mark.parametrize("text", ["348 pp", "348pp", "348 ap"])
def test_a_mark_is_never_a_part_of_a_word(text: str) -> None:
    with pytest.raises(TableError):
        read_number(text, Numbers(strip=("p",), scale={"a": 3}))


@pytest.mark.parametrize("mark", ["0", "00", "1,", ",", ".", "-", "−", "+", "(", ")", " ", "'", "٣", "1.0", "\u200b"])
def test_a_mark_that_would_change_numbers_is_refused(mark: str) -> None:
    assert changes_numbers(mark, PLAIN)
    with pytest.raises(SourceError, match="would change numbers"):
        source_of(f'numbers.strip = ["{mark}"]')


def test_a_note_in_parentheses_changes_nothing_unless_they_mean_below_zero() -> None:
    for mark in ("(1)", "1)", "(p)", "[1]", "¹", "%"):
        assert not changes_numbers(mark, PLAIN)
    assert changes_numbers("(1)", BELOW)
    assert changes_numbers("1)", BELOW)
    assert value_of("348 (1)", Numbers(strip=("(1)",))) == "348"


@pytest.mark.parametrize("text", ["0,234", "00,234", "012,345", "1,23,456", "1,2345", "12,34", "1234,567", ",234"])
def test_groups_are_of_three_digits_and_begin_with_none_but_zero(text: str) -> None:
    with pytest.raises(TableError):
        read_number(text, PLAIN)


@pytest.mark.parametrize(
    ("unread", "numbers", "shown"),
    [
        (["12,5"], PLAIN, "12,5"),
        (["n.a.", "0,234"], PLAIN, "0,234"),
        (["1.234.567"], PLAIN, "1.234.567"),
        (["1.234.567,5"], PLAIN, "1.234.567,5"),
        (["12.5"], COMMA, "12.5"),
        (["1,234,567"], COMMA, "1,234,567"),
        (["7.4"], Numbers(decimal=",", thousands=(" ",)), "7.4"),
        (["1 234"], Numbers(thousands=()), "1 234"),
        (["2.476,9"], Numbers(thousands=("'",)), "2.476,9"),
        (["1,234x", "12%", "x", "", "1 234 5", "12;5", "2022-09", "5 6", "1.9.2022", "1 2 3"], PLAIN, ""),
        (["1,234,5"], PLAIN, ""),
        (["12,5% *"], BELOW, "12,5% *"),
        (["(12,5)"], BELOW, "(12,5)"),
    ],
)
def test_a_cell_in_another_style_is_seen(unread: list[str], numbers: Numbers, shown: str) -> None:
    assert other_style(unread, numbers) == shown


def test_what_depends_on_the_style_is_what_has_one_mark_before_three_digits() -> None:
    assert depends_on_style("(1,234 %)*", BELOW)
    for text in ("1,234", "1.234", "-12,345", "123.456"):
        assert depends_on_style(text, PLAIN)
    for text in ("1234", "1,234,567", "12.5", "0.234", "1 234", "1.2345", "1234.567", "1,234.5"):
        assert not depends_on_style(text, PLAIN)


STYLES = [
    (Numbers(decimal=".", thousands=(",",)), ",", "."),
    (Numbers(decimal=",", thousands=(".",)), ".", ","),
    (Numbers(decimal=",", thousands=(" ",)), "\u00a0", ","),
    (Numbers(decimal=".", thousands=("'",)), "’", "."),
    (Numbers(decimal="·", thousands=(",",)), ",", "·"),
]


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from(STYLES),
    st.sampled_from(["-", *MINUSES]),
)
@settings(deadline=None, max_examples=300)
def test_a_number_is_the_same_in_every_style(
    value: Decimal, places: int, style: tuple[Numbers, str, str], minus: str
) -> None:
    numbers, thousands, mark = style
    rounded = value.quantize(Decimal(1).scaleb(-places))
    plain = f"{rounded:,f}"
    text = plain.translate({ord(","): thousands, ord("."): mark, ord("-"): minus})
    assert read_number(text, numbers) == (rounded, Decimal(1).scaleb(-places))


@given(st.text(max_size=12), st.sampled_from([PLAIN, COMMA, BELOW]))
@settings(deadline=None, max_examples=300)
def test_a_number_that_is_read_has_its_digits_in_the_text(text: str, numbers: Numbers) -> None:
    try:
        read = read_number(text, numbers)
    except TableError:
        return
    if read is not None:
        digits = "".join(sign for sign in text if sign in "0123456789")
        assert "".join(map(str, read[0].as_tuple().digits)).rstrip("0") in digits
        assert all(not sign.isnumeric() or sign in "0123456789¹" for sign in text)


def test_a_number_that_is_rounded_as_in_the_other_style_is_in_doubt() -> None:
    whole, thousandth, tenth = Decimal(1), Decimal("0.001"), Decimal("0.1")
    assert against_rounding("1.234", PLAIN, whole)
    assert against_rounding("1.234", PLAIN, Decimal(1000))
    assert against_rounding("1,234", PLAIN, thousandth)
    for text, step in (
        ("1,234", whole),
        ("1.234", thousandth),
        ("1,234", tenth),
        ("1.5", whole),
        ("1,234.567", whole),
    ):
        assert not against_rounding(text, PLAIN, step), text
    body = b'date,colonies\n2021,"1.234"\n2022,999\n'
    parsed = parse(source_of("", COLONIES + 'quantum = "1"'), body, "text/csv")
    assert [figure.literal for figure in parsed.figures] == ["999"]
    assert "'1.234' is not rounded to 1" in parsed.problems[0].what
