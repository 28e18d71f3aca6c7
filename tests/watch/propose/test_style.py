"""How numbers are written: settled by the columns as wholes, or asked."""

from __future__ import annotations

import pytest

from tallywire.errors import TableError
from tallywire.series import plain
from tallywire.watch.number import Numbers, read_number
from tallywire.watch.propose.style import Style, beside, style_of
from tallywire.watch.propose.words import known_words
from tallywire.watch.propose.written import Written, written


def cells(*texts: str) -> list[tuple[str, Written]]:
    found = []
    for text in texts:
        part = written(text)
        assert part is not None, text
        found.append((text, part))
    return found


def style(*texts: str, english: bool = False, exact: bool = False, told: str = "") -> Style:
    return style_of(cells(*texts), english=english, exact=exact, told=told)


def read(style: Style, text: str) -> str | None:
    """What a cell is with a style's settings; None where it is refused."""
    try:
        number = read_number(text, Numbers(decimal=style.decimal, thousands=style.thousands))
    except TableError:
        return None
    assert number is not None
    return plain(number[0])


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1.234,5", "1.234"), ("1234.5", "1234")),
        (("1,234.5", "1,234"), ("1234.5", "1234")),
        (("1.234.567", "1.234"), ("1234567", "1234")),
        (("12,5", "1.234"), ("12.5", "1234")),
        (("0.125", "1.234"), ("0.125", "1.234")),
        (("1234.567", "1.234"), ("1234.567", "1.234")),
        (("1 234,567", "12"), ("1234.567", "12")),
        (("1 234", "12,34"), ("1234", "12.34")),
        (("1'234.5", "-1'234"), ("1234.5", "-1234")),
        (("1\u00a0234", "\u22121\u202f234"), ("1234", "-1234")),
        (("5", "12345"), ("5", "12345")),
    ],
)
def test_one_number_settles_the_others(texts: tuple[str, ...], values: tuple[str, ...]) -> None:
    found = style(*texts)
    assert found.question is None and found.reason
    assert tuple(read(found, text) for text in texts) == values


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_mark_that_may_be_either_is_asked_and_its_numbers_refused(text: str) -> None:
    found = style(text, "567")
    assert found.question is not None and found.question.key == "decimal"
    assert [value for value, _ in found.question.choices] == [text[1], ",."[text[1] == ","]]
    assert read(found, text) is None
    assert read(found, "567") == "567"


@pytest.mark.parametrize(("told", "value"), [(".", "1.234"), (",", "1234")])
def test_an_answer_settles_it(told: str, value: str) -> None:
    assert read(style("1.234", told=told), "1.234") == value


def test_in_english_a_comma_stands_between_thousands() -> None:
    found = style("1,234", "567", english=True)
    assert found.question is None and "English" in found.reason
    assert read(found, "1,234") == "1234"


def test_english_words_do_not_settle_a_point() -> None:
    assert style("1.234", english=True).question is not None


@pytest.mark.parametrize("texts", [("1.5", "2,5"), ("1.234.567", "0.5"), ("1.234", "5,678")])
def test_numbers_in_two_styles_are_asked_and_none_is_read_wrongly(texts: tuple[str, str]) -> None:
    found = style(*texts)
    assert found.question is not None and repr(texts[0]) in found.question.what
    assert "," not in found.thousands and "." not in found.thousands


def test_a_comma_that_comes_later_is_refused_where_nothing_settled_it() -> None:
    assert read(style("5", "12"), "1,234") is None
    assert read(style("5", "12", english=True), "1,234") == "1234"


def test_formats_with_numbers_of_their_own_write_a_point() -> None:
    assert read(style("1.234", exact=True), "1.234") == "1.234"
    told = style("1.234", "1,5", exact=True)
    assert told.doubts and read(told, "1,5") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,204[1]", ("", "1,204", "[1]")),
        ("23 502 p", ("", "23 502", "p")),
        ("12 1)", ("", "12", "1)")),
        ("€ 1.5", ("€", "1.5", "")),
        ("3,5 млн", ("", "3,5", "млн")),
        (".5", ("", ".5", "")),
        ("-4", ("", "4", "")),
        ("17¹", ("", "17", "¹")),
    ],
)
def test_a_number_is_taken_apart_from_what_is_beside_it(text: str, parts: tuple[str, str, str]) -> None:
    found = written(text)
    assert found is not None
    assert (found.before, found.digits, found.after) == parts


@pytest.mark.parametrize(
    "text", ["", "-", "n/a", "1 2 3", "12:30", "1.2.3", "2022-09-01", "1,23,456", "x" * 100, "R2", "UKC1"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert written(text) is None


def test_known_marks_are_passed_over_and_the_rest_is_told() -> None:
    found = beside(cells("5*", "6 p", "7 млн", "8 r", "9 zebras"), known_words(), Numbers())
    assert (found.strip, found.status, found.scale) == (("*", "r"), {"p": "provisional"}, {"млн": 6})
    assert [doubt.key for doubt in found.doubts] == ["numbers.strip", "marks.beside", "numbers.strip"]
    assert "zebras" in found.doubts[0].what
