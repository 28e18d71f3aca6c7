"""Whatever the text, reading ends, raises nothing but TextError, and its spans lie in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import TextError
from tallywire.read import read
from tallywire.read.limits import MAX_CHARACTERS

DAY = date(2023, 10, 20)
VOCABULARY = """
The number of ferries fell rose by to from between and in on at the a 23,000 6.6% two months October Sept. 14 2022
lowest highest sharpest since record never so sharply , , . ( ) according to said reported that citing which due
to another fewer than more than doubled a third half million year last Friday would will by it figure 10,000 - –
"""
WORDS = tuple(VOCABULARY.split())


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    if not text.strip():
        return
    for claim in read(text, published=DAY):
        assert 0 <= claim.span[0] < claim.span[1] <= len(text)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    for claim in read(text, published=DAY):
        assert 0 <= claim.span[0] < claim.span[1] <= len(text)


@pytest.mark.parametrize("text", ["", " \n\t\u2003"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(TextError, match="empty"):
        read(text, published=DAY)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextError, match="characters"):
        read("a" * (MAX_CHARACTERS + 1), published=DAY)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 1_000_000,
        "The number fell by " + "9" * 1_000_000 + ".",
        "1," * 200_000,
        "“" * 100_000 + "it fell by 3%" + "”" * 100_000,
        "(" * 100_000 + "5%" + ")" * 100_000,
        "fell by 3% " * 50_000,
        "said that he said that " * 20 + "it fell by 3%.",
        "according to " * 60 + "3%.",
        "one hundred " * 50_000,
        "million " * 50_000,
        "one " + "million " * 60,
        "a\u0000b\u0007 fell by 5% in May\u001b[31m.",
        "The number of 🚲 in 𝒰topia fell by 300 in May 2023.",
        "x" * 1_000_000,
        "in 9999 and in 0000 and on 31 February 2022 and 99 May it was 5%.",
        "The number of ferries fell by 300 in 1200 years, the lowest in 1199 decades.",
        "The rate was 5% in the first quarter of 9999.",
    ],
    ids=lambda text: text[:24].strip(),
)
def test_hostile_texts_end(text: str) -> None:
    for claim in read(text, published=DAY):
        assert 0 <= claim.span[0] < claim.span[1] <= len(text)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar(day: date) -> None:
    text = (
        "The number of ferries fell by 300 last year, the lowest in 30 years. The rate was 5% in May. The board said "
        "that the number of berths would rise to 3,000 in two years. It rose by 2% over the past decade, and the "
        "number of ferries in recent years has never dropped so sharply."
    )
    assert isinstance(read(text, published=day), tuple)


def test_offsets_are_code_points() -> None:
    text = "𝒜𝒜 🚲. The number of 🚲 in Utopia fell by 300 in May 2023."
    spans = [text[claim.span[0] : claim.span[1]] for claim in read(text, published=DAY)]
    assert spans == ["300"]
