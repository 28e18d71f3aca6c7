"""axe-core finds nothing on any page, in light and in dark, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.audit.axe import EVERY, MOST_ALIKE, violations
from tests.audit.open_house import DESKTOP, DONE, PHONE, House, view


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_breaks_a_rule(house: House, browser: Browser, size: tuple[int, int]) -> None:
    found = []
    with view(browser, size) as page:
        for name in (*house.pages, *DONE):
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


def test_a_row_of_another_make_is_looked_at(browser: Browser) -> None:
    rows = ["<li>words</li>"] * 100
    rows[90] = "<li><b style='color: #888; background: #fff'>words</b></li>"
    rows[91] = "<li class=faint>words</li>"
    with view(browser) as page:
        page.set_content(
            "<html lang=en><title>a</title><style>.faint { color: #888 }</style>"
            f"<main><h1>a</h1><ul>{''.join(rows)}</ul></main></html>"
        )
        told = [line for line in violations(page) if line.startswith("color-contrast (")]
        assert page.locator("li").count() == (100 if EVERY else MOST_ALIKE + 2)
    assert len(told) == 2


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
