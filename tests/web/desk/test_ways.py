"""Routes and roles: who is let in where, and that no form is taken that this session did not show."""

from __future__ import annotations

import pytest

from tallywire.web.desk_pages.table import DESK_WAYS
from tallywire.web.routes import WAYS, Way
from tests.web.desk.making import EDITOR, OTHER_EDITOR, REPORTER, Desk, Person

OURS = [way for way in WAYS if (way.path, way.methods) in {(path, methods) for path, methods, _, _ in DESK_WAYS}]

READ = [way for way in OURS if "GET" in way.methods]
CHANGE = [way for way in OURS if "POST" in way.methods]

ROLES = {
    "/accept": "nobody",
    "/login": "nobody",
    "/logout": "reporter",
    "/account": "reporter",
    "/account/log-out-everywhere": "reporter",
    "/desk": "reporter",
    "/desk/find": "reporter",
    "/desk/site": "editor",
    "/desk/new": "reporter",
    "/desk/new/verdicts": "reporter",
    "/desk/stories/{id}": "reporter",
    "/desk/stories/{id}/edit": "reporter",
    "/desk/stories/{id}/verdicts": "reporter",
    "/desk/stories/{id}/undo": "reporter",
    "/desk/stories/{id}/approve": "editor",
    "/desk/stories/{id}/unapprove": "editor",
    "/desk/stories/{id}/dismiss": "editor",
    "/desk/stories/{id}/restore": "editor",
    "/desk/stories/{id}/publish": "editor",
    "/desk/stories/{id}/settle": "editor",
    "/desk/stories/{id}/withdraw": "editor",
    "/desk/stories/{id}/reinstate": "editor",
    "/desk/mutes": "reporter to read, editor to change",
    "/desk/rules": "reporter to read, editor to change",
    "/desk/history": "reporter",
    "/desk/log": "reporter",
    "/desk/checks": "reporter",
    "/desk/checks/{id}": "reporter",
    "/desk/checks/{id}/ledger": "editor",
    "/desk/checks/{id}/drop": "reporter",
    "/desk/people": "editor",
    "/desk/people/invite": "editor",
    "/desk/people/take-back": "editor",
    "/desk/people/{account}/role": "editor",
    "/desk/people/{account}/close": "editor",
    "/desk/people/{account}/open": "editor",
    "/desk/people/{account}/log-out": "editor",
    "/desk/people/{account}/reset": "editor",
}


def name(way: Way) -> str:
    return f"{way.methods[0]} {way.path}"


def address(way: Way) -> str:
    return way.path.format_map({"id": "no-such-thing", "account": "987654"})


def test_the_table_says_who_may_what() -> None:
    assert {way.path for way in OURS} == set(ROLES)
    for way in OURS:
        said = ROLES[way.path]
        wanted = said if " " not in said else "reporter" if "GET" in way.methods else "editor"
        assert way.role == wanted, name(way)


@pytest.mark.parametrize("way", OURS, ids=name)
def test_each_way_lets_in_its_role_and_no_lesser_one(standing: Desk, way: Way) -> None:
    path, reading = address(way), "GET" in way.methods
    nobody = standing.nobody()
    answer = nobody.get(path) if reading else nobody.post(path, data={"name": "x"})
    if way.role == "nobody":
        assert answer.status_code in (200, 401, 410)
    elif reading:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")
    else:
        assert answer.status_code == 401
    for who, rank in ((REPORTER, 1), (EDITOR, 2)):
        person = standing.person(who)
        person.client.follow_redirects = False
        page = person.get(path) if reading else person.post(path)
        if way.role == "nobody":
            assert page.status in (200, 303, 401, 410, 422)  # 401: no name and no password
        elif rank >= {"reporter": 1, "editor": 2}[way.role]:
            assert page.status not in (401, 403, 500), (who, page.status)
        else:
            assert page.status == 403
        if reading:
            assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("way", CHANGE, ids=name)
def test_a_form_of_nobody_else_is_taken(standing: Desk, way: Way) -> None:
    path = address(way)
    editor, other = standing.person(EDITOR), standing.person(OTHER_EDITOR)
    before = standing.log()[0].id
    for fields in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": other.csrf}, {"csrf": editor.csrf[:-1]}):
        assert editor.client.post(path, data={"x": "y", **fields}).status_code == 403, fields
    for header in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ):
        answer = editor.client.post(path, data={"csrf": editor.csrf}, headers=header)
        assert answer.status_code == 403, header
    # Two people logged in for this test; nothing else happened.
    assert standing.log()[0].id == before


def test_pages_of_the_desk_are_kept_nowhere_and_run_nothing_inline(standing: Desk) -> None:
    editor = standing.editor()
    for way in READ:
        page = editor.get(address(way))
        if page.path.startswith(("/desk", "/account")):
            assert page.headers["cache-control"] == "no-store", way.path
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for inline in ("<style", " style=", "<script>", " onclick", "javascript:"):
            assert inline not in page.html, (way.path, inline)


def test_a_story_that_there_is_not_is_a_404(standing: Desk) -> None:
    editor: Person = standing.editor()
    for id in ("no-such-thing", "x" * 500, "%00", "a%0ab", "🦊"):
        assert editor.get(f"/desk/stories/{id}").status == 404, id
        assert editor.post(f"/desk/stories/{id}/approve", version="1").status == 404, id
