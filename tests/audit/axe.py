"""axe-core on a page and in its frames."""

from __future__ import annotations

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

OF_A_WHOLE_PAGE = ("region", "landmark-one-main", "page-has-heading-one")
"""Rules that are not for what stands in a frame."""


ENHANCED = {"color-contrast-enhanced": {"enabled": True}}
"""7:1 for text, which axe-core does not ask for by itself."""

OF_COLOUR = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""Rules that may be kept in light and broken in dark."""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page and in its frames, in light and in dark, a line for each element.

    No script runs in the sandboxed frames, not even axe-core's own, so each one's document is opened beside the page.
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
