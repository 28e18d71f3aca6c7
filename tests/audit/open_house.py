"""The served newsroom, and views of its pages as readers have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

import msgspec
from playwright.sync_api import Browser, Page

Colours = Literal["light", "dark"]

DESKTOP = (1180, 900)
PHONE = (390, 844)

ARTICLE = (
    "The number of people in Russian correctional colonies stood at 348,000 in August 2022.\n\n"
    "It fell by 23,000 in two months, the penitentiary service reported. "
    "The number of people in Russian correctional colonies rose to 420,000 in October 2022.\n\n"
    "There are 12,345 lamp posts in the town, because the mayor likes light."
)
"""A text with verdicts of several kinds."""


class House(msgspec.Struct, frozen=True, kw_only=True):
    """base: of the server, without a slash at its end. real: of a newsroom under the real clock, in the same way.

    pages, desk: name to address, of the pages for all and of the desk's. cookie: of an editor's session.
    """

    base: str
    real: str
    pages: Mapping[str, str]
    desk: Mapping[str, str]
    cookie: tuple[str, str]

    def go(self, page: Page, name: str) -> None:
        """Open the page of this kind; a few of them are what comes of a step on another."""
        match name:
            case "checked":
                check(page, self.base, ARTICLE, "2022-11-12")
            case "refused check":
                check(page, self.base, " ", "")
            case "search results":
                page.goto(self.pages["search"])
                page.get_by_role("searchbox").fill("colonies")
                page.locator(".found li").first.wait_for()
            case _:
                page.goto(self.pages[name])


DONE = ("checked", "refused check", "search results")
"""Pages that come of a step on another."""


def check(page: Page, base: str, text: str, published: str) -> None:
    """Fill the check page's form in and send it."""
    page.goto(f"{base}/check")
    page.get_by_label("The text", exact=True).fill(text)
    page.get_by_label("Day it was published").fill(published)
    page.get_by_role("button", name="Check").click()
    page.wait_for_load_state()


@contextmanager
def view(
    browser: Browser,
    size: tuple[int, int] = DESKTOP,
    colours: Colours = "light",
    *,
    cookie: tuple[str, str] | None = None,
    base: str = "",
) -> Iterator[Page]:
    """A window of this size on pages in these colours; with a cookie, that of someone who is signed in at `base`."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
    if cookie is not None:
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": base}])
    try:
        yield context.new_page()
    finally:
        context.close()
