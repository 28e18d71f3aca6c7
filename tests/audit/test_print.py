"""A brief on paper: one or two pages, the words and where they come from, and nothing to click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, PdfMargins

from tests.audit.open_house import House, view
from tests.audit.test_sizes import faults

PAPER = (718, 1047)
"""An A4 sheet inside margins of 10 mm, in CSS pixels."""

MARGIN: PdfMargins = {"top": "10mm", "right": "10mm", "bottom": "10mm", "left": "10mm"}

BRIEFS = ("brief", "plain brief", "corrected", "film", "marked", "real brief")


def sheets(pdf: bytes) -> int:
    """How many pages a document of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("name", BRIEFS)
def test_a_brief_on_paper(house: House, browser: Browser, name: str) -> None:
    with view(browser, PAPER) as page:
        house.go(page, name)
        read = [part.inner_text() for part in page.locator("h1, .text, figcaption > p, .sources li").all()]
        page.emulate_media(media="print")
        for part in ("nav", ".skip", ".notes", ".related", "summary"):
            assert not any(found.is_visible() for found in page.locator(part).all()), part
        printed = page.inner_text("main")
        assert [words for words in read if words and words not in printed] == []
        assert faults(page) == []
        assert 1 <= sheets(page.pdf(format="A4", margin=MARGIN)) <= 2


def test_the_archive_and_the_desk_are_named_on_paper(house: House, browser: Browser) -> None:
    with view(browser, PAPER, "dark") as page:
        house.go(page, "brief")
        page.emulate_media(media="print", color_scheme="dark")
        printed = page.inner_text("main")
        assert "Archive entry" in printed and "simulated time" in printed
        assert page.locator(".sources .address, .sources li a").first.is_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_verdicts_stand_open_on_paper(house: House, browser: Browser) -> None:
    with view(browser, PAPER, "dark") as page:
        house.go(page, "checked")
        page.emulate_media(media="print", color_scheme="dark")
        findings = page.locator(".finding").all()
        assert findings and all(finding.is_visible() for finding in findings)
        assert not page.locator("form").is_visible()
        papers = {finding.evaluate("one => getComputedStyle(one).backgroundColor") for finding in findings}
        assert papers == {"rgb(244, 242, 234)"}, "light paper, whatever the screen has"
        assert faults(page) == []
