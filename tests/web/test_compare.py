"""Any two releases side by side, by the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.desk.sheets import source_sheets
from tallywire.web import app
from tests.desk.making import START, day, put, simulated, source_text, watch
from tests.watch.server import Site
from tests.web.serving import BASE, GENEROUS


def test_any_two_releases_of_a_source(tmp_path: Path, site: Site) -> None:
    with simulated(tmp_path / "n", {"a.toml": source_text("a", site.address("/a.csv"))}) as room:
        for number, figure in enumerate(("10", "11", "12")):
            put(site, "/a.csv", {"2022-08": figure, "2022-09": "20"})
            watch(room, day(number))
        [sheet] = [each for each in source_sheets(room) if each.id == "a"]
        folder = room.folder
    assert day(1) > START
    first, second, third = (version.release.id for version in sheet.versions)
    asking = TestClient(app(folder, limits=GENEROUS), base_url=BASE, follow_redirects=False)
    page = asking.get("/compare/a", params={"a": first, "b": third})
    assert page.status_code == 200 and "<title>The office of a" in page.text
    assert "10" in page.text and "12" in page.text and "data-served" not in page.text
    turned = asking.get("/compare/a", params={"a": third, "b": first})
    assert turned.text == page.text
    published = folder / "site" / "compare" / "a" / f"{second}..{third}.html"
    published.parent.mkdir(parents=True)
    published.write_text("<!doctype html><title>two</title>", encoding="utf-8")
    for a, b in ((second, third), (third, second)):
        there = asking.get("/compare/a", params={"a": a, "b": b})
        assert there.status_code == 303 and there.headers["location"] == f"/compare/a/{second}..{third}.html"
        assert asking.get(there.headers["location"]).text == "<!doctype html><title>two</title>"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("fsin", {}),
        ("fsin", {"a": "x"}),
        ("fsin", {"a": "x", "b": "y"}),
        ("fsin", {"a": "<script>alert(1)</script>", "b": "../../tallywire.toml"}),
        ("fsin", {"a": "x" * 9000, "b": "y\x00"}),
        ("none", {"a": "x", "b": "y"}),
    ],
)
def test_what_cannot_be_compared(client: TestClient, path: str, query: dict[str, str]) -> None:
    answer = client.get(f"/compare/{path}", params=query)
    assert answer.status_code == 404 and "<script" not in answer.text
