"""The founding item: each of its numbers, with its kind, its scope, who says it and how surely."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from tallywire.read import read
from tallywire.read.claims_json import ClaimJson, flat
from tests.needs import shared

PUBLISHED = date(2022, 11, 21)


class Row(msgspec.Struct, frozen=True):
    """What must be read of one claim: words that its scope holds, speakers outermost first, hedge, dates."""

    kind: str
    value: str | None
    scope: frozenset[str]
    speakers: tuple[str, ...] = ()
    hedge: str = ""
    start: str = ""
    end: str = ""
    nature: str = "fact"
    said: str = ""


def scope(*words: str) -> frozenset[str]:
    return frozenset(words)


OUTLET, SERVICE, PAPER, PRESIDENT = "Mediazona", "Service", "Gazeta", "Putin"
ROWS = (
    Row("change", "23000", scope("russian", "inmates"), (OUTLET,)),
    Row("coincidence", None, scope("russian", "inmates"), (OUTLET,), hedge="likely", nature="cause"),
    Row("level", "348000", scope("male", "inmates", "prisons", "colonies"), start="2022-09-01", end="2022-09-11"),
    Row("change", "10000", scope(), (OUTLET, SERVICE), start="2022-10-01", end="2022-10-11"),
    Row("change", "13000", scope(), (OUTLET, SERVICE), start="2022-11-01", end="2022-11-11"),
    Row("extreme", None, scope("russian", "prisoners"), (OUTLET,)),
    Row("comparison", None, scope("russian", "prisoners"), (OUTLET,)),
    Row("pledge", None, scope(), (PRESIDENT,), start="2022-10-28", end="2022-10-29", said="2022-10-14"),
    Row("level", "300000", scope("mobilization", "drive")),
    Row("level", "1000000", scope("actual", "goal"), (PAPER,), said="2022-09-22"),
)


@pytest.fixture(scope="module")
def claims() -> tuple[ClaimJson, ...]:
    text = next(shared("seed").glob("*.txt")).read_text(encoding="utf-8")
    return tuple(flat(claim, text) for claim in read(text, published=PUBLISHED))


def test_these_and_no_others_are_read(claims: tuple[ClaimJson, ...]) -> None:
    assert [(claim.kind, claim.value) for claim in claims] == [(row.kind, row.value) for row in ROWS]


@pytest.mark.parametrize("index", range(len(ROWS)), ids=lambda i: f"{ROWS[i].kind}-{ROWS[i].value}")
def test_each_says_what_the_item_says(claims: tuple[ClaimJson, ...], index: int) -> None:
    claim, row = claims[index], ROWS[index]
    text = claim.series.text if claim.series is not None else ""
    words = set(re.findall(r"[a-z]+", text.lower()))
    assert row.scope <= words
    assert [link.who.split()[-1] for link in claim.attribution] == list(row.speakers)
    assert (claim.hedge, claim.nature) == (row.hedge, row.nature)
    assert (claim.said or "") == row.said
    if row.end:
        assert claim.period == (row.start, row.end)


def test_the_steps_begin_where_the_count_before_ended(claims: tuple[ClaimJson, ...]) -> None:
    level, first, second = claims[2:5]
    assert (first.start, second.start) == (level.period, first.period)
    assert first.series is not None and second.series is not None
    assert first.series.leans_on == second.series.leans_on == level.id


def test_the_record_is_claimed_of_the_two_months(claims: tuple[ClaimJson, ...]) -> None:
    change, extreme, comparison = claims[0], claims[5], claims[6]
    assert change.length == extreme.length == "P2M"
    assert extreme.series is not None and extreme.series.leans_on == change.id
    assert (extreme.of, extreme.sense, extreme.since_vague) == ("change", "low", True)
    assert extreme.since == ("2012-11-21", "2019-11-21")
    assert comparison.right is not None and comparison.right.event == "amnesty"


def test_almost_lies_just_below(claims: tuple[ClaimJson, ...]) -> None:
    amount = claims[2].amount
    assert amount is not None
    assert (amount.low, amount.high, amount.high_open, amount.unit) == ("347000", "348000", True, "people")
