"""A reader's way through the site in a real browser, without JavaScript, from a folder of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tallywire.feed import site
from tests.feed.sample import edition, stacks
from tests.needs import chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for path, body in site(edition(), stacks()).items():
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


def test_a_number_leads_to_its_marked_cell_in_the_sandboxed_frame(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((folder / "index.html").as_uri())
    page.get_by_role(
        "link", name="People in Russia's penal colonies fall by about 23,000 in two months"
    ).first.click()
    figure = page.locator(".lead a.figure", has_text="23,000")
    figure.focus()
    page.keyboard.press("Enter")
    assert page.locator("h1").inner_text().startswith("People in correctional colonies in Russia fell by 23,000")
    frame = page.frame_locator("iframe[sandbox='']")
    assert frame.locator("#cell mark").inner_text() == "348000"
    assert frame.locator("#cell-2 mark").inner_text() == "325000"
    assert frame.locator("#cell").bounding_box() is not None
    colour = frame.locator("#cell mark").evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert colour == "rgb(255, 228, 154)", "the frame's own style sheet is let through by both policies"
    assert complaints == []
    context.close()


def test_evidence_comes_up_beside_a_number(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto((folder / "briefs" / "colonies-2022-11.html").as_uri())
    notes = page.locator(".lead .note")
    assert not notes.nth(1).is_visible()
    page.locator(".lead a.figure", has_text="6.6%").hover()
    assert notes.nth(1).is_visible()
    assert "23,000 ÷ 348,000 = 6.6%" in notes.nth(1).inner_text()
    assert "348000" in notes.nth(1).inner_text() and "archived 21 Nov 2022" in notes.nth(1).inner_text()
    text, note = page.locator(".lead .text").bounding_box(), notes.nth(1).bounding_box()
    assert text is not None and note is not None and note["x"] >= text["x"] + text["width"]
    page.locator(".lead a.figure", has_text="16").focus()
    assert notes.nth(3).is_visible()
    context.close()


def test_on_a_phone_the_evidence_opens_below_the_paragraph(browser: Browser, folder: Path) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto((folder / "briefs" / "colonies-2022-11.html").as_uri())
    note = page.locator(".lead .note").first
    assert not note.is_visible()
    page.locator(".lead .open").tap()
    assert note.is_visible()
    text, below = page.locator(".lead .text").bounding_box(), note.bounding_box()
    assert text is not None and below is not None and below["y"] >= text["y"] + text["height"]
    context.close()


@pytest.mark.parametrize("width", [320, 360, 800, 1200])
def test_no_page_is_wider_than_its_screen(browser: Browser, folder: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("index.html", "briefs/colonies-2022-11.html", "evidence/colonies-2022-11/record.html", "about.html"):
        page.goto((folder / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_every_number_can_be_reached_by_keyboard(browser: Browser, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto((folder / "briefs" / "colonies-2022-11.html").as_uri())
    wanted = page.locator("a.figure").count()
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate("[...document.querySelectorAll('a.figure')].indexOf(document.activeElement)")
        if here >= 0:
            reached.add(here)
    closed = page.locator("details a.figure").count()
    assert len(reached) == wanted - closed
    context.close()
