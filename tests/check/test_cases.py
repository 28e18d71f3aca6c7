"""Every file in tests/cases/check: a text, a record, and the verdict on each claim of the text."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from tallywire.check import Verdict, check, report
from tallywire.read import read
from tallywire.record.catalogue import NameCatalogue
from tallywire.series import AsOf, Frequency, Kind, Series
from tests.check.records import RECORDS, SERIES, counts
from tests.holdings import Shelf, series

CASES = Path(__file__).resolve().parent.parent / "cases" / "check"


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is expected of one claim: `words` are those of its span; notes and reason are parts of theirs."""

    words: str
    kind: str
    verdict: str
    series: str | None = None
    right: str | None = None
    notes: tuple[str, ...] = ()
    reason: str | None = None
    who: str | None = None


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A series given in the case itself; figures are [period, value]."""

    id: str
    title: str
    figures: tuple[tuple[str, str], ...]
    frequency: Frequency = "M"
    unit: str = "people"
    kind: Kind = "stock"
    multiplier: int = 0
    quantum: str = "1"
    names: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    place: str = ""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    published: date
    as_of: date
    claims: tuple[Told, ...]
    record: str = "nothing"
    basis: Literal["proven", "asserted"] = "proven"
    address: str = ""
    taken_from: str = ""
    kept: tuple[Kept, ...] = ()


def load(path: Path) -> Case:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Case)


def held(case: Case) -> tuple[Shelf, NameCatalogue]:
    own: list[Series] = []
    observations = []
    for number, kept in enumerate(case.kept):
        own.append(
            series(
                kept.id,
                title=kept.title,
                frequency=kept.frequency,
                unit=kept.unit,
                kind=kept.kind,
                multiplier=kept.multiplier,
                names=kept.names,
                outside=kept.outside,
                place=kept.place,
            )
        )
        dated = [(period, value, kept.quantum) for period, value in kept.figures]
        observations.extend(counts(kept.id, dated, seq=1000 * (number + 1)))
    if own:
        return Shelf(own, observations), NameCatalogue(own)
    return RECORDS[case.record](), NameCatalogue(SERIES[case.record])


def verdicts(case: Case) -> tuple[Verdict, ...]:
    shelf, catalogue = held(case)
    return check(
        read(case.text, published=case.published),
        holdings=shelf,
        catalogue=catalogue,
        as_of=AsOf(datetime.combine(case.as_of, time(12), tzinfo=UTC), case.basis),
        published=case.published,
        address=case.address,
        cited=(lambda ref: case.taken_from) if case.taken_from else None,
    )


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = load(path)
    found = verdicts(case)
    shown = [(case.text[v.claim.span[0] : v.claim.span[1]], v.name, v.reason, v.notes) for v in found]
    assert [" ".join(words.split()) for words, *_ in shown] == [told.words for told in case.claims], shown
    for verdict, told in zip(found, case.claims, strict=True):
        statement = msgspec.to_builtins(verdict.claim.statement)
        assert (statement["kind"], verdict.name) == (told.kind, told.verdict), (told.words, verdict)
        if told.series is not None:
            assert told.series in verdict.series
        if told.right is not None:
            assert verdict.right is not None and verdict.right.wording == told.right
        for part in told.notes:
            assert any(part in note for note in verdict.notes), verdict.notes
        if told.reason is not None:
            assert told.reason in verdict.reason
        if told.who is not None:
            assert [link.who.removeprefix("the ") for link in verdict.claim.attribution] == told.who.split(" < ")
    listed = report(found, as_of=AsOf(datetime.combine(case.as_of, time(12), tzinfo=UTC)), published=case.published)
    assert isinstance(listed["claims"], list) and len(listed["claims"]) == len(found)


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.toml"))) >= 35
