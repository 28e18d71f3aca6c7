"""The steps of a story, what each refuses, and what it leaves in the log."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import msgspec
import pytest
from msgspec.structs import replace

from tallywire.brief import Brief, Correction, Override, Text
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import (
    DeskError,
    Story,
    UnknownError,
    approve,
    can_undo,
    counts,
    dismiss,
    edit,
    history,
    lines,
    log,
    publish,
    published,
    published_hashes,
    published_raw,
    reinstate,
    restore,
    stories,
    story,
    unapprove,
    undo,
    withdraw,
    withdrawn,
    write,
)
from tests.desk.stories.making import AT, brief, by_hand, drafts, later, told

ID = brief().id

Step = Callable[[DeskDB], Story]

STEPS: dict[str, Step] = {
    "approve": lambda db: approve(db, ID, who="ed", at=later(1)),
    "unapprove": lambda db: unapprove(db, ID, who="ed", at=later(1)),
    "dismiss": lambda db: dismiss(db, ID, who="ed", at=later(1)),
    "restore": lambda db: restore(db, ID, who="ed", at=later(1)),
    "publish": lambda db: publish(db, ID, who="ed", at=later(1)),
    "withdraw": lambda db: withdraw(db, ID, "It was wrong.", who="ed", at=later(1)),
    "reinstate": lambda db: reinstate(db, ID, who="ed", at=later(1)),
    "edit": lambda db: edit(db, ID, brief(text="It fell by 13,000 people."), who="ann", at=later(1)),
}

TO: dict[str, list[str]] = {
    "draft": [],
    "approved": ["approve"],
    "dismissed": ["dismiss"],
    "published": ["approve", "publish"],
    "withdrawn": ["approve", "publish", "withdraw"],
}

ALLOWED = {
    ("draft", "approve"): "approved",
    ("draft", "dismiss"): "dismissed",
    ("draft", "edit"): "draft",
    ("approved", "unapprove"): "draft",
    ("approved", "dismiss"): "dismissed",
    ("approved", "publish"): "published",
    ("approved", "edit"): "draft",
    ("dismissed", "restore"): "draft",
    ("published", "withdraw"): "withdrawn",
    ("published", "edit"): "published",
    ("withdrawn", "reinstate"): "published",
}

HINTS = {
    ("draft", "publish"): "Approve it first",
    ("draft", "withdraw"): "Approve and publish it first",
    ("dismissed", "publish"): "Restore and approve it first",
    ("dismissed", "edit"): "Restore it first",
    ("withdrawn", "publish"): "Reinstate it first",
    ("withdrawn", "edit"): "Reinstate it first",
    ("published", "dismiss"): "Edit it and publish the change, or withdraw it",
    ("published", "publish"): "nothing has changed. Edit it first",
}


@pytest.fixture
def db(tmp_path: Path) -> DeskDB:
    return DeskDB(tmp_path / "desk.db")


@pytest.mark.parametrize("state", TO)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_where_it_can_be_and_refused_where_it_cannot(db: DeskDB, state: str, step: str) -> None:
    told(db, brief())
    for each in TO[state]:
        STEPS[each](db)
    before, known = story(db, ID), log(db)
    assert before.state == state
    if (state, step) in ALLOWED:
        after = STEPS[step](db)
        assert after.state == ALLOWED[state, step]
        assert after == story(db, ID)
        assert len(log(db)) == len(known) + 1
    else:
        with pytest.raises(DeskError, match=HINTS.get((state, step), "cannot be")) as raised:
            STEPS[step](db)
        assert raised.value.where == ID and raised.value.hint
        assert story(db, ID) == before and log(db) == known


def test_every_step_on_a_story_that_is_not_there_is_refused(db: DeskDB) -> None:
    for step in STEPS.values():
        with pytest.raises(UnknownError, match="the desk has no story"):
            step(db)
    for look in (story, history):
        with pytest.raises(UnknownError):
            look(db, "x" * 5000)
    assert log(db) == ()


def test_the_log_says_who_did_what_when(db: DeskDB) -> None:
    told(db, brief())
    approve(db, ID, who="ed", at=later(1))
    publish(db, ID, who="ed", at=later(2))
    withdraw(db, ID, "  It was\n wrong. ", who="chief", at=later(3))
    found = [(line.action, line.who, line.at) for line in log(db, subject=ID)]
    assert found == [
        ("withdrawn", "chief", later(3)),
        ("published", "ed", later(2)),
        ("approved", "ed", later(1)),
        ("told", "cli", AT),
    ]
    assert log(db)[0].detail["reason"] == "It was wrong."
    assert [line.action for line in log(db, limit=2)] == ["withdrawn", "published"]
    assert [line.action for line in log(db, before=log(db, limit=2)[-1].id)] == ["approved", "told"]
    assert history(db, ID).log == tuple(reversed(log(db)))


def test_an_edit_takes_words_and_leaves_what_the_story_is(db: DeskDB) -> None:
    was = told(db, brief())
    other = brief(
        "another",
        "It fell by 13,000 people.",
        source="x",
        source_name="X",
        series=("x/y",),
        badge="b",
        topic="T",
        place="P",
        published=later(9),
        updated=later(9),
        score=1.0,
        labels=("Exclusive",),
        body=(Text("word " * 300),),
        video="https://video.example/1",
        corrections=(),
        chart=None,
    )
    now = edit(db, ID, other, who="ann", at=later(1)).brief
    assert (now.lead, now.labels, now.body, now.video, now.chart) == (
        other.lead,
        ("Exclusive",),
        other.body,
        other.video,
        None,
    )
    for name in ("id", "source", "source_name", "series", "badge", "topic", "place", "published", "updated", "score"):
        assert getattr(now, name) == getattr(was, name)
    assert now.minutes == 2, "the reading time is that of the words"
    assert [what for what, _ in drafts(db, ID)] == ["told", "edited"]


def test_an_edit_that_changes_nothing_is_no_step(db: DeskDB) -> None:
    told(db, brief())
    STEPS["approve"](db)
    assert edit(db, ID, story(db, ID).brief, who="ann", at=later(2)).state == "approved"
    assert [line.action for line in log(db)] == ["approved", "told"]


def test_readers_see_a_change_when_it_is_published_and_not_before(db: DeskDB) -> None:
    first = told(db, brief())
    approve(db, ID, who="ed", at=later(1))
    assert published(db) == () and story(db, ID).public is None
    out = publish(db, ID, who="ed", at=later(2))
    assert published(db) == (first,), "a story that was found keeps the time at which it was told"
    assert (out.published_at, out.updated_at, out.pending) == (AT, None, False)
    changed = edit(db, ID, replace(first, lead=Text("It fell.")), who="ann", at=later(3))
    assert changed.pending and published(db) == (first,)
    again = publish(db, ID, who="ed", at=later(4))
    assert not again.pending
    [seen] = published(db)
    assert (seen.lead.text, seen.published, seen.updated) == ("It fell.", AT, later(4))
    assert seen == again.public == again.brief
    with pytest.raises(DeskError, match="nothing has changed"):
        publish(db, ID, who="ed", at=later(5))


def test_a_correction_is_shown_with_its_time_and_those_before_it(db: DeskDB) -> None:
    first = told(db, brief())
    STEPS["approve"](db)
    publish(db, ID, who="ed", at=later(2))
    edit(db, ID, replace(first, lead=Text("It fell by 14,000.")), who="ann", at=later(3))
    publish(db, ID, who="ed", at=later(4), corrections=" It said 13,000. ")
    publish(db, ID, who="ed", at=later(5), corrections="It said so twice.")
    [seen] = published(db)
    assert seen.corrections == (
        Correction(later(4), Text("It said 13,000.")),
        Correction(later(5), Text("It said so twice.")),
    )
    assert log(db)[0].detail["corrections"] == ["It said so twice."]
    kept = edit(db, ID, replace(first, lead=Text("It fell.")), who="ann", at=later(6)).brief
    assert kept.corrections == seen.corrections, "no edit takes back what readers were told"


def test_a_drafted_correction_is_shown_with_the_time_of_publishing_unless_another_is_given(db: DeskDB) -> None:
    first = told(db, brief())
    STEPS["approve"](db)
    STEPS["publish"](db)
    drafted = Correction(later(2), Text("Drafted."))
    edit(db, ID, replace(first, corrections=(drafted,)), who="ann", at=later(2))
    assert publish(db, ID, who="ed", at=later(3)).brief.corrections == (Correction(later(3), Text("Drafted.")),)
    [shown] = published(db)[0].corrections
    edit(db, ID, replace(first, corrections=(shown, drafted)), who="ann", at=later(4))
    publish(db, ID, who="ed", at=later(5), corrections="Given.")
    assert [each.text.text for each in published(db)[0].corrections] == ["Drafted.", "Given."]


def test_an_override_stays_as_long_as_its_number_stands_in_the_words(db: DeskDB) -> None:
    told(db, brief())
    STEPS["approve"](db)
    own, other = Override("13,000", "We counted.", later(1)), Override("99", "It is nowhere.", later(1))
    out = publish(db, ID, who="ed", at=later(1), overrides=(own, other))
    assert out.brief.overrides == (own,)
    assert log(db)[0].detail["overrides"] == [
        {"number": "13,000", "reason": "We counted."},
        {"number": "99", "reason": "It is nowhere."},
    ]
    kept = edit(db, ID, replace(out.brief, headline=Text("Down by 13,000")), who="ann", at=later(2))
    assert kept.brief.overrides == (own,)
    gone = edit(db, ID, replace(kept.brief, headline=Text("Down"), lead=Text("It fell.")), who="ann", at=later(3))
    assert gone.brief.overrides == ()


def test_what_has_no_words_is_not_approved(db: DeskDB) -> None:
    told(db, brief(headline=Text(" ")))
    with pytest.raises(DeskError, match=r"has no headline yet\. Write a headline first"):
        STEPS["approve"](db)
    edit(db, ID, brief(lead=Text("")), who="ann", at=later(1))
    with pytest.raises(DeskError, match="has no first paragraph yet"):
        STEPS["approve"](db)


def test_what_somebody_changed_meanwhile_is_read_again_first(db: DeskDB) -> None:
    first = told(db, brief())
    seen = history(db, ID).versions[-1].id
    STEPS["edit"](db)
    before = story(db, ID), log(db)
    steps: list[Callable[[int], Story]] = [
        lambda seen: edit(db, ID, first, who="ed", at=later(2), seen=seen),
        lambda seen: undo(db, ID, who="ed", at=later(2), seen=seen),
        lambda seen: approve(db, ID, who="ed", at=later(2), seen=seen),
        lambda seen: publish(db, ID, who="ed", at=later(2), seen=seen),
    ]
    for step in steps:
        with pytest.raises(DeskError, match="ann changed it in the meantime"):
            step(seen)
    assert (story(db, ID), log(db)) == before
    now = history(db, ID).versions[-1].id
    assert steps[2](now).state == "approved" and steps[3](now).state == "published"


def test_of_two_who_publish_at_once_one_is_told_that_it_is_done(db: DeskDB) -> None:
    told(db, brief())
    STEPS["approve"](db)
    ready, ended = Barrier(3), list[str]()

    def publishing() -> None:
        own = DeskDB(db.path)
        ready.wait()
        try:
            ended.append(STEPS["publish"](own).state)
        except DeskError as error:
            ended.append(error.what)

    threads = [Thread(target=publishing) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count("published") == 1 and sum("nothing has changed" in each for each in ended) == 2
    assert [line.action for line in log(db)] == ["published", "approved", "told"]


def test_undo_takes_back_one_step_after_the_other(db: DeskDB) -> None:
    first = told(db, brief())
    one = edit(db, ID, replace(first, lead=Text("One.")), who="ann", at=later(1)).brief
    two = edit(db, ID, replace(first, lead=Text("Two.")), who="ann", at=later(2)).brief
    approve(db, ID, who="ed", at=later(3))
    dismiss(db, ID, who="ed", at=later(4))
    seen = []
    for hour in range(5, 9):
        now = undo(db, ID, who="ed", at=later(hour))
        seen.append((now.state, now.brief.lead.text))
    assert seen == [("approved", "Two."), ("draft", "Two."), ("draft", "One."), ("draft", first.lead.text)]
    assert story(db, ID).brief == first
    with pytest.raises(DeskError, match="nothing was done to it yet that could be undone"):
        undo(db, ID, who="ed", at=later(9))
    kept = [(what, draft) for what, draft in drafts(db, ID)]
    assert kept == [("told", first), ("edited", one), ("edited", two), ("undone", one), ("undone", first)]


def test_an_edit_after_an_undo_is_taken_back_to_what_it_began_with(db: DeskDB) -> None:
    first = told(db, brief())
    edit(db, ID, replace(first, lead=Text("One.")), who="ann", at=later(1))
    undo(db, ID, who="ann", at=later(2))
    edit(db, ID, replace(first, lead=Text("Two.")), who="ann", at=later(3))
    assert undo(db, ID, who="ann", at=later(4)).brief == first
    with db.read() as connection:
        assert not can_undo(connection, ID)


def test_an_edit_of_an_approved_story_is_undone_with_its_approval(db: DeskDB) -> None:
    first = told(db, brief())
    STEPS["approve"](db)
    assert STEPS["edit"](db).state == "draft"
    back = undo(db, ID, who="ann", at=later(2))
    assert (back.state, back.brief) == ("approved", first)


def test_nothing_that_readers_saw_is_undone(db: DeskDB) -> None:
    first = told(db, brief())
    STEPS["approve"](db)
    STEPS["publish"](db)
    with pytest.raises(DeskError, match="nothing was done to it since it was published"):
        undo(db, ID, who="ed", at=later(2))
    STEPS["edit"](db)
    back = undo(db, ID, who="ann", at=later(2))
    assert (back.state, back.brief, back.pending) == ("published", first, False)
    STEPS["withdraw"](db)
    with pytest.raises(DeskError, match="nothing was done"):
        undo(db, ID, who="ed", at=later(3))


def test_what_is_withdrawn_says_when_and_why_and_comes_back_as_it_was(db: DeskDB) -> None:
    first = told(db, brief())
    STEPS["approve"](db)
    STEPS["publish"](db)
    for reason in ("", " \n"):
        with pytest.raises(DeskError, match=r"not withdrawn without a reason\. Say why"):
            withdraw(db, ID, reason, who="ed", at=later(2))
    withdraw(db, ID, "It was wrong.", who="ed", at=later(2))
    assert published(db) == ()
    [gone] = withdrawn(db)
    assert (gone.id, gone.published, gone.at, gone.reason) == (ID, AT, later(2), "It was wrong.")
    assert (gone.topic, gone.place, gone.source, gone.series) == ("Prisons", "Utopia", "prisons", ("prisons/people",))
    back = reinstate(db, ID, who="ed", at=later(3))
    assert published(db) == (replace(first, updated=later(3)),) and withdrawn(db) == ()
    assert (back.pending, back.withdrawn_at, back.withdrawn_reason) == (False, None, "")


def test_a_change_that_was_pending_is_pending_after_a_withdrawal(db: DeskDB) -> None:
    told(db, brief())
    for step in ("approve", "publish", "edit", "withdraw"):
        STEPS[step](db)
    assert not story(db, ID).pending
    back = STEPS["reinstate"](db)
    assert back.pending and back.brief.lead.text == "It fell by 13,000 people."


def test_a_story_written_by_hand_is_dated_when_it_is_published(db: DeskDB) -> None:
    made = write(db, by_hand(), who="ann", at=later(0))
    assert (made.state, made.origin, made.kind, made.source) == ("draft", "hand", "hand", "")
    edited = edit(db, "a-note", replace(made.brief, topic="Courts", series=("a/b",)), who="ann", at=later(1))
    assert (edited.topic, edited.series) == ("Courts", ("a/b",)), "its author says what it is about"
    approve(db, "a-note", who="ed", at=later(2))
    out = publish(db, "a-note", who="ed", at=later(3))
    assert out.brief.published == out.published_at == later(3) and out.brief.updated is None
    edit(db, "a-note", replace(out.brief, lead=Text("More.")), who="ann", at=later(4))
    assert publish(db, "a-note", who="ed", at=later(5)).brief.updated == later(5)
    assert [what for what, _ in drafts(db, "a-note")] == ["written", "edited", "published", "edited", "published"]


def test_a_story_without_a_name_is_named_by_its_headline(db: DeskDB) -> None:
    note = by_hand("", "Words.")
    names = [
        write(db, replace(note, headline=Text(headline)), who="ann", at=AT).id
        for headline in ("Über 13,000 fewer!", "Über 13,000 fewer!", "…", "word " * 50, "../../etc")
    ]
    assert names[:3] == ["uber-13-000-fewer-2022-11-20", "uber-13-000-fewer-2022-11-20-2", "note-2022-11-20"]
    assert len(names[3]) < 80 and names[4] == "etc-2022-11-20"


@pytest.mark.parametrize("id", ["../x", "A", "a b", "a--b", "-a", "a" * 81, "a/b", "ä", "a\n"])
def test_a_name_that_no_address_could_have_is_refused(db: DeskDB, id: str) -> None:
    with pytest.raises(DeskError, match="cannot be a story's name"):
        write(db, by_hand(id), who="ann", at=AT)
    assert stories(db) == ()


@pytest.mark.parametrize(
    ("text", "problem"), [("a" * 100_001, "more than 100,000"), ("\ud800", "are no text"), ("a\0", "are no text")]
)
def test_words_that_cannot_be_kept_are_refused(db: DeskDB, text: str, problem: str) -> None:
    first = told(db, brief())
    before = story(db, ID), log(db)
    with pytest.raises(DeskError, match=problem):
        edit(db, ID, replace(first, body=(Text(text),)), who="ann", at=later(1))
    with pytest.raises(DeskError, match=problem):
        write(db, by_hand(text=text), who="ann", at=later(1))
    assert (story(db, ID), log(db)) == before and len(stories(db)) == 1


def test_two_stories_do_not_share_a_name(db: DeskDB) -> None:
    told(db, brief("a-note"))
    with pytest.raises(DeskError, match="a-note: there is a story of this name already"):
        write(db, by_hand(), who="ann", at=AT)


def test_lists_show_what_was_changed_last_first_by_state(db: DeskDB) -> None:
    for number in range(4):
        told(db, brief(f"s{number}", score=float(number)), at=later(number / 10))
    told(db, brief("s4", score=9.0), at=later(0.3))
    approve(db, "s1", who="ed", at=later(5))
    assert [each.id for each in stories(db)] == ["s1", "s4", "s3", "s2", "s0"]
    assert [each.id for each in stories(db, states=("draft",), limit=2, offset=1)] == ["s3", "s2"]
    assert counts(db) == {"draft": 4, "approved": 1, "published": 0, "withdrawn": 0, "dismissed": 0}
    [line] = lines(db, states=("approved",))
    assert (line.id, line.headline, line.kind, line.series) == ("s1", "About s1", "fall", ("prisons/people",))
    assert lines(db, asked=True) == ()


def test_what_is_published_stands_newest_first_with_the_hash_of_its_json(db: DeskDB) -> None:
    for number in (2, 0, 1):
        id = f"s{number}"
        told(db, brief(id, published=later(number)))
        approve(db, id, who="ed", at=later(5))
        publish(db, id, who="ed", at=later(6))
    found = list(published_raw(db))
    assert [id for id, _ in found] == ["s2", "s1", "s0"] == [each.id for each in published(db)]
    assert [msgspec.json.decode(raw, type=Brief) for _, raw in found] == list(published(db))
    assert published_hashes(db) == tuple((id, sha256(raw).hexdigest()) for id, raw in found)
    assert [(version.what, version.who) for version in history(db, "s0").versions] == [("told", "cli")]
