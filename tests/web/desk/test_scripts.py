"""No text that anyone writes, or that a source brings, becomes a part of a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from lxml import etree
from lxml import html as reading
from msgspec.structs import replace

from tallywire.desk.accounts import accept, invite
from tallywire.desk.store.tables import stories
from tallywire.desk.stories import edit, keep_check
from tests.web.desk.making import FERRY, OTHER_PASSWORD, PASSWORD, Desk, Person

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
LINK = "[click](javascript:alert(1)) <a href='javascript:alert(1)'>click</a>"
HOSTILE = [
    SCRIPT,
    IMAGE,
    LINK,
    "</textarea><svg onload=alert(1)>",
    "</pre><b onclick=alert(1)>",
    "\u202eevil\u0000\ud7ff",
]

PAGES = (
    "/desk",
    "/desk?in=published",
    "/desk?in=withdrawn",
    "/desk/new",
    "/desk/mutes",
    "/desk/rules",
    "/desk/log",
    "/desk/checks",
    "/desk/people",
    "/account",
)

OWN_SCRIPTS = {"/static/desk.js", "/static/check.js"}


def harmless(page: str) -> None:
    """Nothing on a page runs, loads or leads anywhere that a hostile text could have said."""
    tree = reading.fromstring(page)
    for script in tree.iter("script"):
        assert script.get("src") in OWN_SCRIPTS and not (script.text or "").strip()
    for element in tree.iter(etree.Element):
        assert element.tag not in {"img", "iframe", "object", "embed", "style", "base"}
        for name, value in ((str(name), str(value)) for name, value in element.items()):
            assert not name.startswith("on") and name != "style", (element.tag, name)
            if name in {"href", "src", "action"}:
                assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)


def look_everywhere(person: Person, *more: str) -> None:
    for path in (*PAGES, *more):
        answer = person.get(path)
        assert answer.status == 200, path
        harmless(answer.html)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_an_editor(desk: Desk, text: str) -> None:
    editor = desk.editor()
    words = editor.words(FERRY)
    page = editor.edit(FERRY, headline=text, body=f"{words['body']}\n\n{text}", caveats=text, lead=text)
    assert page.status in (200, 422)
    harmless(page.html)
    made = editor.post(
        "/desk/new", headline=text, lead=text, kicker=text, topic=text, place=text, body=text, do="save"
    )
    harmless(made.html)
    if made.path == "/desk/new":  # words with signs that are no text are refused, and stay in the form
        assert made.status == 422 and "no text" in made.said
        return
    id = made.path.rpartition("/")[2]
    look_everywhere(editor, f"/desk/stories/{FERRY}/edit", f"/desk/stories/{id}", f"/desk/stories/{id}/edit")
    harmless(editor.post("/desk/new", headline=text, video=text, body=text, do="save").html)
    harmless(editor.step(id, "approve").html)
    harmless(editor.step(id, "publish").html)


@pytest.mark.parametrize("text", HOSTILE)
def test_reasons_and_corrections(desk: Desk, text: str) -> None:
    editor = desk.editor()
    harmless(editor.post("/desk/mutes", do="mute", what="kind", value="fall", reason=text).html)
    harmless(editor.post("/desk/mutes", do="mute", what=text, value=text, reason=text).html)
    harmless(editor.post("/desk/rules", source=text, kind=text).html)
    harmless(editor.step(FERRY, "dismiss", reason=text).html)
    editor.step(FERRY, "restore")
    editor.edit(FERRY, headline="9,999 fewer ferry passengers in Utopia")
    editor.step(FERRY, "approve")
    refused = editor.step(FERRY, "publish", **{"because.headline.0.5": text})
    harmless(refused.html)
    look_everywhere(editor, f"/desk/stories/{FERRY}")


@pytest.mark.parametrize("text", HOSTILE)
def test_why_asked_kinds_and_names_from_outside(desk: Desk, text: str) -> None:
    """What stands in the desk's tables came from sources and from other programs."""
    story = desk.story(FERRY)
    edit(
        desk.db,
        FERRY,
        replace(story.brief, source_name=text, badge=text, kicker=text),
        who=text.replace("\0", ""),
        at=datetime.now(UTC),
    )
    with desk.db.begin() as connection:
        clean = text.replace("\0", "")
        row = stories.update().where(stories.c.id == FERRY)
        connection.execute(row.values(why=clean, asked=clean, kind=clean[:16], source=clean, withdrawn_reason=clean))
    keep_check(
        desk.db,
        title=text.replace("\0", ""),
        address=text.replace("\0", ""),
        published=datetime.now(UTC).date(),
        text=text.replace("\0", ""),
        report="{}",
        who=text.replace("\0", ""),
        at=datetime.now(UTC),
    )
    editor = desk.editor()
    kept = re.search(r'href="(/desk/checks/[^"]+)"', editor.get("/desk/checks").html)
    assert kept is not None
    look_everywhere(editor, f"/desk/stories/{FERRY}", f"/desk/stories/{FERRY}/edit", kept[1])


@pytest.mark.parametrize("text", [SCRIPT, IMAGE, "</p><b onclick=alert(1)>x"])
def test_names_of_accounts(desk: Desk, text: str) -> None:
    name, at = text[:40], datetime.now(UTC)
    accept(desk.db, invite(desk.db, "editor", by="Tallywire", at=at), name, PASSWORD, at)
    person = desk.person(name)
    person.step(FERRY, "approve")
    person.step(FERRY, "undo")
    look_everywhere(person, f"/desk/stories/{FERRY}")
    look_everywhere(desk.editor(), f"/desk/stories/{FERRY}")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_sent_comes_back_as_text(desk: Desk, text: str) -> None:
    nobody = desk.nobody()
    harmless(nobody.post("/login", data={"name": text, "password": text, "next": text}).text)
    harmless(nobody.get("/login", params={"next": text}).text)
    harmless(nobody.get("/accept", params={"token": text}).text)
    harmless(
        nobody.post("/accept", data={"token": text, "name": text, "password": text, "again": OTHER_PASSWORD}).text
    )
    token = invite(desk.db, "reporter", by="Tallywire", at=datetime.now(UTC))
    harmless(nobody.post("/accept", data={"token": token, "name": text, "password": "x", "again": "x"}).text)
    editor = desk.editor()
    for name in ("who", "what", "subject", "before"):
        harmless(editor.client.get("/desk/log", params={name: text}).text)
    harmless(editor.client.get("/desk", params={"in": text, "page": text}).text)
    harmless(editor.client.get(f"/desk/stories/{FERRY}", params={"in": text}).text)
    harmless(editor.client.get(f"/desk/stories/{FERRY}/edit", params={"from": text}).text)
