"""What becomes of each number when a told brief is edited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tallywire.brief import Binding, Brief, Text
from tallywire.desk.wording import bind, reading_minutes, unsupported
from tallywire.desk.wording.manuscript import places
from tallywire.errors import UsageError
from tests.desk.wording.told_briefs import ToldBriefs, edited, words_at
from tests.tell.numbers_in import unbound

# brief, place, told words, edited words, and what is said of each number of the edited text whose verdict differs
# from "bound" or "date" (in order): C contradicted, U unsupported, H holds, R holds_roughly.
EDITS = [
    # Nothing of substance
    ("colonies", "lead", "The number", "According to Federal Penitentiary Service of Russia, the number", ""),
    ("ferry", "lead", "(6.0%) ", "", ""),
    ("ferry", "lead", "The number of ferry passengers", "Ferry passengers", ""),
    ("ferry", "lead", "fell by 2,970 (6.0%)", "dropped by 2,970, or 6.0%,", ""),
    ("ferry", "body-1", "then by", "and then by", ""),
    ("ferry", "body-1", "It is the sharpest", "That is the sharpest", ""),
    ("ferry", "body-1", "At 46,240, it is the lowest of 22 counts published here since January 2021.", "", ""),
    ("ferry", "headline", "2,970 fewer ferry passengers in Utopia", "Ferry passengers in Utopia fall by 2,970", ""),
    ("ferry", "headline", "in two months", "in  two months", ""),
    # Another number
    ("ferry", "lead", "2,970", "2,790", "2,790 C"),
    ("ferry", "lead", "6.0%", "60%", "60% C"),
    ("ferry", "lead", "49,210", "59,210", "59,210 C"),
    ("ferry", "body-1", "820", "920", "920 C"),
    ("ferry", "body-1", "lowest of 22", "lowest of 32", "46,240 U; 32 U; January 2021 U"),
    ("ferry", "headline", "2,970 fewer", "2,979 fewer", "2,979 U; two U"),
    ("ferry", "headline", "two months", "three months", "2,970 U; three U"),
    ("colonies", "lead", "23,000", "23 million", "23 million C"),
    ("colonies", "lead", "23,000", "thirty thousand", "thirty thousand C"),
    ("lighthouses", "lead", "404", "410", "410 U"),
    ("bicycles", "headline", "209,863", "209,836", "207,863 U; 209,836 U"),
    # Another direction or order
    ("ferry", "lead", "fell by", "rose by", "2,970 C; 6.0% C"),
    ("ferry", "headline", "fewer", "more", "2,970 U; two U"),
    ("ferry", "body-1", "the lowest of", "the highest of", "46,240 U; 22 U; January 2021 U"),
    ("ferry", "lead", "from 49,210 to 46,240", "from 46,240 to 49,210", "46,240 U; 49,210 U"),
    (
        "colonies",
        "lead",
        "fell by",
        "did not fall by",
        "23,000 U; 6.6% U; 1 September 2022 U; 1 November 2022 U; 348,000 U; 325,000 U",
    ),
    ("colonies", "body-2", "at most", "at least", "11,500 U; 4,100 U"),
    # Another time
    ("colonies", "lead", "1 November 2022", "1 October 2022", "23,000 C; 6.6% C; 1 October 2022 U; 325,000 C"),
    ("ferry", "lead", "August 2022", "July 2022", "2,970 C; 6.0% C; July 2022 U; 49,210 C; 46,240 C"),
    ("ferry", "lead", "August 2022", "August 2019", "2,970 U; 6.0% U; August 2019 U; 49,210 U; 46,240 U"),
    ("colonies", "body-3", "August 2022", "September 2022", "September 2022 U"),
    ("ferry", "body-2", "8 November 2022", "9 November 2022", "9 November 2022 U"),
    ("ferry", "body-1", "since January 2021.", "since January 2022.", None),
    # Another unit or scope
    (
        "ferry",
        "lead",
        "6.0%",
        "6.0 percentage points",
        "2,970 U; 6.0 U; August 2022 U; October 2022 U; 49,210 U; 46,240 U",
    ),
    ("colonies", "lead", "23,000", "23,000 tonnes", "23,000 U"),
    ("colonies", "lead", "in Russia fell", "in Moscow fell", None),
    ("colonies", "lead", "people in correctional colonies", "women in correctional colonies", None),
    ("colonies", "lead", "people in correctional colonies in Russia", "prisoners", None),
    # Rounding and hedging
    ("colonies", "lead", "about 23,000", "23,000", ""),
    ("colonies", "lead", "about 23,000", "almost 23,000", "23,000 U"),
    ("colonies", "lead", "about 23,000", "more than 23,000", "23,000 U"),
    ("colonies", "lead", "about 23,000", "more than 22,000", "22,000 H"),
    ("ferry", "lead", "2,970", "nearly 3,000", "3,000 R"),
    ("ferry", "lead", "fell by 2,970", "will fall by 2,970", None),
    # Something added
    ("ferry", "lead", "46,240.", "46,240. It doubled.", "doubled U"),
    ("ferry", "lead", "46,240.", "46,240. Thirty people lost their jobs.", "Thirty U"),
    (
        "ferry",
        "lead",
        "46,240.",
        "46,240. The number of library visits in Utopia was 54,560 in October 2022.",
        "54,560 H",
    ),
    (
        "ferry",
        "lead",
        "46,240.",
        "46,240. The number of library visits in Utopia was 54,561 in October 2022.",
        "54,561 C",
    ),
    ("ferry", "lead", "46,240.", "46,240, a third of all traffic.", None),
    ("ferry", "headline", "in two months", "in two months, twice as many as before", None),
]


def verdicts(told: ToldBriefs, brief: Brief, before: Brief, where: str) -> list[str]:
    short = {"contradicted": "C", "unsupported": "U", "holds": "H", "holds_roughly": "R"}
    return [
        f"{one.text} {short[one.verdict]}"
        for one in told.judge(brief, before)
        if one.where == where and one.verdict in short
    ]


@pytest.mark.parametrize(
    ("name", "where", "old", "new", "expected"), EDITS, ids=[f"{e[0]}-{e[1]}-{e[3][:30]}" for e in EDITS]
)
def test_edits(told: ToldBriefs, name: str, where: str, old: str, new: str, expected: str | None) -> None:
    brief = told.briefs[name]
    words = words_at(brief, where)
    assert old in words
    found = verdicts(told, edited(brief, where, words.replace(old, new)), brief, where)
    if expected is None:
        assert any(one.endswith((" U", " C")) for one in found)
    else:
        assert "; ".join(found) == expected


def test_unchanged_briefs_are_borne_out_and_stay_as_they_are(told: ToldBriefs) -> None:
    for brief in told.briefs.values():
        judged = told.judge(brief, brief)
        assert unsupported(judged) == ()
        again = bind(brief, judged)
        assert replace(again, proofs=()) == replace(brief, proofs=())
        assert set(again.proofs) <= set(brief.proofs)
        for where, text in places(brief):
            stretches = [(one.start, one.end) for one in judged if one.where == where]
            assert unbound(text.text, stretches) == []


def test_a_removed_sentence_takes_its_numbers_with_it_and_no_other(told: ToldBriefs) -> None:
    brief = told.briefs["colonies"]
    for gone in range(len(brief.body)):
        shorter = replace(brief, body=brief.body[:gone] + brief.body[gone + 1 :])
        left = unsupported(told.judge(shorter, brief))
        assert left == (), brief.body[gone].text


def test_a_sentence_that_leans_does_not_follow_another_subject(told: ToldBriefs) -> None:
    """ "It fell by 820" after a sentence on library visits is no longer what was told."""
    brief = told.briefs["ferry"]
    other = Text("The number of library visits in Utopia was 54,560 in October 2022.")
    moved = replace(brief, lead=other)
    judged = told.judge(moved, brief)
    verdicts = {one.text: one.verdict for one in judged if one.where == "body-1"}
    assert {verdicts[number] for number in ("820", "2,150", "20", "46,240")} <= {"contradicted", "unsupported"}
    assert {one.text: one.verdict for one in judged if one.where == "lead"}["54,560"] == "holds"


def test_reordered_sentences_keep_their_numbers_where_they_still_say_the_same(told: ToldBriefs) -> None:
    brief = told.briefs["ferry"]
    first, second, third = (part.strip(".") + "." for part in brief.body[0].text.split(". "))
    turned = edited(brief, "body-1", f"{third} {second} {first}")
    assert unsupported(told.judge(turned, brief)) == ()
    gross = told.briefs["colonies"]
    body = gross.body
    behind = replace(gross, body=(body[3], *body[:3], *body[4:]))
    assert body[3].text.startswith("A gross flow")
    judged = [one for one in told.judge(behind, gross) if one.where == "body-2"]
    assert "unsupported" in {one.verdict for one in judged}, "“it” follows the people released now"


def test_a_story_by_hand_is_bound_to_new_proofs(told: ToldBriefs) -> None:
    brief = told.briefs["ferry"]
    by_hand = replace(
        brief,
        id="by-hand",
        headline=Text("Ferries empty, libraries full"),
        lead=Text("Ferry passengers in Utopia fell by 2,970 between August 2022 and October 2022."),
        body=(Text("The number of library visits in Utopia was 54,560 in October 2022."),),
        caveats=(),
        found=Text(""),
        proofs=(),
        series=(),
        chart=None,
        source="",
        source_name="",
    )
    judged = told.judge(by_hand, None)
    assert [(one.text, one.verdict) for one in judged] == [
        ("2,970", "holds"),
        ("August 2022", "date"),
        ("October 2022", "date"),
        ("54,560", "holds"),
        ("October 2022", "date"),
    ]
    bound = bind(by_hand, judged)
    assert len({proof.id for proof in bound.proofs}) == len(bound.proofs) == 2
    assert [binding.proof for binding in bound.lead.bindings] == [bound.proofs[0].id]
    assert bound.proofs[0].wording == (
        "The number of ferry passengers in Utopia fell by 2,970 between August 2022 and October 2022."
    )
    assert bound.proofs[1].evidence.outcome == "true"
    assert told.judge(bound, None) == judged


def test_a_proof_that_no_number_opens_is_left_out(told: ToldBriefs) -> None:
    brief = told.briefs["payrolls"]
    shorter = replace(brief, body=(), chart=None)
    kept = {proof.id for proof in bind(shorter, told.judge(shorter, brief)).proofs}
    assert {"main", "first", "last", "percent", "found", "why"} == kept


def test_verdicts_on_other_words_are_refused(told: ToldBriefs) -> None:
    brief = told.briefs["ferry"]
    judged = told.judge(brief, brief)
    with pytest.raises(UsageError, match="other words"):
        bind(edited(brief, "lead", "Nothing."), judged)


def test_a_restated_figure_is_borne_out_no_more(told: ToldBriefs) -> None:
    """What was told of March stands on a figure that was put right in November."""
    brief = told.briefs["bicycles"]
    before = next(proof for proof in brief.proofs if proof.id == "before")
    early = replace(
        brief,
        published=datetime(2022, 5, 1, tzinfo=UTC),
        headline=Text("Registered bicycles: 207,863", bindings=(Binding(21, 28, "before"),)),
        lead=Text(""),
        body=(),
        caveats=(),
        found=Text(""),
        proofs=(before,),
    )
    (one,) = told.judge(early, early)
    assert one.verdict == "unsupported"
    assert one.reason == "the figure for March 2022 was restated after this was told"
    assert told.judge(replace(early, published=brief.published), replace(early, published=brief.published))[0].proof


def test_reading_minutes(told: ToldBriefs) -> None:
    brief = told.briefs["ferry"]
    assert reading_minutes(brief) == 1
    assert reading_minutes(replace(brief, body=(Text("word " * 476),))) == 3


def test_white_space_changes_nothing(told: ToldBriefs) -> None:
    for brief in told.briefs.values():
        spaced = edited(brief, "lead", f" {brief.lead.text.replace(' ', '  ')}\n")
        assert unsupported(told.judge(spaced, brief)) == ()
