"""What is audited, served once for all audits of a worker, and a browser for each file of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, sync_playwright

from tallywire.desk import DeskDB
from tallywire.desk.accounts import log_in
from tallywire.web.session import COOKIE
from tests.audit.desk import PASSWORD, account, filled
from tests.audit.kinds import REAL, SERVER, desk_pages, pages
from tests.audit.open_house import House
from tests.audit.real import newsroom
from tests.audit.serving import base_of, listener, served
from tests.demo.played import Demo
from tests.needs import chromium

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session")
def house(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The filled demo and a small newsroom under the real clock, served, with an editor who is signed in."""
    chromium()
    folder = filled(demo.folder, tmp_path_factory.mktemp("audit") / "newsroom")
    name = account(folder)
    db = DeskDB(folder / "desk.db")
    token, _ = log_in(db, name, PASSWORD, address="127.0.0.1", at=datetime.now(UTC))
    listening = listener()
    small = newsroom(tmp_path_factory.mktemp("audit") / "small", base_of(listening))
    with served(folder) as base, served(small, listening) as real:
        addresses = {name: base + path for name, path in (pages(folder / "site") | SERVER).items()}
        addresses |= {name: real + path for name, path in pages(small / "site", REAL).items()}
        desk = {name: base + path for name, path in desk_pages(db).items()}
        yield House(base=base, real=real, pages=addresses, desk=desk, cookie=(COOKIE, token))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()
