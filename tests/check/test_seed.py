"""The founding item: each of its numbers, with kind, scope, who says it, and the verdict on the public figures."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import pytest

from tallywire.check import Verdict, VerdictName, check
from tallywire.check.subjects import subjects
from tallywire.read import read
from tallywire.record.catalogue import NameCatalogue
from tallywire.statement import Description
from tests.holdings import COLONIES, LATER, colonies
from tests.needs import shared

PUBLISHED = date(2022, 11, 20)


class Row(NamedTuple):
    """words: those the claim stands in. scope: single words that its description holds. speakers: last words."""

    words: str
    kind: str
    scope: str
    speakers: str
    verdict: VerdictName
    note: str = ""


JUDGED = "judged on people in correctional colonies in Russia"
TABLE = (
    # "According to ..."
    Row("23,000", "Change", "russian inmates", "Mediazona", "holds", JUDGED),
    Row("due to", "Coincidence", "russian inmates", "Mediazona", "not_judged"),
    # "At the beginning of September ..."
    Row("348,000", "Level", "male inmates prisons colonies", "", "wrong_scope"),
    Row("10,000", "Change", "", "Mediazona Service", "holds", JUDGED),
    Row("13,000", "Change", "", "Mediazona Service", "holds", JUDGED),
    # "... in recent years ..."
    Row("so sharply", "Extreme", "russian prisoners", "Mediazona", "undetermined", JUDGED),
    Row("even during", "Comparison", "russian prisoners", "Mediazona", "undetermined", JUDGED),
    # "On Oct. 14 ..."
    Row("two weeks", "Pledge", "", "Putin", "unverifiable"),
    Row("300,000", "Level", "mobilization drive", "", "unverifiable", "contested in the text"),
    Row("one million", "Level", "actual goal", "Gazeta", "unverifiable", "contested in the text"),
)


@pytest.fixture(scope="module")
def item() -> str:
    (path,) = sorted(shared("seed").glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    return text[text.index("According to") : text.index("The Institute")]


@pytest.fixture(scope="module")
def verdicts(item: str) -> tuple[Verdict, ...]:
    return check(
        read(item, published=PUBLISHED),
        holdings=colonies(),
        catalogue=NameCatalogue([COLONIES]),
        as_of=LATER,
        published=PUBLISHED,
    )


def test_the_table_has_every_claim_and_every_number(item: str, verdicts: tuple[Verdict, ...]) -> None:
    assert len(verdicts) == len(TABLE)
    dates = r"Oct\. 14|Sept\. 22"
    numbers = re.findall(r"\d[\d,]*|\b(?:two|one) \w+", re.sub(dates, "", item))
    read_of = " ".join(item[slice(*v.claim.span)] for v in verdicts)
    lengths = {"two months"}  # the window of the first claim
    assert [n for n in numbers if n not in read_of and n not in lengths] == []


@pytest.mark.parametrize("number", range(len(TABLE)), ids=[row.words for row in TABLE])
def test_each_row(item: str, verdicts: tuple[Verdict, ...], number: int) -> None:
    verdict, row = verdicts[number], TABLE[number]
    claim = verdict.claim
    assert row.words in " ".join(item[slice(*claim.span)].split())
    assert type(claim.statement).__name__ == row.kind
    described = [s.text for s in subjects(claim.statement) if isinstance(s, Description)]
    assert set(row.scope.split()) <= set(re.findall(r"[a-z]+", " ".join(described).lower()))
    assert [link.who.split()[-1] for link in claim.attribution] == row.speakers.split()
    assert verdict.name == row.verdict, verdict.reason
    assert row.note in " ".join(verdict.notes)
    if row.verdict == "undetermined":
        assert "settle it" in verdict.reason
    if row.verdict == "wrong_scope":
        assert verdict.series == ("fsin/colonies",)
        assert "people in correctional colonies in Russia" in verdict.reason
