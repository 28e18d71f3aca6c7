"""Every number in a text is found, and what kind it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.desk.wording import numbers
from tallywire.desk.wording.manuscript import places
from tests.desk.wording.told_briefs import ToldBriefs
from tests.tell.numbers_in import WORDS, unbound

FOUND = [
    ("It fell by 23,000 (6.6%) on 1 November 2022.", "23,000=23000 6.6%=6.6 1 November 2022@"),
    (
        "Twenty-three thousand, half a million, a hundred",
        "Twenty-three thousand=23000 half a million=500000 a hundred=100",
    ),
    (
        "a dozen, two thirds, a third of them, by a quarter",
        "a dozen=12 two thirds=0.6666666666 a third=0.3333333333 a quarter=0.25",
    ),
    (
        "in the third quarter of 2022, Q3 2022, the first half of 2021",
        "the third quarter of 2022@ Q3 2022@ the first half of 2021@",
    ),
    ("It rose by 2000 in 2000, to 2022 people", "2000=2000 2000@ 2022=2022"),
    ("the 2015 amnesty (2015); a 70-year plan", "2015@ 2015@ 70=None"),
    ("It doubled, halved, grew tenfold", "doubled=2 halved=0.5 tenfold=None"),
    ("the third-lowest, the first time, the 3rd", "third# first# 3rd#"),
    ("$5 million, US$3.2bn, 5k, €5, 816 000", "$5 million=5000000 $3.2bn=3200000000.0 5k=5000 €5=5 816 000=816000"),
    ("-5, −0.5%, 5-6, (-3)", "-5=-5 −0.5%=-0.5 5=None 6=None -3=None"),
    ("1.2.3, 1,2,3, G7, COVID-19, 1990s", "1.2.3=None 1,2,3=None 7=None 19=None 1990s=None"),
    ("In October 23,000 people; in May 2022; you may go", "October@ 23,000=23000 May 2022@"),
    (
        "14 Oct. 2022, October 14, 2022, 2022-10-14, at 10:30 UTC",
        "14 Oct. 2022@ October 14, 2022@ 2022-10-14@ 10:30 UTC@",
    ),
    ("½, ², 三, ٢٣, hundreds", "½=None ²=None 三=None ٢٣=None hundreds=None"),
    ("No one said so at first; one did", "one=1"),
    ("stood at 2022; a total of 2022; 2022", "2022=2022 2022=2022 2022=2022"),
    ("between 2021 and 2022; from 2019 to 2021", "2021@ 2022@ 2019@ 2021@"),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_numbers(text: str, expected: str) -> None:
    signs = {"date": "@", "rank": "#"}
    shown = [f"{n.text}{signs.get(n.kind, f'={n.value}')}" for n in numbers(text)]
    assert " ".join(shown) == expected


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*WORDS, "the", "and", "in", "of", "May", "March", "fell", "-", ",", ".", "(", "%", "a", "quarter"]
            ),
            st.integers(0, 10**7).map(str),
            st.decimals(0, 10**4, places=2).map(str),
        ),
        max_size=12,
    ),
    st.sampled_from([" ", "-", "", ", "]),
)
def test_an_independent_scan_finds_no_number_that_is_missed(words: list[str], between: str) -> None:
    text = between.join(words)
    found = numbers(text)
    assert unbound(text, [(n.start, n.end) for n in found]) == []
    assert all(n.text == text[n.start : n.end] for n in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=120))
def test_any_text_can_be_scanned_and_no_digit_is_lost(text: str) -> None:
    found = numbers(text)
    covered = {place for n in found for place in range(n.start, n.end)}
    assert all(place in covered for place, letter in enumerate(text) if letter.isdecimal())


def test_no_number_of_the_demo_is_missed(told: ToldBriefs) -> None:
    for brief in told.briefs.values():
        for _, text in places(brief):
            assert unbound(text.text, [(n.start, n.end) for n in numbers(text.text)]) == []
