"""axe-core on a page and in its frames."""

from __future__ import annotations

import os

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """\
async options => {
  const found = await axe.run(document, {resultTypes: ["violations"], iframes: false, ...options});
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join("; ")}`
    + ` ${node.html.slice(0, 160)}`));
}
"""

EVERY = os.environ.get("TALLYWIRE_AUDIT") == "every"
"""Every row of every page, however many are alike."""

ALIKE = """\
most => {
  const make = element => `${element.tagName}.${element.className}${["role", "hidden", "open", "style", "scope"].map(
    name => `|${element.getAttribute(name) ?? ""}`).join("")}(${[...element.children].map(make).join("")})`;
  const stood = new Map(), left = [];
  for (const row of document.querySelectorAll("tr, li, dt, dd")) {
    const kind = `${row.parentElement?.tagName}>${make(row)}`;
    const seen = (stood.get(kind) ?? 0) + 1;
    stood.set(kind, seen);
    if (seen > most) left.push(row);
  }
  for (const row of left) row.remove();
}
"""
MOST_ALIKE = 12
"""Rows of one make, tags and classes alike, that are looked at."""

OF_A_WHOLE_PAGE = ("region", "landmark-one-main", "page-has-heading-one")
"""Rules that are not for what stands in a frame."""


ENHANCED = {"color-contrast-enhanced": {"enabled": True}}
"""7:1 for text, which axe-core does not ask for by itself."""

OF_COLOUR = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""Rules that may be kept in light and broken in dark."""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page and in its frames, in light and in dark, a line for each element.

    Of rows that differ in their words only, the first dozen are looked at, unless TALLYWIRE_AUDIT=every; the others
    are taken from the page. No script runs in the sandboxed frames, not even axe-core's own, so each one's document
    is opened beside the page.
    """
    documents = [frame.get_attribute("srcdoc") or "" for frame in page.locator("iframe").all()]
    found = _in_both(page, ())
    if documents:
        beside = page.context.new_page()
        for document in documents:
            beside.set_content(document)
            found += [f"in a frame: {line}" for line in _in_both(beside, OF_A_WHOLE_PAGE)]
        beside.close()
    return found


def _in_both(page: Page, without: tuple[str, ...]) -> list[str]:
    if not EVERY:
        page.evaluate(ALIKE, MOST_ALIKE)
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE_SCRIPT)
    light = _run(page, {"rules": {rule: {"enabled": False} for rule in without} | ENHANCED})
    page.emulate_media(color_scheme="dark")
    dark = _run(page, {"runOnly": {"type": "rule", "values": OF_COLOUR}})
    return [*light, *(f"in dark: {line}" for line in dark)]


def _run(page: Page, options: dict[str, object]) -> list[str]:
    found = page.evaluate(RUN, options)
    assert isinstance(found, list)
    return [str(line) for line in found]
