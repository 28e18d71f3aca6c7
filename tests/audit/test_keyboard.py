"""By keyboard alone: everything that acts is reached, in sight, and seen to be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.audit.open_house import House, view

ACTS = """\
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && element.type !== "hidden")
"""
NUMBERED = f"() => ({ACTS})().forEach((element, place) => element.dataset.place = place)"
HERE = """\
() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    place: element.dataset.place ?? "",
    name: `${element.tagName} ${element.textContent.trim().slice(0, 40)}`,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
"""


@pytest.mark.parametrize("name", ["feed", "brief", "film", "check", "checked", "real brief", "log in"])
def test_all_that_acts_is_reached_with_a_ring_around_it(house: House, browser: Browser, name: str) -> None:
    with view(browser) as page:
        page.emulate_media(reduced_motion="reduce")
        house.go(page, name)
        page.evaluate(NUMBERED)
        wanted = {str(place) for place in range(page.evaluate(f"({ACTS})().length"))}
        if page.evaluate("document.activeElement !== document.body"):
            page.evaluate("document.activeElement.blur()")
        reached: dict[str, dict[str, object]] = {}
        for _ in range(4 * len(wanted)):
            page.keyboard.press("Tab")
            here = page.evaluate(HERE)
            if here["place"] in reached and len(reached) >= len(wanted):
                break
            if here["place"]:
                reached[here["place"]] = here
        assert set(reached) == wanted
        assert [here["name"] for here in reached.values() if not here["ring"]] == []
        assert [here["name"] for here in reached.values() if not here["inSight"]] == []


@pytest.mark.parametrize("name", ["feed", "brief", "evidence", "series", "search", "check", "log in"])
def test_the_first_step_leads_past_the_masthead(house: House, browser: Browser, name: str) -> None:
    with view(browser, (390, 700)) as page:
        page.emulate_media(reduced_motion="reduce")
        house.go(page, name)
        skip = page.locator(".skip")
        if name == "search":
            skip.focus()
        else:
            page.keyboard.press("Tab")
        assert skip.evaluate("link => link === document.activeElement")
        box = skip.bounding_box()
        assert box is not None and box["y"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert _in_main(page)


def _in_main(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('main').contains(document.activeElement)"))


def test_searching_without_a_mouse(house: House, browser: Browser) -> None:
    with view(browser) as page:
        page.goto(house.pages["search"])
        page.keyboard.press("Tab")
        page.keyboard.press("/")
        page.keyboard.type("correctional colonies")
        page.locator(".found li").first.wait_for()
        page.keyboard.press("ArrowDown")
        wanted = page.evaluate("document.activeElement.href")
        assert page.evaluate(HERE)["ring"]
        page.keyboard.press("Enter")
        page.wait_for_url(wanted)
        assert "colonies" in page.inner_text("h1").lower()


def test_evidence_comes_up_and_is_entered_by_keyboard(house: House, browser: Browser) -> None:
    with view(browser) as page:
        house.go(page, "brief")
        figure = page.locator(".lead a.figure").first
        figure.focus()
        note = page.locator(".lead .note").first
        assert note.is_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/evidence/**")
        assert page.locator("h1").inner_text()


def test_a_text_is_checked_without_a_mouse(house: House, browser: Browser) -> None:
    with view(browser) as page:
        page.goto(house.pages["check"])
        page.get_by_label("The text", exact=True).focus()
        page.keyboard.type("The number of people in Russian correctional colonies stood at 348,000 in August 2022.")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "BUTTON":
                break
        page.keyboard.press("Enter")
        tag = page.locator("a.tag").first
        tag.focus()
        page.keyboard.press("Enter")
        assert page.locator(".finding:target").is_visible()
