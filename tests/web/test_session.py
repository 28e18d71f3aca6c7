"""Who may ask for what, and that no other site can ask in someone's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from tallywire.web import app
from tallywire.web.routes import WAYS, Way
from tallywire.web.session import SignedIn, forget, own_path, remember
from tests.web.serving import BASE, GENEROUS


class Person(msgspec.Struct, frozen=True):
    name: str
    role: str


class Session(msgspec.Struct, frozen=True):
    account: Person
    csrf: str


SESSIONS = {
    "r": Session(Person("Ann", "reporter"), "csrf-of-ann"),
    "e": Session(Person("Ed", "editor"), "csrf-of-ed"),
}


def door(token: str, at: datetime) -> SignedIn | None:
    return SESSIONS.get(token)  # type: ignore[return-value]


async def fine(request: Request) -> Response:
    return PlainTextResponse("fine")


async def enters(request: Request) -> Response:
    answer = PlainTextResponse("in")
    remember(request, answer, "e")
    return answer


async def leaves(request: Request) -> Response:
    answer = PlainTextResponse("out")
    forget(request, answer)
    return answer


TABLE = (
    Way("/open", ("GET", "POST"), fine),
    Way("/work", ("GET", "POST"), fine, "reporter"),
    Way("/all", ("GET", "POST"), fine, "editor"),
    Way("/enter", ("POST",), enters),
    Way("/leave", ("POST",), leaves, "reporter"),
)


@pytest.fixture
def asking(newsroom: Path) -> Iterator[TestClient]:
    served = app(newsroom, limits=GENEROUS, door=door, ways=TABLE)
    with TestClient(served, base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "token", "got", "posted"),
    [
        ("/open", "", 200, 200),
        ("/open", "r", 200, 200),
        ("/open", "nonsense", 200, 200),
        ("/work", "", 303, 401),
        ("/work", "nonsense", 303, 401),
        ("/work", "r", 200, 200),
        ("/work", "e", 200, 200),
        ("/all", "", 303, 401),
        ("/all", "r", 403, 403),
        ("/all", "e", 200, 200),
    ],
)
def test_roles(asking: TestClient, path: str, token: str, got: int, posted: int) -> None:
    asking.cookies.set("tallywire", token)
    csrf = {"csrf": SESSIONS[token].csrf} if token in SESSIONS else {}
    assert asking.get(path).status_code == got
    assert asking.head(path).status_code == got
    assert asking.post(path, data=csrf).status_code == posted


def test_a_stranger_is_sent_to_log_in_and_back(asking: TestClient) -> None:
    answer = asking.get("/work?a=1&b=//evil.example")
    assert answer.headers["location"] == "/login?next=/work%3Fa%3D1%26b%3D//evil.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": BASE}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": BASE}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://127.0.0.1:8000"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"Origin": "http://[::"}, 403),
        ({"Origin": ""}, 403),
    ],
)
@pytest.mark.parametrize("token", ["", "e"])
def test_no_other_site_sends_a_form(asking: TestClient, headers: dict[str, str], status: int, token: str) -> None:
    asking.cookies.set("tallywire", token)
    sent = {"csrf": "csrf-of-ed"} if token else {"x": "y"}
    assert asking.post("/open", data=sent, headers=headers).status_code == status
    assert asking.get("/open", headers=headers).status_code == 200


@pytest.mark.parametrize("csrf", ["", "x", "csrf-of-ann", "csrf-of-ed ", "CSRF-OF-ED", "ё"])
@pytest.mark.parametrize("path", ["/open", "/work", "/all", "/leave"])
def test_a_form_carries_the_token_of_its_session(asking: TestClient, path: str, csrf: str) -> None:
    asking.cookies.set("tallywire", "e")
    assert asking.post(path, data={"csrf": csrf}).status_code == 403
    assert asking.post(path, data={"x": "y"}).status_code == 403
    assert asking.post(path, json={"csrf": "csrf-of-ed"}).status_code == 415
    assert asking.post(path, data={"csrf": "csrf-of-ed"}).status_code == 200
    assert asking.post(path, json={}, headers={"X-CSRF-Token": "csrf-of-ed"}).status_code == 200


def test_the_cookie(asking: TestClient, newsroom: Path) -> None:
    plain = asking.post("/enter", data={"x": "y"}).headers["set-cookie"]
    assert plain.startswith("tallywire=e;") and "HttpOnly" in plain and "SameSite=lax" in plain
    assert "Secure" not in plain and "Domain" not in plain
    served = app(newsroom, limits=GENEROUS, door=door, ways=TABLE)
    with TestClient(served, base_url="https://localhost") as secure:
        cookie = secure.post("/enter", data={"x": "y"}).headers["set-cookie"]
        assert cookie.startswith("__Host-tallywire=e;") and "Secure" in cookie and "Path=/" in cookie
        assert secure.get("/all").status_code == 200
        gone = secure.post("/leave", data={"csrf": "csrf-of-ed"}).headers["set-cookie"]
        assert gone.startswith("__Host-tallywire=") and "Max-Age=0" in gone
        secure.cookies.clear()
        secure.cookies.set("tallywire", "e")
        assert secure.get("/all", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/desk?x=1", "/desk?x=1"),
        ("/", "/"),
        ("", ""),
        ("desk", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/\t/evil.example", ""),
        ("https://evil.example", ""),
        ("javascript:alert(1)", ""),
        ("/a\r\nSet-Cookie: x", ""),
    ],
)
def test_only_paths_of_this_site_are_gone_to(text: str, path: str) -> None:
    assert own_path(text) == path


def test_the_table_asks_for_a_role_wherever_something_is_changed() -> None:
    assert len({(way.path, method) for way in WAYS for method in way.methods}) == sum(
        len(way.methods) for way in WAYS
    )
    open_to_change = {
        way.path
        for way in WAYS
        if way.role == "nobody" and set(way.methods) - {"GET"} and not way.path.startswith("/api/")
    }
    assert open_to_change == {"/check", "/login", "/accept"}
    assert {way.role for way in WAYS if way.path.startswith("/api")} == {"nobody"}


def test_a_way_is_in_the_table_once(newsroom: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        app(newsroom, ways=(*TABLE, Way("/open", ("GET",), fine)))
