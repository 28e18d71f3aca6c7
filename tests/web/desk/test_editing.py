"""Words with their verdicts: editing, writing by hand, two who edit at once, and publishing against the record."""

from __future__ import annotations

import pytest

from tallywire.desk.stories import history, stories
from tests.web.desk.making import EDITOR, FERRY, REPORTER, Desk, form_of

WRONG = "3,970 fewer ferry passengers in Utopia in two months"


def test_the_form_gives_back_what_it_was_given(desk: Desk) -> None:
    """Saving the form as it stands changes nothing at all."""
    editor = desk.editor()
    for story in stories(desk.db):
        page = editor.edit(story.id)
        assert page.said.startswith("Saved.") and "every one borne out" in page.said, story.id
        assert desk.story(story.id).brief == story.brief
        assert len(history(desk.db, story.id).versions) == 1


def test_an_edit_is_a_version_with_who_and_what_changed(desk: Desk) -> None:
    page = desk.reporter().edit(FERRY, headline="Fewer ferry passengers in Utopia", label=["New record", "Exclusive"])
    assert page.path == f"/desk/stories/{FERRY}"
    assert f"edited by {REPORTER}" in page.text
    assert "the headline was “2,970 fewer ferry passengers in Utopia in two months” and is now" in page.text
    assert desk.story(FERRY).brief.labels == ("New record", "Exclusive")
    assert "EXCLUSIVE" in page.text.upper()


def test_an_earlier_version_can_be_taken_up_again(desk: Desk) -> None:
    editor = desk.editor()
    first = desk.version(FERRY)
    editor.edit(FERRY, headline="Fewer ferry passengers in Utopia")
    page = editor.get(f"/desk/stories/{FERRY}/edit?from={first}")
    assert form_of(page.html)["headline"] == "2,970 fewer ferry passengers in Utopia in two months"
    assert "an earlier version" in page.text
    assert editor.get(f"/desk/stories/{FERRY}/edit?from=987654").status == 200


def test_a_wrong_number_is_not_published(desk: Desk) -> None:
    editor = desk.editor()
    saved = editor.edit(FERRY, headline=WRONG)
    assert "not borne out by the record" in saved.said
    assert 'class="number contradicted"' in saved.html or 'class="number unborne"' in saved.html
    editor.step(FERRY, "approve")
    page = editor.step(FERRY, "publish")
    assert page.status == 422 and "3,970" in page.said
    assert 'name="because.headline.0.5"' in page.html
    assert desk.story(FERRY).state == "approved" and desk.story(FERRY).public is None
    assert not (desk.folder / "site" / "briefs" / f"{FERRY}.html").exists()
    # A reason for one number is none for the others, and a blank one is none at all.
    assert editor.step(FERRY, "publish", **{"because.headline.0.5": "  "}).status == 422
    assert editor.step(FERRY, "publish", **{"because.headline.0.4": "a reason"}).status == 422


def test_a_number_is_published_all_the_same_with_a_reason_that_all_see(desk: Desk) -> None:
    editor = desk.editor()
    editor.edit(FERRY, headline=WRONG)
    editor.step(FERRY, "approve")
    asked = editor.step(FERRY, "publish")
    names = [part.partition('"')[0] for part in asked.html.split('name="because.')[1:]]
    reasons = {f"because.{name}": f"the port says so, {name}" for name in names}
    assert editor.step(FERRY, "publish", **reasons).said == "Published."
    override = next(each for each in desk.story(FERRY).brief.overrides if each.number == "3,970")
    assert override.reason == "the port says so, headline.0.5"
    public = desk.read(f"briefs/{FERRY}.html")
    assert "the port says so, headline.0.5" in public and "by decision of the desk" in public
    line = next(line for line in desk.log(FERRY) if line.action == "published")
    passed = line.detail["overrides"]
    assert isinstance(passed, list) and {"number": "3,970", "reason": override.reason} in passed
    assert line.who == EDITOR
    assert "the port says so" in editor.get("/desk/log").text


def test_overrides_are_for_editors_only(desk: Desk) -> None:
    desk.editor().edit(FERRY, headline=WRONG)
    page = desk.reporter().step(FERRY, "publish", **{"because.headline.0.5": "I say so"})
    assert page.status == 403


def test_a_right_number_of_ones_own_is_bound_to_its_evidence(desk: Desk) -> None:
    editor = desk.editor()
    told = str(editor.words(FERRY)["body"])
    page = editor.edit(FERRY, body=told + "\nThe number of ferry passengers in Utopia was 46,240 in October 2022.\n")
    assert "not borne out" not in page.said
    added = desk.story(FERRY).brief.body[-1]
    assert [added.text[b.start : b.end] for b in added.bindings] == ["46,240"]
    editor.step(FERRY, "approve")
    assert editor.step(FERRY, "publish").said == "Published."


def test_of_two_who_edit_at_once_nobody_loses_words(desk: Desk) -> None:
    one, two = desk.editor(), desk.reporter()
    mine, theirs = one.words(FERRY), two.words(FERRY)
    assert two.post(f"/desk/stories/{FERRY}/edit", **{**theirs, "headline": "Theirs", "do": "save"}).status == 200
    page = one.post(f"/desk/stories/{FERRY}/edit", **{**mine, "headline": "Mine", "do": "save"})
    assert page.status == 409 and f"{REPORTER} changed this story while you wrote" in page.said
    form = form_of(page.html)
    assert form["headline"] == "Mine" and f"As {REPORTER} left it Theirs" in page.text
    assert desk.story(FERRY).brief.headline.text == "Theirs"
    # The form is made from theirs now, so that saving it is a decision; theirs stays in the history.
    done = one.post(f"/desk/stories/{FERRY}/edit", **{**form, "do": "save"})
    assert done.said.startswith("Saved.") and desk.story(FERRY).brief.headline.text == "Mine"
    assert [v.brief.headline.text for v in history(desk.db, FERRY).versions][-2:] == ["Theirs", "Mine"]


def test_check_judges_and_keeps_nothing(desk: Desk) -> None:
    editor = desk.editor()
    before = desk.version(FERRY)
    page = editor.edit(FERRY, do="check", headline=WRONG)
    assert page.status == 200 and "not borne out by the record" in page.text
    assert form_of(page.html)["headline"] == WRONG
    assert desk.version(FERRY) == before


def test_verdicts_come_as_json_while_one_types(desk: Desk) -> None:
    reporter = desk.reporter()
    sent = {**reporter.words(FERRY), "headline": WRONG, "csrf": reporter.csrf}
    answer = reporter.client.post(f"/desk/stories/{FERRY}/verdicts", data=sent)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    found = answer.json()
    first = found["numbers"][0]
    assert first["text"] == "3,970" and first["place"] == "Headline" and not first["supported"]
    assert first["word"] in ("contradicted", "not borne out") and first["shape"] in "✕○" and first["reason"]
    assert found["open"] >= 1 and "not borne out" in found["summary"]
    by_header = reporter.client.post(
        "/desk/new/verdicts", data={"headline": "Fewer"}, headers={"x-csrf-token": reporter.csrf}
    )
    assert by_header.json()["summary"] == "No number in the text."
    refused = reporter.client.post("/desk/new/verdicts", data={**sent, "lead": "one\n\ntwo"})
    assert refused.status_code == 422 and "several" in refused.json()["problem"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lead": "One.\n\nTwo."}, "the first paragraph is several"),
        ({"video": "javascript:alert(1)"}, "no web address"),
        ({"video": "data:text/html,x"}, "no web address"),
        ({"headline": "x" * 301}, "301 characters"),
        ({"body": "y" * 20_001}, "20,001 characters"),
        ({"body": "> " * 60 + "deep"}, "too deeply"),
    ],
)
def test_words_that_cannot_stand_are_told_and_kept_in_the_form(
    desk: Desk, changed: dict[str, str], said: str
) -> None:
    page = desk.editor().edit(FERRY, **changed)
    assert page.status == 422 and said.lower() in page.said.lower()
    name, value = next(iter(changed.items()))
    assert str(form_of(page.html)[name]).strip() == value.strip()
    assert len(history(desk.db, FERRY).versions) == 1


def test_an_item_is_written_by_hand_and_published(desk: Desk) -> None:
    reporter, editor = desk.reporter(), desk.editor()
    page = reporter.post(
        "/desk/new",
        headline="The ferry office answers",
        lead="The office **stands by** its figures, it [says](https://ferries.example/answer).",
        body="## What it says\n\n- this\n- that\n\n> We count.\n",
        caveats="Why they fell is not known.",
        label=["Exclusive", "Video"],
        video="https://video.example/answer",
        topic="Daily life",
        place="Utopia",
        do="save",
    )
    id = page.path.rpartition("/")[2]
    assert page.said.startswith("Saved.") and id.startswith("the-ferry-office-answers-")
    story = desk.story(id)
    assert (story.origin, story.state, story.brief.kicker) == ("hand", "draft", "Daily life · Utopia")
    assert [text.block for text in story.brief.body] == ["heading", "item", "item", "quote"]
    editor.step(id, "approve")
    assert editor.step(id, "publish").said == "Published."
    public = desk.read(f"briefs/{id}.html")
    assert "<strong>stands by</strong>" in public and "Watch the video" in public and "Exclusive" in public
    assert "The ferry office answers" in desk.read("feed.rss")


def test_an_item_needs_a_headline_and_no_more(desk: Desk) -> None:
    reporter = desk.reporter()
    page = reporter.post("/desk/new", headline=" ", lead="Words.", do="save")
    assert page.status == 422 and "headline" in page.said and form_of(page.html)["lead"] == "Words."
    assert reporter.post("/desk/new", headline="A", do="check").status == 200
    made = reporter.post("/desk/new", headline="A", do="save")
    id = made.path.rpartition("/")[2]
    assert desk.editor().step(id, "approve").status == 409


def test_what_was_withdrawn_or_dismissed_is_not_edited(desk: Desk) -> None:
    editor = desk.editor()
    words = editor.words(FERRY)
    editor.step(FERRY, "dismiss")
    page = editor.get(f"/desk/stories/{FERRY}/edit")
    assert page.path == f"/desk/stories/{FERRY}" and "Restore it first" in page.said
    sent = editor.post(f"/desk/stories/{FERRY}/edit", **{**words, "do": "save", "headline": "x"})
    assert sent.status == 422 and "Restore it first" in sent.said
    assert form_of(sent.html)["headline"] == "x"  # the words are kept
    assert desk.story(FERRY).brief.headline.text != "x"
