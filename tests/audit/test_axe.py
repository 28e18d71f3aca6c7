"""axe-core finds nothing on any page, in light and in dark, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.audit.axe import violations
from tests.audit.open_house import DESKTOP, DONE, PHONE, House, view

LONG = ("older figures", "long release")
"""Hundreds of rows of one make; the wide screen shows all that the phone does, and more."""


@pytest.mark.parametrize(("size", "without"), [(DESKTOP, ()), (PHONE, LONG)], ids=["desktop", "phone"])
def test_no_page_breaks_a_rule(
    house: House, browser: Browser, size: tuple[int, int], without: tuple[str, ...]
) -> None:
    found = []
    with view(browser, size) as page:
        for name in (*house.pages, *DONE):
            if name not in without:
                house.go(page, name)
                found += [f"{name}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_of_the_desk_breaks_a_rule(house: House, browser: Browser, size: tuple[int, int]) -> None:
    found = []
    with view(browser, size, cookie=house.cookie, base=house.base) as page:
        for name, address in house.desk.items():
            page.goto(address)
            assert page.locator("text=Log out").count(), f"{name} is for those who are signed in"
            found += [f"{name}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


def test_a_broken_rule_is_told(browser: Browser) -> None:
    dark = "@media (prefers-color-scheme: dark) { p, b { color: #222; background: #111 } b { color: #888 } }"
    frame = "<html lang=en><title>rows</title><img src=a.png></html>"
    with view(browser) as page:
        page.set_content(
            f"<html lang=en><title>a</title><style>{dark}</style><main><h1>a</h1><p>words</p><b>more</b>"
            f"<iframe title=rows srcdoc='{frame}'></iframe></main></html>"
        )
        told = violations(page)
    assert sorted(line.partition(" (")[0] for line in told) == [
        "in a frame: image-alt",
        "in dark: color-contrast",
        "in dark: color-contrast-enhanced",
    ]
