"""Mutes, automatic publishing, the log, and texts kept from the check page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tallywire.desk.store import write_log
from tallywire.desk.stories import kept_checks, mutes, rules
from tests.web.desk.making import EDITOR, FERRY, REPORTER, Desk
from tests.web.serving import TEXT


@pytest.mark.parametrize(("what", "value"), [("series", "utopia/ferry"), ("kind", "fall"), ("source", "utopia")])
def test_a_series_kind_or_source_is_muted_with_a_reason(desk: Desk, what: str, value: str) -> None:
    editor = desk.editor()
    silent = editor.post("/desk/mutes", do="mute", what=what, value=value)
    assert silent.status == 422 and "a reason" in silent.said
    page = editor.post("/desk/mutes", do="mute", what=what, value=value, reason="too noisy")
    assert page.said == f"Muted: {what} {value}. It is not told from now on."
    assert "too noisy" in page.text
    (held,) = mutes(desk.db)
    assert (held.what, held.value, held.who, held.reason) == (what, value, EDITOR, "too noisy")
    assert "too noisy" in desk.reporter().get("/desk/mutes").text
    assert editor.post("/desk/mutes", do="unmute", what=what, value=value).said.startswith("No longer muted")
    assert mutes(desk.db) == ()


@pytest.mark.parametrize(
    ("what", "value"),
    [("series", "no/such"), ("kind", "gossip"), ("source", "nobody"), ("weather", "rain"), ("", ""), ("series", "")],
)
def test_what_cannot_be_muted_is_told(desk: Desk, what: str, value: str) -> None:
    page = desk.editor().post("/desk/mutes", do="mute", what=what, value=value, reason="why not")
    assert page.status == 422 and page.said
    assert mutes(desk.db) == ()


def test_a_story_mutes_what_it_is_about(desk: Desk) -> None:
    editor = desk.editor()
    page = editor.get(f"/desk/stories/{FERRY}")
    picks = re.findall(r'<option value="((?:series|kind|source) [^"]+)"', page.html)
    assert [pick.partition(" ")[0] for pick in picks] == ["series", "kind", "source"]
    done = editor.post("/desk/mutes", do="mute", story=FERRY, pick=picks[1], reason="falls bore")
    assert done.path == f"/desk/stories/{FERRY}" and done.said.startswith("Muted: kind fall")


def test_automatic_publishing_is_off_until_someone_turns_it_on(desk: Desk) -> None:
    editor = desk.editor()
    assert "It is off" in editor.get("/desk/rules").text
    assert editor.post("/desk/rules", source="nobody", kind="").status == 422
    assert editor.post("/desk/rules", source="utopia", kind="gossip").status == 422
    page = editor.post("/desk/rules", source="utopia", kind="")
    assert page.said.startswith("From now on") and "every kind" in page.text
    assert [(each.source, each.kind, each.who) for each in rules(desk.db)] == [("utopia", "", EDITOR)]
    assert "It is on" in desk.reporter().get("/desk/rules").text
    assert editor.post("/desk/rules", do="stop", source="utopia", kind="").said.startswith("Stopped.")
    assert rules(desk.db) == ()


def test_the_log_is_narrowed_and_turned_over(desk: Desk) -> None:
    editor = desk.editor()
    with desk.db.begin() as connection:
        for number in range(104):
            action = "restored" if number % 2 else "dismissed"
            write_log(connection, at=datetime.now(UTC), who=EDITOR, action=action, subject=FERRY)
    page = editor.get("/desk/log")
    assert page.html.count("<li><p><b>") == 100
    older = re.search(r'href="(/desk/log\?before=\d+)" rel="next"', page.html)
    assert older is not None
    rest = editor.get(older[1])
    assert "told" in rest.text and "The newest" in rest.text
    narrowed = editor.get(f"/desk/log?who={EDITOR.lower()}&what=dismiss&subject={FERRY}")
    assert narrowed.html.count("<li><p><b>") == 52 and "restored" not in narrowed.text
    assert "No line fits." in editor.get("/desk/log?who=Nobody+Here").text
    for strange in ("before=x", "before=-1", "before=999999999999999999999", "who=%00", "subject=" + "x" * 5000):
        assert editor.get(f"/desk/log?{strange}").status == 200


def on_ledger(desk: Desk, words: str) -> bool:
    return any(words in page.read_text("utf-8") for page in (desk.folder / "site" / "ledger").rglob("*.html"))


def test_a_checked_text_is_kept_for_who_asks_put_on_the_ledger_and_dropped(desk: Desk) -> None:
    editor, reporter = desk.editor(), desk.reporter()
    sent = {"text": TEXT, "published": "2022-11-12"}
    assert "Keep the text at the desk" not in desk.nobody().get("/check").text
    desk.nobody().post("/check", data={**sent, "keep": "yes"})
    reporter.post("/check", **sent)
    assert kept_checks(desk.db) == ()
    page = reporter.post("/check", **sent, keep="yes")
    (kept,) = kept_checks(desk.db)
    assert f'href="/desk/checks/{kept.id}"' in page.html
    assert (kept.who, kept.text, kept.on_ledger) == (REPORTER, TEXT, False)
    assert '"schema":"tallywire.check/1"' in kept.report and "proven" not in kept.report
    shown = reporter.get(f"/desk/checks/{kept.id}")
    assert "348,000" in shown.text and "verdict" in shown.text
    assert reporter.post(f"/desk/checks/{kept.id}/ledger").status == 403
    assert editor.post(f"/desk/checks/{kept.id}/ledger").said == "On the ledger now."
    assert on_ledger(desk, "348,000")
    assert "an editor has to drop it" in reporter.post(f"/desk/checks/{kept.id}/drop").said
    assert editor.post(f"/desk/checks/{kept.id}/ledger", do="off").said == "Taken off the ledger."
    assert not on_ledger(desk, "348,000")
    assert reporter.post(f"/desk/checks/{kept.id}/drop").said.startswith("Dropped")
    assert kept_checks(desk.db) == ()
    assert reporter.get(f"/desk/checks/{kept.id}").status == 404
    assert {line.action for line in desk.log(f"check/{kept.id}")} == {
        "kept",
        "put on the ledger",
        "taken off the ledger",
        "dropped",
    }
