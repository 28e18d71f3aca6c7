"""What the tests of the desk's pages share: a server on a newsroom, and people who use it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from tallywire.desk import DeskDB
from tallywire.desk.accounts import log_in, signed_in
from tallywire.desk.stories import Story, history, log, story
from tallywire.desk.stories.story import LogLine
from tallywire.web import app
from tallywire.web.session import COOKIE
from tests.web.serving import BASE, GENEROUS

PASSWORD = "seven green bicycles"
OTHER_PASSWORD = "eleven quiet harbours"
EDITOR, OTHER_EDITOR, REPORTER = "Editor One", "Editor Two", "Reporter One"
REAL = datetime.now(UTC)

FERRY = "utopia-ferry-fall-2022-10"
PRISONS = "fsin-colonies-fall-2022-11-01"
LIBRARY = "utopia-library-rise-2022-10"
BICYCLES = "utopia-bicycles-revision-2022-03-2764"


class Desk:
    """A running server; the site is written as it is for readers."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.db = DeskDB(folder / "desk.db")
        self.app = app(folder, limits=GENEROUS)
        self._stack = stack
        self._nobody = stack.enter_context(TestClient(self.app, base_url=BASE, follow_redirects=False))

    def nobody(self) -> TestClient:
        """Someone who is not signed in."""
        return TestClient(self.app, base_url=BASE, follow_redirects=False)

    def person(self, name: str) -> Person:
        token, _ = log_in(self.db, name, PASSWORD, address="203.0.113.9", at=datetime.now(UTC))
        return Person(self, token)

    def editor(self) -> Person:
        return self.person(EDITOR)

    def reporter(self) -> Person:
        return self.person(REPORTER)

    def story(self, id: str) -> Story:
        return story(self.db, id)

    def version(self, id: str) -> int:
        """The number of a story's draft."""
        return [each.id for each in history(self.db, id).versions if each.what != "offered"][-1]

    def log(self, subject: str | None = None) -> tuple[LogLine, ...]:
        return log(self.db, subject=subject)

    def read(self, path: str) -> str:
        """A file of the site."""
        return (self.folder / "site" / path).read_text(encoding="utf-8")


class Person:
    """A browser with a session, which follows where it is sent."""

    def __init__(self, desk: Desk, token: str) -> None:
        self.desk = desk
        self.token = token
        self.client = TestClient(desk.app, base_url=BASE, follow_redirects=True)
        self.client.cookies.set(COOKIE, token)

    @property
    def csrf(self) -> str:
        found = signed_in(self.desk.db, self.token, datetime.now(UTC))
        assert found is not None
        return found.csrf

    def get(self, path: str) -> Page:
        answer = self.client.get(path)
        return Page(answer.status_code, answer.text, str(answer.url), dict(answer.headers))

    def post(self, path: str, **fields: str | list[str]) -> Page:
        answer = self.client.post(path, data={"csrf": self.csrf, **fields})
        return Page(answer.status_code, answer.text, str(answer.url), dict(answer.headers))

    def step(self, id: str, name: str, **fields: str) -> Page:
        """A step of a story, taken from its page as it stands."""
        version = str(self.desk.version(id))
        return self.post(f"/desk/stories/{id}/{name}", **{"in": "todo", "version": version, **fields})

    def words(self, id: str) -> dict[str, str | list[str]]:
        """What the form of a story holds."""
        return form_of(self.get(f"/desk/stories/{id}/edit").html)

    def edit(self, id: str, **changed: str | list[str]) -> Page:
        return self.post(f"/desk/stories/{id}/edit", **{**self.words(id), "do": "save", **changed})


class Page:
    """An answer, read as a reader does."""

    def __init__(self, status: int, html: str, url: str, headers: dict[str, str]) -> None:
        self.status = status
        self.html = html
        self.path = url.removeprefix(BASE)
        self.headers = headers

    @property
    def said(self) -> str:
        """What the last step said, "" if nothing."""
        found = re.search(r'id="said"[^>]*>(.*?)</p>', self.html, re.DOTALL)
        return text_of(found[1]).lstrip("✓✕ ") if found else ""

    @property
    def text(self) -> str:
        return text_of(self.html)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def form_of(html: str) -> dict[str, str | list[str]]:
    """The fields of the edit form as a browser would send them."""
    found: dict[str, str | list[str]] = {}
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(value)
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] in ("version", "video", "kicker", "topic", "place"):
            found[name[1]] = unescape(value[1]) if value else ""
    ticked = re.findall(r'name="label" value="([^"]+)" checked', html)
    found["label"] = [unescape(each) for each in ticked]
    return found
