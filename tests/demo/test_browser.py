"""As a reader goes: from the feed to the founding brief, and from its number to the marked cell, without scripts."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.demo.played import Demo
from tests.needs import chromium

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def test_a_number_is_followed_from_the_feed_to_its_archived_cell(demo: Demo) -> None:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = browser.new_context(java_script_enabled=False).new_page()
            page.goto(f"file://{demo.site / 'index.html'}")
            page.get_by_role(
                "link", name="About 23,000 fewer people in correctional colonies in Russia"
            ).first.click()
            assert "simulated time" in page.inner_text("body").lower()
            page.locator("main p a", has_text="325,000").first.click()
            assert "/evidence/" in page.url
            marked = page.frame_locator("iframe.archived").first.locator("mark")
            assert marked.inner_text() == "325,000"
            headings = page.frame_locator("iframe.archived").first.locator("tr").first.inner_text()
            assert "In correctional colonies" in headings
        finally:
            browser.close()
