"""Every file in tests/cases/read is a text with the claims that must be read from it, and no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tallywire.read import read
from tallywire.read.claims_json import AmountJson, ClaimJson, flat

CASES = sorted((Path(__file__).parent.parent / "cases" / "read").glob("*.toml"))


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One claim as a case writes it; what it leaves out must be empty."""

    kind: str
    text: str
    series: str = ""
    leans_on: str = ""
    place: str = ""
    amount: str = ""
    unit: str = ""
    value: str = ""
    relation: str = "="
    direction: str = ""
    measure: str = ""
    start: str = ""
    period: str = ""
    length: str = ""
    since: str = ""
    since_vague: bool = False
    sense: str = ""
    of: str = ""
    rank: int = 1
    counts: int = 0
    event: str = ""
    right: str = ""
    parts: tuple[str, ...] = ()
    what: str = ""
    attribution: tuple[str, ...] = ()
    hedge: str = ""
    nature: str = "fact"
    said: str = ""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, the day it was published, and its claims in order."""

    published: date
    text: str
    claim: tuple[Expected, ...] = ()


def _interval(amount: AmountJson | None) -> str:
    if amount is None:
        return ""
    opening, closing = "(" if amount.low_open else "[", ")" if amount.high_open else "]"
    return f"{opening}{amount.low or ''}, {amount.high or ''}{closing}"


def _dates(dates: tuple[str, str] | None) -> str:
    return "" if dates is None else " .. ".join(dates)


def _right(claim: ClaimJson) -> str:
    if claim.right is None:
        return ""
    right = claim.right
    event = f" {right.event}" if right.event else ""
    start = f" from {right.start[0]}" if right.start else ""
    return f"{right.kind}{event}{start}" + (f" to {right.period[0]}" if right.period else "")


def _as_written(claim: ClaimJson) -> Expected:
    series = claim.series
    return Expected(
        kind=claim.kind,
        text=claim.text,
        series="" if series is None else series.text,
        leans_on="" if series is None else series.leans_on,
        place="" if series is None else series.place,
        amount=_interval(claim.amount),
        unit="" if claim.amount is None else claim.amount.unit,
        value=claim.value or "",
        relation=claim.relation,
        direction=claim.direction or "",
        measure=claim.measure or "",
        start=_dates(claim.start),
        period=_dates(claim.period),
        length=claim.length or "",
        since=_dates(claim.since),
        since_vague=claim.since_vague,
        sense=claim.sense or "",
        of=claim.of or "",
        rank=claim.rank or 1,
        counts=claim.counts or 0,
        event=claim.event or "",
        right=_right(claim),
        parts=tuple(part.wording for part in claim.parts),
        what=claim.what or "",
        attribution=tuple(f"{link.who} / {link.verb}" for link in claim.attribution),
        hedge=claim.hedge,
        nature=claim.nature,
        said=claim.said or "",
    )


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_text_makes_exactly_these_claims(path: Path) -> None:
    case = msgspec.toml.decode(path.read_bytes(), type=Case)
    claims = [_as_written(flat(claim, case.text)) for claim in read(case.text, published=case.published)]
    assert claims == list(case.claim)
