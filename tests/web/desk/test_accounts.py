"""Ways in and out: the printed link, invitations, log-in, log-out, one's own account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from tallywire.desk.accounts import accounts, first_invitation, invite
from tallywire.desk.store import tables
from tallywire.web.accounts_pages import _after
from tallywire.web.session import COOKIE
from tests.web.desk.making import EDITOR, OTHER_EDITOR, OTHER_PASSWORD, PASSWORD, REPORTER, Desk, text_of


def now() -> datetime:
    return datetime.now(UTC)


def nobody_yet(desk: Desk) -> str:
    """A desk without accounts, and the token that its first start prints."""
    with desk.db.begin() as connection:
        for table in (tables.sessions, tables.accounts, tables.invitations):
            connection.execute(delete(table))
    token = first_invitation(desk.db, now())
    assert token is not None
    return token


def test_the_printed_link_makes_the_first_account_once(desk: Desk) -> None:
    token = nobody_yet(desk)
    browser = desk.nobody()
    page = browser.get(f"/accept?token={token}")
    assert page.status_code == 200 and "Welcome to the desk" in page.text and "an editor" in page.text
    sent = {"token": token, "name": "Ann", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    answer = browser.post("/accept", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert browser.get("/desk").status_code == 200
    assert [(each.name, each.role) for each in accounts(desk.db)] == [("Ann", "editor")]
    again = desk.nobody()
    assert again.post("/accept", data={**sent, "name": "Eve"}).status_code == 410
    assert again.get(f"/accept?token={token}").status_code == 410
    assert first_invitation(desk.db, now()) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"again": "another one here"}, "not the same"),
        ({"password": "short", "again": "short"}, "12"),
        ({"name": "x"}, "cannot be a name"),
        ({"name": EDITOR.upper()}, "is taken"),
        ({"name": "\u202eAnn"}, "not seen"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_the_link_stays_good(
    desk: Desk, changed: dict[str, str], said: str
) -> None:
    token = invite(desk.db, "reporter", by=EDITOR, at=now())
    sent = {"token": token, "name": "Ann", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    browser = desk.nobody()
    answer = browser.post("/accept", data={**sent, **changed})
    assert answer.status_code == 422 and said in text_of(answer.text)
    assert OTHER_PASSWORD not in answer.text
    assert browser.post("/accept", data=sent).status_code == 303


def test_log_in_gives_a_new_session_and_never_the_one_that_was_planted(desk: Desk) -> None:
    planted = "a" * 43
    browser = desk.nobody()
    browser.cookies.set(COOKIE, planted, domain="127.0.0.1", path="/")
    answer = browser.post("/login", data={"name": EDITOR, "password": PASSWORD})
    assert answer.status_code == 303
    given = browser.cookies[COOKIE]
    assert given != planted and browser.get("/desk").status_code == 200
    fixed = desk.nobody()
    fixed.cookies.set(COOKIE, planted)
    assert fixed.get("/desk").status_code == 303
    other = desk.nobody()
    other.post("/login", data={"name": EDITOR, "password": PASSWORD})
    assert other.cookies[COOKIE] != given


def test_logging_in_again_ends_the_session_before(desk: Desk) -> None:
    editor = desk.editor()
    answer = editor.post("/login", name=REPORTER, password=PASSWORD)
    assert answer.path == "/desk" and REPORTER in answer.text
    before = desk.nobody()
    before.cookies.set(COOKIE, editor.token)
    assert before.get("/desk").status_code == 303


def test_a_wrong_password_and_a_wrong_name_are_told_alike(desk: Desk) -> None:
    told = set()
    for name in (EDITOR, "Nobody Here", "x" * 5000, ""):
        answer = desk.nobody().post("/login", data={"name": name, "password": "wrong wrong wrong"})
        assert answer.status_code == 401
        assert "wrong wrong wrong" not in answer.text
        told.add(text_of(answer.text))
    assert len(told) == 1


def test_after_five_failures_even_the_right_password_waits(desk: Desk) -> None:
    browser = desk.nobody()
    for _ in range(5):
        assert browser.post("/login", data={"name": EDITOR, "password": "wrong wrong"}).status_code == 401
    answer = browser.post("/login", data={"name": EDITOR, "password": PASSWORD})
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0
    assert "Try again in" in answer.text
    assert browser.post("/login", data={"name": REPORTER, "password": PASSWORD}).status_code == 303


def test_a_log_in_from_another_site_is_refused(desk: Desk) -> None:
    answer = desk.nobody().post(
        "/login", data={"name": EDITOR, "password": PASSWORD}, headers={"origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/desk/log?who=Ann", "/desk/log?who=Ann"),
        ("/desk", "/desk"),
        ("/check", "/check"),
        ("/account", "/account"),
        ("", "/desk"),
        ("/", "/desk"),
        ("//elsewhere.example", "/desk"),
        ("https://elsewhere.example/desk", "/desk"),
        ("/\\elsewhere.example", "/desk"),
        ("/desk/..//elsewhere.example", "/desk"),
        ("/desk/%5c%5celsewhere", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("/desk\r\nset-cookie: a=b", "/desk"),
        ("/desks", "/desk"),
    ],
)
def test_a_log_in_leads_to_this_site_only(asked: str, led: str) -> None:
    assert _after(asked) == led


def test_log_in_goes_on_to_what_was_asked_for(desk: Desk) -> None:
    browser = desk.nobody()
    sent = browser.get("/desk/log?who=Ann")
    assert sent.headers["location"] == "/login?next=/desk/log%3Fwho%3DAnn"
    form = browser.get(sent.headers["location"]).text
    assert 'name="next" value="/desk/log?who=Ann"' in form
    done = browser.post("/login", data={"name": EDITOR, "password": PASSWORD, "next": "/desk/log?who=Ann"})
    assert done.headers["location"] == "/desk/log?who=Ann"
    assert browser.get("/login").headers["location"] == "/desk"


def test_log_out_ends_the_session_and_no_other(desk: Desk) -> None:
    one, two = desk.editor(), desk.editor()
    answer = one.client.post("/logout", data={"csrf": one.csrf}, follow_redirects=False)
    assert answer.headers["location"] == "/" and "Max-Age=0" in answer.headers["set-cookie"]
    stolen = desk.nobody()
    stolen.cookies.set(COOKIE, one.token)
    assert stolen.get("/desk").status_code == 303
    assert two.get("/desk").status == 200


def test_a_password_is_changed_and_other_sessions_end(desk: Desk) -> None:
    one, two = desk.reporter(), desk.reporter()
    wrong = one.post("/account", old="not this one", password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert wrong.status == 422 and "does not fit" in wrong.said
    unlike = one.post("/account", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD + "x")
    assert unlike.status == 422 and "not the same" in unlike.said
    done = one.post("/account", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert done.said.startswith("The password is changed.")
    assert two.get("/desk").path.startswith("/login")
    assert desk.nobody().post("/login", data={"name": REPORTER, "password": PASSWORD}).status_code == 401
    assert desk.nobody().post("/login", data={"name": REPORTER, "password": OTHER_PASSWORD}).status_code == 303


def test_people_are_invited_by_a_link_that_is_shown_once(desk: Desk) -> None:
    editor = desk.editor()
    page = editor.post("/desk/people/invite", role="reporter")
    link = page.html.partition('readonly value="')[2].partition('"')[0]
    assert link.startswith("http://127.0.0.1:8000/accept?token=")
    token = link.partition("token=")[2]
    again = editor.get("/desk/people")
    assert token not in again.html and "a new reporter" in again.text
    assert token not in repr(desk.log())
    sent = {"token": token, "name": "Ann", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert desk.nobody().post("/accept", data=sent).status_code == 303
    assert {each.name: each.role for each in accounts(desk.db)}["Ann"] == "reporter"
    assert editor.post("/desk/people/invite", role="owner").status == 422


def test_an_invitation_is_taken_back(desk: Desk) -> None:
    editor = desk.editor()
    page = editor.post("/desk/people/invite", role="editor")
    link = page.html.partition('readonly value="')[2].partition('"')[0]
    id = page.html.partition('name="invitation" value="')[2].partition('"')[0]
    assert editor.post("/desk/people/take-back", invitation=id).said == "The link is void."
    assert desk.nobody().get(link).status_code == 410
    assert editor.post("/desk/people/take-back", invitation=id).status == 422


def test_roles_closing_opening_and_a_new_password(desk: Desk) -> None:
    editor, numbers = desk.editor(), {each.name: each.id for each in accounts(desk.db)}
    reporter = desk.reporter()
    base = f"/desk/people/{numbers[REPORTER]}"
    assert editor.post(f"{base}/role", role="editor").said == "The role is changed."
    assert reporter.get("/desk/people").status == 200
    assert editor.post(f"{base}/role", role="reporter").said == "The role is changed."
    assert reporter.get("/desk/people").status == 403
    assert editor.post(f"{base}/close").said.startswith("Closed.")
    assert reporter.get("/desk").path.startswith("/login")
    assert editor.post(f"{base}/reset").status == 422
    assert editor.post(f"{base}/open").said == "Open again."
    page = editor.post(f"{base}/reset")
    link = page.html.partition('readonly value="')[2].partition('"')[0]
    token = link.partition("token=")[2]
    form = desk.nobody().get(link).text
    assert f"A new password for {REPORTER}" in form
    sent = {"token": token, "name": REPORTER, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert desk.nobody().post("/accept", data=sent).status_code == 303
    back = desk.nobody()
    assert back.post("/login", data={"name": REPORTER, "password": OTHER_PASSWORD}).status_code == 303
    assert editor.post(f"{base}/log-out").said == "Its sessions are over."
    assert back.get("/desk").status_code == 303


def test_the_last_editor_stays(desk: Desk) -> None:
    editor, numbers = desk.editor(), {each.name: each.id for each in accounts(desk.db)}
    assert editor.post(f"/desk/people/{numbers[OTHER_EDITOR]}/close").said.startswith("Closed.")
    for step, fields in (("close", {}), ("role", {"role": "reporter"})):
        page = editor.post(f"/desk/people/{numbers[EDITOR]}/{step}", **fields)
        assert page.status == 422 and "only editor" in page.said
    assert editor.post("/desk/people/987654/close").status == 422
    assert editor.post("/desk/people/abc/close").status == 404


def test_all_of_ones_own_sessions_end(desk: Desk) -> None:
    one, two = desk.reporter(), desk.reporter()
    assert one.post("/account/log-out-everywhere").path == "/login"
    assert two.get("/desk").path.startswith("/login")
