"""The pages of the record in a real browser, from a folder of files: search, anchors, screens, keyboard, axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tallywire.feed.record_pages.paths import compare_path, release_path, series_page_path, source_page_path
from tallywire.feed.render import asset
from tests.feed.record_pages.sample import SERIES, SOURCE, files, restating
from tests.needs import chromium

PAGES = (
    series_page_path(SERIES),
    series_page_path("office/abandoned"),
    source_page_path(SOURCE),
    release_path(SOURCE, "r5"),
    release_path(SOURCE, "r6"),
    compare_path(SOURCE, "r4", "r5"),
    "events/index.html",
    "events/amnesty-2022.html",
    "ledger/index.html",
    "search.html",
    "browse.html",
    "months/2022-07.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for path, body in {
        **files(restating()),
        **{name: asset(name).encode() for name in ("style.css", "icon.svg")},
    }.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


def _paths(folder: Path) -> list[str]:
    ledger = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("ledger/the-office*.html"))]
    return [*PAGES, *ledger]


def _search(browser: Browser, folder: Path, asked: str) -> Page:
    page = browser.new_context().new_page()
    page.goto((folder / "search.html").as_uri())
    page.get_by_role("searchbox").fill(asked)
    return page


@pytest.mark.parametrize("asked", ["fewer inmates", "few", "inmtaes amnesty", "INMATES NEW RECORD"])
def test_a_brief_is_found_by_the_beginning_of_a_word_and_with_a_slip(
    browser: Browser, folder: Path, asked: str
) -> None:
    page = _search(browser, folder, asked)
    found = page.locator("#found a")
    assert "Fewer inmates than in any amnesty" in found.all_inner_texts()
    assert page.get_by_role("status").inner_text().endswith("found.")
    assert not page.locator("#contents").is_visible()
    page.context.close()


def test_search_is_worked_by_keyboard_and_says_when_nothing_is_found(browser: Browser, folder: Path) -> None:
    page = _search(browser, folder, "zzz")
    assert "Nothing is found for" in page.get_by_role("status").inner_text()
    page.keyboard.press("Control+A")
    page.keyboard.type("spring amnesty")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "The spring amnesty"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/amnesty-2022.html")
    page.context.close()


def test_what_is_asked_in_the_address_is_searched_and_stays_text(browser: Browser, folder: Path) -> None:
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto((folder / "search.html").as_uri() + "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert "<img src=x onerror=alert(1)>" in page.get_by_role("status").inner_text()
    assert page.locator("main img").count() == 0 and said == []
    page.goto((folder / "search.html").as_uri() + "?q=amnesty")
    assert page.locator("#found li").count() == 3
    page.context.close()


def test_without_javascript_everything_is_there_by_name(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "search.html").as_uri())
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("link", name="Inmates of the office").click()
    assert page.locator("h1").inner_text() == "Inmates of the office"
    assert not page.locator("form").is_visible()
    page.locator("p.hero a").click()
    cell = page.locator("td:target")
    assert cell.inner_text() == "1120" and cell.is_visible()
    assert cell.evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid"
    context.close()


def test_two_releases_stand_side_by_side_or_one_under_the_other(browser: Browser, folder: Path) -> None:
    for width, wide in ((1200, True), (360, False)):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto((folder / compare_path(SOURCE, "r4", "r5")).as_uri())
        assert page.locator("table.sides").is_visible() is wide
        assert page.locator("ul.narrow").is_visible() is not wide
        if wide:
            old, new = (page.locator("table.sides mark", has_text=text).bounding_box() for text in ("1210", "1215"))
            assert old is not None and new is not None and old["y"] == new["y"] and old["x"] < new["x"]
        context.close()


@pytest.mark.parametrize("width", [320, 360, 800, 1200])
def test_no_page_is_wider_than_its_screen(browser: Browser, folder: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in _paths(folder):
        page.goto((folder / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, folder: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    page = context.new_page()
    for path in _paths(folder):
        page.goto((folder / path).as_uri())
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == [], path
    page.goto((folder / "search.html").as_uri() + "?q=inmates")
    assert Axe().run(page).response["violations"] == []
    context.close()
