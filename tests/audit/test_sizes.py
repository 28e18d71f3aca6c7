"""Narrow screens, large text, wide spacing, forced colours and stillness: nothing is lost, cut or laid over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.audit.open_house import DESKTOP, DONE, House, view

READ = ("feed", "brief", "corrected", "film", "marked", "check", "checked")
"""Pages that are read from end to end."""

SPACED = """\
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }
  `);
  document.adoptedStyleSheets = [sheet];
}
"""
"""WCAG 2.2, criterion 1.4.12."""

CUT = """\
() => {
  const words = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const seen = [...document.querySelectorAll("body *")].filter(element => words(element)
    && element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !element.closest("svg, select, textarea, script")
    && getComputedStyle(element).clipPath === "none" && !element.matches(".skip"));
  const name = element => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 60)}`;
  const found = seen.filter(element => {
    const {display, overflowX, overflowY} = getComputedStyle(element);
    return display !== "inline" && (overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1
      || overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1);
  }).map(element => `cut: ${name(element)}`);
  const lines = seen.flatMap(element => [...element.childNodes].filter(node => node.nodeType === 3).flatMap(node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(box => box.width > 1).map(box => ({element, box}));
  }));
  for (const [place, one] of lines.entries()) {
    for (const other of lines.slice(place + 1)) {
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Line boxes of large type overlap a little where nothing is drawn.
      if (wide > 2 && high > .5 * Math.min(one.box.height, other.box.height)) {
        found.push(`laid over: ${name(one.element)} | ${name(other.element)}`);
      }
    }
  }
  return [...new Set(found)];
}
"""
"""Elements whose words are cut off, and lines of text that lie on one another."""


def faults(page: Page) -> list[str]:
    found = page.evaluate(CUT)
    assert isinstance(found, list)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*map(str, found), *([f"wider than the screen by {wide}"] if wide > 0 else [])]


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_phone(house: House, browser: Browser, width: int) -> None:
    wide = {}
    with view(browser, (width, 640)) as page:
        for name in (*house.pages, *DONE):
            house.go(page, name)
            over = page.evaluate("document.documentElement.scrollWidth") - width
            if over > 0:
                wide[name] = over
    with view(browser, (width, 640), cookie=house.cookie, base=house.base) as page:
        for name, address in house.desk.items():
            page.goto(address)
            over = page.evaluate("document.documentElement.scrollWidth") - width
            if over > 0:
                wide[name] = over
    assert wide == {}


def test_at_twice_the_size_nothing_is_lost(house: House, browser: Browser) -> None:
    width, height = DESKTOP
    with view(browser, (width // 2, height // 2)) as page:
        found = [f"{name}: {fault}" for name in READ for fault in _there(house, page, name)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [360, 1180])
def test_with_wide_spacing_nothing_is_lost(house: House, browser: Browser, width: int) -> None:
    found = []
    with view(browser, (width, 900)) as page:
        for name in READ:
            house.go(page, name)
            assert not faults(page), name
            page.evaluate(SPACED)
            found += [f"{name}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def _there(house: House, page: Page, name: str) -> list[str]:
    house.go(page, name)
    return faults(page)


def test_words_on_words_are_told(browser: Browser) -> None:
    with view(browser) as page:
        page.set_content(
            "<p style='height: 20px; width: 40px; overflow: hidden; margin: 0'>one two three four</p>"
            "<p style='margin: -20px 0 0'>five</p>"
        )
        told = faults(page)
    assert [line.partition(":")[0] for line in told] == ["cut", "laid over"]


def test_in_forced_colours_all_words_and_marks_stay(house: House, browser: Browser) -> None:
    with view(browser) as page:
        for name in READ:
            house.go(page, name)
            before = page.inner_text("main")
            page.emulate_media(forced_colors="active")
            assert page.inner_text("main") == before, name
            for figure in page.locator("main a.figure").all()[:3]:
                assert figure.evaluate("a => getComputedStyle(a).textDecorationStyle") == "dotted", name
            page.emulate_media(forced_colors="none")


def test_who_asks_for_stillness_gets_it(house: House, browser: Browser) -> None:
    moving = (
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionProperty !== 'all').length"
    )
    with view(browser) as page:
        page.emulate_media(reduced_motion="reduce")
        for name in READ:
            house.go(page, name)
            assert page.evaluate(moving) == page.locator(".note").count(), (
                f"{name}: only notes wait before they close"
            )
