"""The ledger: claims of kept texts, judged as the record stands now."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tallywire.brief import LedgerClaim
from tallywire.desk import DeskDB, Newsroom
from tallywire.desk.ledger import ledger_claims
from tallywire.desk.stories import KeptCheck, keep_check, kept_checks, put_on_ledger
from tests.demo.played import Demo

TEXT = (
    "The penitentiary service said the number of inmates in correctional colonies in Russia fell by 10,000 in "
    "September 2022. On 21 November, the minister said that the inspection would end in two weeks."
)


@pytest.fixture
def newsroom(demo: Demo, tmp_path: Path) -> Newsroom:
    shutil.copytree(demo.folder, tmp_path / "newsroom")
    with Newsroom(tmp_path / "newsroom") as newsroom:
        return newsroom


def claims(newsroom: Newsroom) -> tuple[LedgerClaim, ...]:
    return ledger_claims(newsroom, kept_checks(DeskDB(newsroom.desk), on_ledger=True))


def kept(newsroom: Newsroom, text: str) -> KeptCheck:
    db, at = DeskDB(newsroom.desk), newsroom.clock.now()
    made = keep_check(
        db, title="A text", address="", published=date(2022, 11, 21), text=text, report="{}", who="a test", at=at
    )
    return put_on_ledger(db, made.id, who="a test", at=at)


def test_the_demo_s_text_is_on_its_ledger_with_verdicts_and_speakers(newsroom: Newsroom) -> None:
    found = claims(newsroom)
    assert len(found) == 10
    by_figure = {claim.figure: claim for claim in found if claim.figure}
    assert by_figure["10,000"].attribution[-1].who == "penitentiary service"
    assert (by_figure["10,000"].verdict, by_figure["10,000"].about) == (
        "holds",
        "people in correctional colonies in Russia",
    )
    assert by_figure["10,000"].refs and by_figure["10,000"].refs[0].literal
    assert by_figure["348,000 people"].verdict == "wrong_scope"


def test_a_claim_that_leans_on_another_is_about_the_same_thing(newsroom: Newsroom) -> None:
    fewer, more = [claim for claim in claims(newsroom) if claim.figure in {"300,000", "1,000,000"}]
    assert fewer.about == more.about == "mobilization"


def test_a_pledge_has_its_day_and_is_pending_before_it(newsroom: Newsroom) -> None:
    kept(newsroom, TEXT)
    [pledge] = [claim for claim in claims(newsroom) if claim.due == date(2022, 12, 5)]
    assert pledge.verdict == "pending" and pledge.attribution[-1].who == "minister"


def test_what_is_kept_privately_and_its_name_stay_private(newsroom: Newsroom) -> None:
    db, at = DeskDB(newsroom.desk), newsroom.clock.now()
    mine = keep_check(
        db, title="", address="", published=date(2022, 11, 21), text=TEXT, report="{}", who="a test", at=at
    )
    before = claims(newsroom)
    assert not [claim for claim in before if claim.text.startswith("A text of")]
    put_on_ledger(db, mine.id, who="a test", at=at)
    after = claims(newsroom)
    assert len(after) > len(before)
    assert not [claim for claim in after if mine.id in claim.id]


def test_an_empty_ledger_asks_nothing(newsroom: Newsroom) -> None:
    assert ledger_claims(newsroom, ()) == ()
