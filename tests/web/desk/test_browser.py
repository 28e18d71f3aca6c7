"""The whole way in Chromium: from the printed link to the tombstone; by keyboard, without scripts, on a phone."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import delete

from tallywire.desk import DeskDB
from tallywire.desk.accounts import first_invitation, log_in
from tallywire.desk.store import tables
from tallywire.desk.stories import story
from tallywire.web import app
from tallywire.web.session import COOKIE
from tests.audit.axe import violations
from tests.needs import chromium
from tests.web.desk.making import BICYCLES, EDITOR, FERRY, LIBRARY, OTHER_PASSWORD, PASSWORD, PRISONS
from tests.web.serving import GENEROUS, TEXT

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WHOLE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A real server on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(app(folder, limits=GENEROUS), host="127.0.0.1", port=0, log_level="critical", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as running:
        yield running


@contextmanager
def window(browser: Browser, *, quiet: bool = True, **options: object) -> Iterator[Page]:
    """A page in a context of its own; a script error or a refused resource fails the test."""
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    try:
        yield page
    finally:
        context.close()
    assert errors == []


def printed_link(folder: Path) -> str:
    """What the first start of a desk without accounts prints."""
    db = DeskDB(folder / "desk.db")
    with db.begin() as connection:
        for table in (tables.sessions, tables.accounts, tables.invitations):
            connection.execute(delete(table))
    token = first_invitation(db, datetime.now(UTC))
    assert token is not None
    return f"/accept?token={token}"


def said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#said")).to_contain_text(words)


def enter(page: Page, address: str) -> None:
    """Log in through the form."""
    page.goto(f"{address}/desk")
    page.get_by_label("Name").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk")


@pytest.mark.parametrize(
    ("view", "scripts"), [(WHOLE, True), (WHOLE, False), (PHONE, True)], ids=["desktop", "no-scripts", "phone"]
)
def test_from_the_printed_link_to_the_tombstone(
    browser: Browser, address: str, folder: Path, view: dict[str, int], scripts: bool
) -> None:
    link = printed_link(folder)
    with window(browser, viewport=view, java_script_enabled=scripts) as page:
        page.goto(address + link)
        page.get_by_label("Your name").fill("Ann Example")
        page.get_by_label("A password", exact=True).fill(OTHER_PASSWORD)
        page.get_by_label("The password again").fill(OTHER_PASSWORD)
        page.get_by_role("button", name="Make the account").click()
        page.wait_for_url("**/desk")

        page.get_by_role("button", name="Log out").click()
        page.goto(f"{address}/desk")
        page.get_by_label("Name").fill("Ann Example")
        page.get_by_label("Password").fill(OTHER_PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/desk")

        # Approve, then get a number wrong: it is refused.
        page.locator(f"ol.stories a[href*='{FERRY}']").click()
        page.get_by_role("button", name=re.compile("^Approve")).click()
        said(page, "Approved.")
        page.locator("a.button", has_text="Edit").click()
        page.get_by_label("Headline").fill("3,970 fewer ferry passengers in Utopia in two months")
        if scripts:
            expect(page.locator("#verdicts-summary")).to_contain_text("not borne out", timeout=5000)
        else:
            page.get_by_role("button", name="Check").click()
            expect(page.locator("#verdicts-summary")).to_contain_text("not borne out")
        page.get_by_role("button", name="Save").click()
        said(page, "not borne out")
        # Whatever the record says of a number, it is there to be read, and so is the verdict.
        expect(page.locator("#headline a.number", has_text="3,970")).to_be_visible()
        for shown in page.locator(".story a.number").all():
            expect(shown).to_be_visible()
        page.get_by_role("button", name=re.compile("^Approve")).click()
        page.get_by_role("button", name=re.compile("^Publish")).click()
        expect(page.get_by_role("heading", name="Not published yet")).to_be_visible()
        said(page, "3,970")

        # Right it and publish.
        page.get_by_role("link", name=re.compile("^Edit it")).click()
        page.get_by_label("Headline").fill("2,970 fewer ferry passengers in Utopia in two months")
        page.get_by_role("button", name="Save").click()
        said(page, "every one borne out")
        page.get_by_role("button", name=re.compile("^Approve")).click()
        page.get_by_role("button", name=re.compile("^Publish")).click()
        said(page, "Published.")

        # A reader finds it in the feed and follows a number to the marked cell.
        page.goto(f"{address}/")
        page.reload()  # a browser may hold the front page for a minute
        page.get_by_role("link", name="2,970 fewer ferry passengers in Utopia in two months").first.click()
        page.locator("main .lead p a.figure", has_text="49,210").first.click()
        assert "/evidence/" in page.url
        expect(page.frame_locator("iframe.archived").first.locator("mark").first).to_have_text("49,210")

        # Correct it.
        page.goto(f"{address}/desk/stories/{FERRY}")
        page.locator("a.button", has_text="Correct").click()
        page.get_by_label("Headline").fill("Fewer ferry passengers in Utopia")
        page.get_by_role("button", name="Save").click()
        page.get_by_label("What was wrong, and what is right").fill("The headline named the wrong months.")
        page.get_by_role("button", name=re.compile("^Publish the correction")).click()
        said(page, "Published.")
        page.get_by_role("link", name="Its page").click()
        expect(page.locator(".corrections")).to_contain_text("The headline named the wrong months.")

        # Withdraw it: readers and feeds are told.
        page.goto(f"{address}/desk/stories/{FERRY}")
        page.get_by_text("Withdraw it").click()
        page.get_by_label("Why; readers see it in its place").fill("The agency took the figures back")
        page.get_by_role("button", name="Withdraw", exact=True).click()
        said(page, "Withdrawn.")
        page.get_by_role("link", name="What stands in its place").click()
        expect(page.locator("main")).to_contain_text("The agency took the figures back")
        assert "deleted-entry" in (folder / "site" / "feed.atom").read_text("utf-8")


def test_the_same_by_keyboard_alone(browser: Browser, address: str, folder: Path) -> None:
    link = printed_link(folder)
    db = DeskDB(folder / "desk.db")
    with window(browser, viewport=WHOLE) as page:
        keys = page.keyboard
        page.goto(address + link)
        tab_to(page, "#name")
        keys.type("Ann Example")
        tab_to(page, "#password")
        keys.type(OTHER_PASSWORD)
        tab_to(page, "#again")
        keys.type(OTHER_PASSWORD)
        keys.press("Enter")
        page.wait_for_url("**/desk")

        first = page.locator("#headline").inner_text()
        keys.press("j")
        page.wait_for_url("**/desk/stories/*")
        assert page.locator("#headline").inner_text() != first
        keys.press("k")
        page.wait_for_url(f"**/{PRISONS}?in=todo")
        keys.press("a")
        said(page, "Approved.")
        keys.press("u")
        said(page, "Undone.")
        keys.press("d")
        said(page, "Dismissed.")
        keys.press("u")
        said(page, "Undone.")
        keys.press("e")
        page.wait_for_url("**/edit")
        tab_to(page, "#headline-field")
        # Single keys write while one writes; they press no button.
        keys.press("Control+a")
        keys.type("About 29,000 fewer people: adepu? jk")
        expect(page.locator("#verdicts-summary")).to_contain_text("not borne out", timeout=5000)
        keys.press("Control+a")
        keys.type("About 23,000 fewer people in correctional colonies in Russia in two months")
        keys.press("Control+Enter")
        said(page, "Saved.")
        keys.press("a")
        said(page, "Approved.")
        keys.press("p")
        said(page, "Published.")
        assert story(db, PRISONS).state == "published"

        # A number, by Tab and Enter, leads to the record beside it, and from there to the archived cell.
        number = page.locator("a.number", has_text="348,000").first
        target = str(number.get_attribute("href"))
        tab_to(page, f'a.number[href="{target}"]')
        keys.press("Enter")
        expect(page.locator(target)).to_be_focused()
        tab_to(page, f"{target} .cells a")
        keys.press("Enter")
        page.wait_for_url("**/releases/**")
        assert "348,000" in page.locator(":target").inner_text()

        page.goto(f"{address}/desk/stories/{PRISONS}")
        keys.press("w")
        expect(page.locator("#withdraw-reason")).to_be_focused()
        keys.type("It has to be counted anew")
        keys.press("Enter")
        said(page, "Withdrawn.")
        keys.press("?")
        expect(page.locator("details.keys")).to_have_attribute("open", "")
        assert story(db, PRISONS).withdrawn_reason == "It has to be counted anew"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is looked for has the focus."""
    for _ in range(150):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def test_keys_can_be_turned_off(browser: Browser, address: str) -> None:
    with window(browser, viewport=WHOLE) as page:
        enter(page, address)
        page.keyboard.press("?")
        page.get_by_label("Single keys work on this page").uncheck()
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.reload()
        page.keyboard.press("j")
        expect(page).to_have_url(re.compile(r"/desk$"))


def test_verdicts_are_asked_for_within_a_second_of_typing(browser: Browser, address: str) -> None:
    with window(browser, viewport=WHOLE) as page:
        enter(page, address)
        # A second of the page's own clock: how long the machine takes is not asked here.
        page.clock.install(time=0)
        page.goto(f"{address}/desk/new")
        page.clock.pause_at(3600_000)
        page.get_by_label("Headline").type("The number of ferry passengers in Utopia was 46,240 in October 2022")
        page.get_by_label("Headline").press("End")
        with page.expect_response("**/desk/new/verdicts"):
            page.clock.run_for(1000)
        page.clock.resume()
        expect(page.locator("#verdicts-summary")).to_contain_text("number")
        assert page.locator("#verdicts-summary").get_attribute("role") == "status"


def test_no_page_is_wider_than_a_phone(browser: Browser, address: str) -> None:
    with window(browser, viewport={"width": 360, "height": 740}) as page:
        enter(page, address)
        for path in PAGES:
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


PAGES = (
    "/desk",
    "/desk?in=approved",
    "/desk?in=published",
    f"/desk/stories/{FERRY}",
    f"/desk/stories/{PRISONS}",
    f"/desk/stories/{FERRY}/edit",
    f"/desk/stories/{BICYCLES}",
    "/desk/new",
    "/desk/history",
    "/desk/history?series=utopia/bicycles",
    "/desk/history?series=none",
    "/desk/mutes",
    "/desk/rules",
    "/desk/log",
    "/desk/checks",
    "/desk/people",
    "/account",
)


def test_axe_finds_nothing_on_any_page_light_and_dark(browser: Browser, address: str, folder: Path) -> None:
    link = printed_link_beside(folder)
    found: list[str] = []

    def look(page: Page, where: str) -> None:
        found.extend(f"{where}: {line}" for line in violations(page))

    for view in (WHOLE, PHONE):
        with window(browser, viewport=view) as page:
            page.goto(f"{address}/login")
            look(page, "login")
            page.goto(address + link)
            look(page, "accept")
            page.goto(f"{address}/accept?token=none")
            look(page, "no link")
            enter(page, address)
            if view is WHOLE:
                furnish(page, address)
            for path in (*PAGES, "/desk?in=dismissed", "/desk/log?what=published", kept_path(page, address)):
                page.goto(address + path)
                if path.endswith("/edit"):
                    page.get_by_label("Headline").fill("3,970 fewer ferry passengers")
                    expect(page.locator("#verdicts-summary")).to_contain_text("not borne out")
                page.evaluate("for (const all of document.querySelectorAll('details')) all.open = true")
                look(page, f"{path} {view['width']}")
            page.goto(f"{address}/desk/stories/{LIBRARY}")
            page.get_by_role("button", name=re.compile("^Publish")).click()
            expect(page.get_by_role("heading", name="Not published yet")).to_be_visible()
            look(page, f"refused {view['width']}")
    assert not found, "\n".join(found)


def printed_link_beside(folder: Path) -> str:
    from tallywire.desk.accounts import invite

    return f"/accept?token={invite(DeskDB(folder / 'desk.db'), 'reporter', by=EDITOR, at=datetime.now(UTC))}"


def furnish(page: Page, address: str) -> None:
    """Something in every list: a story published and corrected, one refused, a mute, a rule, a check."""
    page.goto(f"{address}/desk/stories/{PRISONS}")
    page.get_by_role("button", name=re.compile("^Approve")).click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    said(page, "Published.")
    page.goto(f"{address}/desk/stories/{PRISONS}/edit")
    page.get_by_label("Headline").fill("Fewer people in correctional colonies in Russia")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{address}/desk/stories/{LIBRARY}/edit")
    page.get_by_label("Headline").fill("9,658 more library visits in Utopia in one month")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name=re.compile("^Approve")).click()
    said(page, "Approved.")
    page.goto(f"{address}/desk/mutes")
    page.locator("#kind-reason").fill("too many of them")
    page.get_by_role("button", name="Mute the kind").click()
    page.goto(f"{address}/desk/rules")
    page.get_by_role("button", name="Publish without asking").click()
    page.goto(f"{address}/desk/people")
    page.get_by_role("button", name="Make a link").click()
    page.goto(f"{address}/check")
    page.locator("#text").fill(TEXT)
    page.get_by_label("Keep the text at the desk").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("main")).to_contain_text("This text was kept")


def kept_path(page: Page, address: str) -> str:
    page.goto(f"{address}/desk/checks")
    return str(page.locator(".kept-title a").first.get_attribute("href"))


def test_a_session_of_someone_else_is_not_shown(browser: Browser, address: str, folder: Path) -> None:
    """The cookie is out of reach of scripts, and goes to no other site."""
    token, _ = log_in(DeskDB(folder / "desk.db"), EDITOR, PASSWORD, address="203.0.113.9", at=datetime.now(UTC))
    with window(browser, viewport=WHOLE) as page:
        enter(page, address)
        assert page.evaluate("document.cookie") == ""
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies[COOKIE]["httpOnly"] and cookies[COOKIE]["sameSite"] == "Lax"
        assert cookies[COOKIE]["value"] != token
