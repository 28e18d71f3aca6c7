"""What an editor does with a story, step by step, and what each step refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import delete

from tallywire.desk.store import tables
from tallywire.desk.stories import history
from tests.web.desk.making import FERRY, LIBRARY, PRISONS, REPORTER, Desk


def test_the_list_ranks_drafts_and_says_why(desk: Desk) -> None:
    page = desk.editor().get("/desk")
    assert page.status == 200
    scores = [int(each) for each in re.findall(r"Score </span>(\d+)", page.html)]
    assert len(scores) == 7 and scores == sorted(scores, reverse=True)
    assert "Per month 2.8 times as fast as any of 13 earlier windows" in page.text
    assert re.findall(r'class="count">(\d+)', page.html) == ["7", "0", "0", "0", "0"]
    # The best one is open beside the list, with its evidence.
    assert 'id="headline"' in page.html and "348,000" in page.text and "What a number rests on" in page.text


@pytest.mark.parametrize("tab", ["approved", "published", "withdrawn", "dismissed", "nonsense", "todo"])
@pytest.mark.parametrize("page", ["", "0", "2", "99999", "-1", "x"])
def test_every_list_opens_at_any_page(standing: Desk, tab: str, page: str) -> None:
    assert standing.editor().get(f"/desk?in={tab}&page={page}").status == 200


def test_a_story_shows_its_numbers_its_record_and_its_past(desk: Desk) -> None:
    page = desk.editor().get(f"/desk/stories/{FERRY}")
    assert "2,970 fewer ferry passengers in Utopia in two months" in page.text
    assert page.html.count('class="number holds"') > 10
    assert "28 numbers" in page.text and "not borne out" not in page.text
    proofs = set(re.findall(r'href="#(proof-[^"]+)"', page.html))
    assert proofs and proofs <= set(re.findall(r'id="(proof-[^"]+)"', page.html))
    assert "<mark>49,210</mark>" in page.html
    assert "22 figures, January 2021 to October 2022" in page.text
    assert "told by watch" in page.text
    ids = re.findall(r'\sid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))


def test_approve_undo_dismiss_restore(desk: Desk) -> None:
    editor = desk.editor()
    assert editor.step(FERRY, "approve").said.startswith("Approved.")
    assert desk.story(FERRY).state == "approved"
    assert editor.step(FERRY, "undo").said == "Undone."
    assert desk.story(FERRY).state == "draft"
    assert editor.step(FERRY, "dismiss", reason="no news").said.startswith("Dismissed.")
    assert desk.story(FERRY).state == "dismissed"
    assert "no news" in editor.get(f"/desk/stories/{FERRY}").text
    assert editor.step(FERRY, "restore").said == "A draft again."
    editor.step(FERRY, "approve")
    assert editor.step(FERRY, "unapprove").said == "A draft again."
    who = [(line.who, line.action) for line in history(desk.db, FERRY).log]
    assert who[0] == ("watch", "told")
    assert [action for _, action in who[1:]] == [
        "approved",
        "undone",
        "dismissed",
        "restored",
        "approved",
        "unapproved",
    ]
    assert {name for name, _ in who[1:]} == {"Editor One"}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("unapprove", "Approve it first"),
        ("restore", "is a draft"),
        ("withdraw", "Approve and publish it first"),
        ("reinstate", "is a draft"),
        ("publish", "Approve it first"),
        ("undo", "nothing was done to it yet"),
    ],
)
def test_a_step_that_a_draft_cannot_take_is_told_on_its_page(desk: Desk, step: str, said: str) -> None:
    page = desk.editor().step(FERRY, step, reason="a reason")
    assert page.status == 409 and said.lower() in page.said.lower()
    assert "2,970 fewer ferry passengers" in page.text
    assert desk.story(FERRY).state == "draft"


def test_a_draft_that_somebody_changed_is_not_approved_unread(desk: Desk) -> None:
    one, two = desk.editor(), desk.reporter()
    seen = str(desk.version(FERRY))
    assert two.edit(FERRY, headline="Fewer ferry passengers in Utopia").said.startswith("Saved.")
    for step in ("approve", "undo"):
        page = one.post(f"/desk/stories/{FERRY}/{step}", version=seen)
        assert page.status == 409 and f"{REPORTER} changed it in the meantime" in page.said
    assert desk.story(FERRY).state == "draft"
    assert one.post(f"/desk/stories/{FERRY}/approve", version="nonsense").status == 409


def test_publish_is_seen_by_readers_and_withdraw_leaves_a_tombstone(desk: Desk) -> None:
    editor = desk.editor()
    editor.step(FERRY, "approve")
    page = editor.step(FERRY, "publish")
    assert page.said == "Published." and desk.story(FERRY).state == "published"
    assert "2,970 fewer ferry passengers" in desk.read("feed.atom")
    assert "2,970" in desk.nobody().get(f"/briefs/{FERRY}.html").text

    silent = editor.step(FERRY, "withdraw", reason="  ")
    assert silent.status == 409 and "without a reason" in silent.said
    gone = editor.step(FERRY, "withdraw", reason="The agency took the page back")
    assert gone.said.startswith("Withdrawn.")
    assert "deleted-entry" in desk.read("feed.atom")
    tombstone = desk.nobody().get(f"/briefs/{FERRY}.html")
    assert tombstone.status_code == 410 and "The agency took the page back" in tombstone.text
    assert "2,970" not in tombstone.text

    back = editor.step(FERRY, "reinstate")
    assert back.said.startswith("It stands again") and desk.story(FERRY).state == "published"
    assert desk.nobody().get(f"/briefs/{FERRY}.html").status_code == 200


def test_a_published_story_is_changed_with_a_correction_only(desk: Desk) -> None:
    editor = desk.editor()
    editor.step(FERRY, "approve")
    editor.step(FERRY, "publish")
    assert editor.step(FERRY, "publish").status in (409, 422)
    saved = editor.edit(FERRY, headline="Fewer ferry passengers in Utopia")
    assert saved.said.startswith("Saved.") and "change that is not public" in saved.text
    assert "fewer ferry passengers in Utopia in two months" in desk.read(f"briefs/{FERRY}.html")
    silent = editor.step(FERRY, "publish", correction=" ")
    assert silent.status == 422 and "say what was wrong" in silent.said
    done = editor.step(FERRY, "publish", correction="The headline named the wrong port.")
    assert done.said == "Published."
    public = desk.read(f"briefs/{FERRY}.html")
    assert "The headline named the wrong port." in public and "Correction" in public
    assert '<h1 class="text">Fewer ferry passengers in Utopia</h1>' in public
    detail = next(line.detail for line in desk.log(FERRY) if line.action == "published" and not line.detail["first"])
    assert detail["corrections"] == ["The headline named the wrong port."]


def test_reporters_edit_drafts_and_decide_nothing(desk: Desk) -> None:
    editor, reporter = desk.editor(), desk.reporter()
    page = reporter.get(f"/desk/stories/{FERRY}")
    assert 'data-key="e"' in page.html
    for key in "apd":
        assert f'data-key="{key}"' not in page.html
    assert reporter.edit(FERRY, headline="Fewer ferry passengers").said.startswith("Saved.")
    assert reporter.step(FERRY, "undo").said == "Undone."
    editor.step(FERRY, "approve")
    assert reporter.step(FERRY, "undo").status == 409
    assert reporter.get(f"/desk/stories/{FERRY}/edit").status == 403
    assert reporter.post(f"/desk/stories/{FERRY}/edit", headline="x", do="save", version="1").status == 403
    assert desk.story(FERRY).state == "approved"


def test_what_is_back_on_the_desk_comes_first_and_says_why(desk: Desk) -> None:
    editor = desk.editor()
    editor.step(LIBRARY, "approve")
    editor.step(LIBRARY, "publish")
    why = "Library visits, October 2022, were restated from 53,147 to 53,000."
    with desk.db.begin() as connection:
        connection.execute(tables.stories.update().where(tables.stories.c.id == LIBRARY).values(asked=why))
    page = editor.get("/desk")
    first = re.search(r'<ol class="stories">.*?href="([^"]+)"', page.html, re.DOTALL)
    assert first is not None and LIBRARY in first[1]
    assert "back on the desk" in page.text and why in page.text
    assert re.findall(r'class="count">(\d+)', page.html)[0] == "7"
    shown = editor.get(f"/desk/stories/{LIBRARY}")
    assert shown.html.index("Back on the desk") < shown.html.index('id="headline"')
    assert 'name="correction"' in shown.html
    # Without a change there is still the correction to publish, and then it is off the desk.
    assert editor.step(LIBRARY, "publish", correction="October was restated to 53,000.").said == "Published."
    assert desk.story(LIBRARY).asked == "" and "53,000" in desk.read(f"briefs/{LIBRARY}.html")


def test_looking_for_news_says_how_much_is_new(desk: Desk) -> None:
    reporter = desk.reporter()
    assert reporter.post("/desk/find").said == "Nothing new in the record."
    with desk.db.begin() as connection:
        connection.execute(delete(tables.stories).where(tables.stories.c.id.in_([FERRY, LIBRARY])))
    assert reporter.post("/desk/find").said == "Looked for news: 2 new drafts."
    editor = desk.editor()
    with desk.db.begin() as connection:
        connection.execute(delete(tables.stories).where(tables.stories.c.id == FERRY))
    editor.post("/desk/rules", source="utopia", kind="fall")
    assert reporter.post("/desk/find").said == "Looked for news: 1 was published by a rule."
    assert "2,970 fewer ferry passengers" in desk.read("feed.atom")
    assert any((line.who, line.action) == ("rule", "published") for line in desk.log(FERRY))


def test_the_desk_says_where_the_site_is_not_written(desk: Desk, folder: Path) -> None:
    editor = desk.editor()
    editor.step(PRISONS, "approve")
    site = folder / "site"
    site.rename(folder / "kept")
    site.write_text("in the way", encoding="utf-8")
    page = editor.step(PRISONS, "publish")
    assert "could not be written" in page.said and "The site is not as the desk has it" in page.text
    assert desk.story(PRISONS).state == "published"
    assert str(folder) not in page.html
    site.unlink()
    (folder / "kept").rename(site)
    assert "The site is not as the desk has it" in editor.get("/desk").text
    assert editor.post("/desk/site").said == "The site is written."
    assert "The site is not as the desk has it" not in editor.get("/desk").text
    assert "23,000" in desk.read(f"briefs/{PRISONS}.html")


def test_what_was_said_is_said_once_and_nobody_else_can_say_it(desk: Desk) -> None:
    editor, other = desk.editor(), desk.reporter()
    editor.client.follow_redirects = False
    editor.step(FERRY, "approve")
    cookie = editor.client.cookies["tallywire-said"]
    editor.client.follow_redirects = True
    assert editor.get("/desk").said.startswith("Approved.")
    assert editor.get("/desk").said == ""
    other.client.cookies.set("tallywire-said", cookie)
    assert other.get("/desk").said == ""
    for forged in ("", ".", "x.y", cookie[:-1], json.dumps({"text": "hello"}), "é"):
        other.client.cookies.set("tallywire-said", forged.encode("ascii", "replace").decode())
        assert other.get("/desk?said=hello").said == ""
