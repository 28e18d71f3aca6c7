"""The server on the played demo, and on a small newsroom whose site is written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.desk import init
from tallywire.web import app
from tests.demo.played import Demo
from tests.watch.server import Site, serving
from tests.web.serving import BASE, GENEROUS


@pytest.fixture(scope="session")
def client(demo: Demo) -> Iterator[TestClient]:
    """Asks the server of the demo, which nothing here changes."""
    with TestClient(app(demo.folder, limits=GENEROUS), base_url=BASE) as asking:
        yield asking


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A real newsroom without sources, with a site of a few files."""
    folder = init(tmp_path / "newsroom", title="Small")
    site = folder / "site"
    (site / "briefs").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>front</title>" + "<p>words</p>" * 200, encoding="utf-8")
    (site / "404.html").write_text("<!doctype html><title>none</title><p>no page here</p>", encoding="utf-8")
    (site / "briefs" / "a.html").write_text("<!doctype html><title>a</title>", encoding="utf-8")
    (site / "briefs" / "index.html").write_text("<!doctype html><title>briefs</title>", encoding="utf-8")
    (site / "briefs" / "gone.html").write_text(
        "<!doctype html><!--tallywire:withdrawn--><title>gone</title>", encoding="utf-8"
    )
    return folder


@pytest.fixture
def small(newsroom: Path) -> Iterator[TestClient]:
    """Asks the server of the small newsroom."""
    with TestClient(app(newsroom, limits=GENEROUS), base_url=BASE, follow_redirects=False) as asking:
        yield asking


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on this machine."""
    with serving() as running:
        yield running
