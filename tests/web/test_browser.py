"""The server's pages in Chromium: without scripts, on a phone, by keyboard, and through axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from tests.audit.axe import violations
from tests.demo.played import Demo
from tests.needs import chromium
from tests.web.serving import TEXT
from tests.web.test_serve import running

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def base(demo: Demo) -> Iterator[str]:
    with running(demo.folder) as port:
        yield f"http://127.0.0.1:{port}"


def test_a_text_is_checked_without_scripts_on_a_phone(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/")
    page.get_by_role("link", name="Check").click()
    page.get_by_label("The text").fill(TEXT)
    page.get_by_label("Day it was published").fill("2022-11-12")
    page.get_by_role("button", name="Check").click()
    finding = page.locator("#claim-1")
    assert not finding.is_visible()
    page.locator("#at-1").click()
    finding.wait_for(state="visible")
    assert "349,000" in finding.locator("td.hit mark").inner_text()
    below = finding.bounding_box()
    text = page.locator(".text").first.bounding_box()
    assert below is not None and text is not None and below["y"] >= text["y"] + text["height"] - 1
    assert below["x"] + below["width"] <= 360
    context.close()


@pytest.mark.parametrize("path", ["/check", "/api", "/none"])
def test_no_page_is_wider_than_a_phone(browser: Browser, base: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(base + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_by_keyboard_the_verdict_opens_and_leads_back(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{base}/check")
    page.get_by_label("The text").focus()
    page.keyboard.type(TEXT.split("\n")[0])
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    page.locator("#at-1").focus()
    page.keyboard.press("Enter")
    finding = page.locator("#claim-1")
    finding.wait_for(state="visible")
    beside, text = finding.bounding_box(), page.locator(".text").first.bounding_box()
    assert beside is not None and text is not None and beside["x"] >= text["x"] + text["width"]
    assert page.evaluate("document.activeElement.id") == "claim-1"
    finding.get_by_role("link", name="Back to the text").focus()
    page.keyboard.press("Enter")
    finding.wait_for(state="hidden")
    context.close()


def test_axe_finds_nothing_and_the_policy_blocks_nothing(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            said.append(message.text)

    page.on("console", heard)
    for path in ("/check", "/api", "/static/none"):
        page.goto(base + path)
        assert violations(page) == []
    page.goto(f"{base}/check")
    page.get_by_label("The text").fill(TEXT)
    page.get_by_label("Day it was published").fill("2022-11-12")
    page.get_by_role("button", name="Check").click()
    page.locator("#at-1").click()
    assert violations(page) == []
    assert not said
    context.close()
