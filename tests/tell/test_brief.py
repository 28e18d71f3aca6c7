"""Briefs of every kind of story: bound numbers, one minute, the same bytes, and what they say."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from tallywire.brief import Brief, Text
from tallywire.errors import StatementError
from tallywire.statement import Lead
from tallywire.tell import tell
from tests.holdings import LATER, Shelf
from tests.tell.leads import colonies_shelf, every, founding, gone, jobs, lowest, payrolls, restated, tied
from tests.tell.numbers_in import unbound

SOURCE = "Federal Penitentiary Service"
NAMES = ("70 years of Victory", "20 years of the Constitution", "the amnesty of 2015")


def told(shelf: Shelf, lead: Lead) -> Brief:
    return tell(lead, holdings=shelf, source_name=SOURCE, published=LATER.time, draw=None)


def texts(brief: Brief) -> tuple[Text, ...]:
    return (brief.headline, brief.lead, *brief.body, *brief.caveats, brief.found)


def everything(brief: Brief) -> str:
    return "\n".join(text.text for text in texts(brief))


@pytest.mark.parametrize(("shelf", "lead"), every())
def test_every_number_is_bound_and_every_brief_is_short(shelf: Shelf, lead: Lead) -> None:
    brief = told(shelf, lead)
    proofs = {proof.id for proof in brief.proofs}
    for text in texts(brief):
        assert unbound(text.text, [(b.start, b.end) for b in text.bindings], NAMES) == []
        assert {b.proof for b in text.bindings} <= proofs
        assert "  " not in text.text and "{" not in text.text
    assert len(brief.headline.text) <= 90
    assert brief.lead.text
    assert brief.minutes == 1
    assert sum(len(text.text.split()) for text in texts(brief)) <= 238
    assert msgspec.json.encode(told(shelf, lead)) == msgspec.json.encode(brief)


@pytest.mark.parametrize(("shelf", "lead"), every())
def test_every_proof_rests_on_archived_cells(shelf: Shelf, lead: Lead) -> None:
    brief = told(shelf, lead)
    assert brief.proofs
    for proof in brief.proofs:
        assert proof.evidence.used, proof.id
        assert proof.evidence.outcome == ("undetermined" if proof.id.startswith("class-") else "true")
        assert proof.wording


def test_the_founding_story() -> None:
    shelf = colonies_shelf()
    brief = told(shelf, founding(shelf))
    assert brief.kicker == "Prisons · Russia"
    assert brief.labels == ("New record",)
    assert brief.headline.text == "About 23,000 fewer people in correctional colonies in Russia in two months"
    assert brief.lead.text == (
        "The number of people in correctional colonies in Russia fell by about 23,000 (6.6%) between 1 September "
        "2022 and 1 November 2022, from 348,000 to 325,000."
    )
    assert [text.text for text in brief.body] == [
        "It fell by about 10,000 by 1 October 2022, then by about 13,000 by 1 November 2022. At 325,000, it is "
        "the lowest of 16 counts published here since July 2001.",
        "That is about 11,500 a month, against at most about 4,100 a month between any earlier pair of neighbouring "
        "counts held here; these windows are of unequal length.",
        "The fall came after recruitment in prisons, which began in August 2022; the dates say nothing about a "
        "cause.",
        "A gross flow, not a net change: the number of people released from colonies under the amnesty of "
        "2015 rose by 16,075 in the eight weeks to 17 July 2015, the fastest stretch counted.",
        "Federal Penitentiary Service published the figures; the latest was archived here on 20 November 2022.",
    ]
    assert brief.caveats[0].text == (
        "Whether it was sharper than during any amnesty is not known: no count here lies within 12 months on both "
        "sides of 70 years of Victory (2015) and 20 years of the Constitution (2013)."
    )
    assert brief.caveats[1].text == (
        "The counts are irregular, with 5 gaps of more than a year, the longest from 2 October 2006 to 31 December "
        "2012."
    )
    by_id = {proof.id: proof for proof in brief.proofs}
    assert [ref.literal for ref in by_id["main"].evidence.used] == ["348000", "325000"]
    assert "August" not in by_id["event"].evidence.used[0].literal
    assert by_id["event"].evidence.used[-1].series == "event/recruitment"


def test_no_brief_claims_a_cause_or_all_time() -> None:
    for shelf, lead in every():
        words = set(everything(told(shelf, lead)).lower().replace(",", " ").replace(".", " ").split())
        assert words.isdisjoint({"ever", "never", "because", "due", "caused", "unprecedented", "plummeted"})


def test_a_fall_in_thousands_with_a_sibling() -> None:
    shelf = payrolls()
    brief = told(shelf, jobs(shelf))
    assert brief.headline.text == "2,293,000 fewer employees on nonfarm payrolls in the United States in three months"
    assert "fell by 2,293,000 (1.7%) between December 2008 and March 2009" in brief.lead.text
    assert "from 134.842 million to 132.549 million" in brief.lead.text
    said = everything(brief)
    assert "It is the sharpest fall of 7 windows of three months held here since June 2008." in said
    assert "Over the same window employees in durable goods in the United States fell by 488,000." in said


def test_a_tie_is_equal_at_published_precision() -> None:
    said = everything(told(*tied()))
    assert (
        "The fall of 10 in one month to April 2020 equals, at published precision, that between January 2020 and "
        "February 2020, as the sharpest of 3 such windows held here since January 2020."
    ) in said
    assert told(*tied()).labels == ()


def test_a_level_record_of_a_rate() -> None:
    brief = told(*lowest())
    assert brief.headline.text == "Unemployment rate in Utopia at 6.1%, the highest of 12 figures since January 2021"
    assert "Before it, the highest was 5.9%, in November 2021." in everything(brief)
    assert [caveat.text for caveat in brief.caveats] == ["The latest figure is provisional."]


@pytest.mark.parametrize(
    ("shelf_and_lead", "label", "said"),
    [
        (restated(), "Revision", f"{SOURCE} now gives 326,000 for the number of people in correctional colonies"),
        (restated("return"), "Returned", "again gives 326,000"),
        (restated(after=None), "Revision", "no longer gives a figure"),
        (restated(before=None), "Revision", "where it had given none"),
        (restated(after="325000"), "Revision", "marks it otherwise"),
    ],
)
def test_a_restated_past_is_no_change_of_the_thing(shelf_and_lead: tuple[Shelf, Lead], label: str, said: str) -> None:
    brief = told(*shelf_and_lead)
    assert brief.labels == (label,)
    assert said in brief.lead.text
    assert "change of the record" in brief.caveats[0].text
    assert " fell " not in everything(brief) and " rose " not in everything(brief)


def test_a_takedown_gives_the_answer_the_time_and_the_last_figure() -> None:
    brief = told(*gone())
    assert brief.labels == ("Taken down",)
    assert brief.lead.text.endswith("answered 404 on 28 November 2022 at 08:30 UTC.")
    assert "The last figure archived from it is 325,000, on 1 November 2022" in brief.body[0].text
    assert "on 20 November 2022 at 12:00 UTC" in brief.body[0].text
    assert "404" not in told(*gone("Status 1404")).lead.text


def test_a_table_that_is_gone_from_its_page_is_not_told_as_a_page_that_is_gone() -> None:
    brief = told(*gone("the page answers, and the table is gone from it"))
    assert "is there, and the table is gone from it" in brief.lead.text
    assert brief.headline.text.startswith(("Table on", SOURCE)) and "is gone from its page" in brief.headline.text
    assert "404" not in everything(brief)


def test_what_does_not_hold_is_not_told() -> None:
    shelf = colonies_shelf()
    false = founding(shelf)
    main = false.findings[0]
    wrong = msgspec.structs.replace(main.statement, direction="up")
    with pytest.raises(StatementError, match="does not hold"):
        told(shelf, msgspec.structs.replace(false, findings=(msgspec.structs.replace(main, statement=wrong),)))


def test_a_published_time_has_a_zone() -> None:
    shelf = colonies_shelf()
    naive = datetime(2022, 11, 30, 12)  # noqa: DTZ001 - what is refused
    with pytest.raises(StatementError, match="time zone"):
        tell(founding(shelf), holdings=shelf, source_name=SOURCE, published=naive, draw=None)


HOSTILE = (
    "x" * 5000,
    "people " * 900,
    "people\x00in\x1b[31m\ncolonies\u2028here",
    "\u202eelpoep\u202c in \u2066colonies",
    '<script>alert("1")</script> & people',
    "people {amount} in {title} %s {0}",
    "ﬀ people in colonies",
    "\U0001f6b2 bicycles \U0001f1fa\U0001f1e6",
    "\ud800 people",
    "   ",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_names_break_nothing(title: str) -> None:
    shelf = colonies_shelf(title, title)
    lead = founding(shelf)
    brief = tell(lead, holdings=shelf, source_name=title, published=LATER.time, draw=None)
    assert len(brief.headline.text) <= 90
    shown = {"23,000": "main", "6.6%": "percent", "348,000": "first", "325,000": "last"}
    assert {brief.lead.text[b.start : b.end]: b.proof for b in brief.lead.bindings} == shown
    for text in texts(brief):
        assert not any(ord(c) < 32 or c in "\u202e\u2066\u2028\ud800" for c in text.text)
    assert sum(len(text.text.split()) for text in texts(brief)) <= 238
