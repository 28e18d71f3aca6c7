"""A restated figure puts its brief back on the desk, with the correction drafted: once, and also after an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk import leads
from tallywire.desk.stories import (
    DeskError,
    approve,
    edit,
    log,
    publish,
    published,
    review,
    settle,
    story,
    take_in,
    undo,
    withdraw,
    write,
)
from tests.desk.making import day
from tests.desk.stories.making import by_hand, drafts
from tests.desk.stories.newsroom import ID, Room, room


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path) as made:
        yield made


def reviewed(desk: Room, on: float) -> list[str]:
    return [each.id for each in review(desk.db, desk.newsroom, who="cli", at=day(on))]


def bound(brief: Brief, text: Text) -> dict[str, str]:
    """Each number of a text, and the literal that its proof ends at."""
    proofs = {proof.id: proof for proof in brief.proofs}
    return {text.text[b.start : b.end]: proofs[b.proof].evidence.used[-1].literal for b in text.bindings}


def test_without_a_restatement_nothing_comes_back(desk: Room) -> None:
    desk.out(35)
    lines = log(desk.db)
    assert reviewed(desk, 36) == []
    desk.overwrite(37, m2022_08="95100")
    assert reviewed(desk, 37) == [], "a new count restates nothing"
    assert log(desk.db) == lines


def test_a_restated_figure_is_asked_about_and_the_correction_drafted(desk: Room) -> None:
    out = desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert (back.state, back.pending, back.public) == ("published", True, out.public)
    assert "people in prisons, July 2022: from 95,000 to 95,200" in back.asked
    assert "95,200" in back.brief.lead.text and "95,000" not in back.brief.lead.text
    assert back.brief.published == out.brief.published and back.brief.updated is None
    [drafted] = back.brief.corrections
    assert drafted.text.text == (
        "The figure for people in prisons in July 2022 was given here as 95,000; its source now gives 95,200."
    )
    assert bound(back.brief, drafted.text) == {"95,000": "95000", "95,200": "95200"}
    assert published(desk.db) == (out.public,), "readers see it when the desk publishes it"
    seen = publish(desk.db, ID, who="ed", at=day(41))
    assert (seen.asked, seen.brief.updated, seen.brief.corrections[0].at) == ("", day(41), day(41))
    assert bound(seen.brief, seen.brief.corrections[0].text) == {"95,000": "95000", "95,200": "95200"}
    assert reviewed(desk, 42) == []


def test_it_is_asked_about_once(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    assert reviewed(desk, 40) == [ID]
    before, lines = story(desk.db, ID), log(desk.db)
    assert reviewed(desk, 41) == [] and reviewed(desk, 42) == []
    assert (story(desk.db, ID), log(desk.db)) == (before, lines)


def test_it_is_asked_about_once_also_after_an_undo(desk: Room) -> None:
    out = desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    back = undo(desk.db, ID, who="ed", at=day(41))
    assert (back.brief, back.asked, back.pending) == (out.brief, "", False)
    assert reviewed(desk, 42) == []
    assert story(desk.db, ID) == back


def test_what_is_let_stand_is_asked_about_no_more_and_the_log_says_why(desk: Room) -> None:
    out = desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    with pytest.raises(DeskError, match="no reason"):
        settle(desk.db, ID, "  ", who="ed", at=day(41))
    stands = settle(desk.db, ID, "The brief says July as first published.", who="ed", at=day(41))
    assert (stands.asked, stands.pending, stands.brief, stands.public) == ("", False, out.public, out.public)
    assert log(desk.db, subject=ID)[0].detail["reason"] == "The brief says July as first published."
    assert reviewed(desk, 42) == []
    with pytest.raises(DeskError, match="nothing waits"):
        settle(desk.db, ID, "Again.", who="ed", at=day(42))
    back = undo(desk.db, ID, who="ed", at=day(43))
    assert back.pending and "95,200" in back.brief.lead.text and back.asked


def test_a_second_restatement_is_asked_about_too_against_what_readers_see(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    desk.overwrite(41, m2022_07="95300")
    assert reviewed(desk, 41) == [ID]
    back = story(desk.db, ID)
    assert "from 95,000 to 95,300" in back.asked and "95,300" in back.brief.lead.text
    [drafted] = back.brief.corrections
    assert "given here as 95,000; its source now gives 95,300" in drafted.text.text
    publish(desk.db, ID, who="ed", at=day(41))
    desk.overwrite(42, m2022_07="95400")
    assert reviewed(desk, 42) == [ID]
    first, second = story(desk.db, ID).brief.corrections
    assert "95,300; its source now gives 95,400" in second.text.text and first.at == day(41)
    assert bound(story(desk.db, ID).brief, first.text) == {"95,000": "95000", "95,300": "95300"}


def test_a_figure_that_was_put_back_is_asked_about_no_more(desk: Room) -> None:
    out = desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    desk.overwrite(41)
    assert reviewed(desk, 41) == [ID]
    back = story(desk.db, ID)
    assert (back.asked, back.pending, back.brief) == ("", False, out.brief)
    assert [line.action for line in log(desk.db, subject=ID, limit=2)] == ["retracted", "reviewed"]
    assert reviewed(desk, 42) == []


def test_a_story_that_no_longer_holds_keeps_its_words_and_is_to_be_withdrawn(desk: Room) -> None:
    out = desk.out(35)
    desk.overwrite(40, m2022_07="109000")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert (back.brief, back.pending) == (out.brief, False)
    assert "July 2022: from 95,000 to 109,000" in back.asked
    assert back.asked.endswith("the story no longer holds: withdraw it, or correct it by hand.")
    withdraw(desk.db, ID, "Its figure was restated.", who="ed", at=day(41))
    assert story(desk.db, ID).asked == "" and reviewed(desk, 42) == []


def test_a_figure_that_was_blanked_out_leaves_nothing_to_tell(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert "July 2022: from 95,000 to no figure" in back.asked and "no longer holds" in back.asked


def test_what_no_longer_holds_beside_it_is_left_out_and_named(desk: Room) -> None:
    """An earlier fall is restated to be the sharper one: the change stands, the record does not."""
    out = desk.out(35)
    assert "record-1" in {proof.id for proof in out.brief.proofs}
    desk.overwrite(40, m2020_07="80000", m2022_07="95200")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert "No longer borne out: the record." in back.asked
    assert "95,200" in back.brief.lead.text
    assert not {proof.id for proof in back.brief.proofs} & {"record-1"}


def test_later_counts_do_not_take_a_story_back(desk: Room) -> None:
    """A sharper fall comes later, and the figure is restated: the story is judged by what was known then."""
    desk.out(35)
    desk.overwrite(40, m2022_07="95200", m2022_08="60000")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert "borne out" not in back.asked and "no longer holds" not in back.asked
    assert "record-1" in {proof.id for proof in back.brief.proofs}
    assert "60,000" not in " ".join(text.text for text in (back.brief.lead, *back.brief.body))


def test_edited_words_are_kept_and_what_the_figures_give_is_offered(desk: Room) -> None:
    out = desk.out(35)
    edit(desk.db, ID, replace(out.brief, headline=Text("Ours")), who="ann", at=day(36))
    publish(desk.db, ID, who="ed", at=day(36))
    desk.overwrite(40, m2022_07="95200")
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert back.brief.headline.text == "Ours" and "The words were edited, so they are kept" in back.asked
    assert len(back.brief.corrections) == 1
    what, offered = drafts(desk.db, ID)[-2]
    assert what == "offered" and "95,200" in offered.lead.text and len(offered.corrections) == 1
    taken = edit(desk.db, ID, offered, who="ann", at=day(41))
    assert "95,200" in taken.brief.lead.text
    assert bound(taken.brief, taken.brief.corrections[0].text) == {"95,000": "95000", "95,200": "95200"}


def test_a_label_and_a_video_given_by_hand_stay_with_a_story_told_anew(desk: Room) -> None:
    out = desk.out(35)
    by = replace(out.brief, labels=(*out.brief.labels, "Exclusive"), video="https://video.example/1")
    edit(desk.db, ID, by, who="ann", at=day(36))
    publish(desk.db, ID, who="ed", at=day(36))
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    back = story(desk.db, ID).brief
    assert "95,200" in back.lead.text
    assert back.labels[-1] == "Exclusive" and back.video == "https://video.example/1"


def test_what_is_told_again_after_a_review_does_not_undo_it(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    reviewed(desk, 40)
    before = story(desk.db, ID)
    found = leads(desk.newsroom, desk.newsroom.as_of(day(40)))
    take_in(desk.db, desk.newsroom, found, who="cli", at=day(41))
    after = story(desk.db, ID)
    assert (after.brief, after.asked) == (before.brief, before.asked)


def test_told_again_before_the_review_the_correction_is_drafted_all_the_same(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    found = leads(desk.newsroom, desk.newsroom.as_of(day(40)))
    take_in(desk.db, desk.newsroom, found, who="cli", at=day(40))
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert "95,200" in back.brief.lead.text and len(back.brief.corrections) == 1


def test_a_story_about_a_restatement_is_not_asked_about_for_the_figure_that_was(desk: Room) -> None:
    desk.overwrite(40, m2022_06="104000")
    taken = {each.kind: each for each in desk.take_in(40)}
    revision = taken["revision"].id
    approve(desk.db, revision, who="ed", at=day(40))
    publish(desk.db, revision, who="ed", at=day(40))
    assert reviewed(desk, 41) == []
    desk.overwrite(42, m2022_06="104500")
    assert reviewed(desk, 42) == [revision]
    back = story(desk.db, revision)
    assert "June 2022: from 104,000 to 104,500" in back.asked and "The words are kept" in back.asked
    assert len(back.brief.corrections) == 1
    assert reviewed(desk, 43) == []


def test_a_story_by_hand_that_uses_the_figure_is_asked_about_too(desk: Room) -> None:
    out = desk.out(35)
    note = replace(by_hand(text="It fell to 95,000."), proofs=out.brief.proofs, series=out.series)
    write(desk.db, note, who="ann", at=day(36))
    approve(desk.db, "a-note", who="ed", at=day(36))
    publish(desk.db, "a-note", who="ed", at=day(36))
    desk.overwrite(40, m2022_07="95200")
    assert set(reviewed(desk, 40)) == {ID, "a-note"}
    back = story(desk.db, "a-note")
    assert back.brief.lead.text == "It fell to 95,000." and len(back.brief.corrections) == 1
    assert "correct them by hand" in back.asked


def test_drafts_are_not_reviewed_and_published_late_they_are(desk: Room) -> None:
    desk.take_in(35)
    desk.overwrite(40, m2022_07="95200")
    assert reviewed(desk, 40) == []
    approve(desk.db, ID, who="ed", at=day(41))
    publish(desk.db, ID, who="ed", at=day(41))
    assert reviewed(desk, 41) == [ID]


def test_a_source_that_was_given_up_stops_no_review(desk: Room) -> None:
    desk.out(35)
    desk.overwrite(40, m2022_07="95200")
    (desk.newsroom.folder / "sources" / "prisons.toml").unlink()
    desk.newsroom.reload_sources()
    assert reviewed(desk, 40) == [ID]
    back = story(desk.db, ID)
    assert "prisons/people, July 2022: from 95000 to 95200" in back.asked
    assert "no longer holds" in back.asked and back.brief == back.public
