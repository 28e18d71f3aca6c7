"""Take the pictures in docs/pictures from a freshly played demo: `make pictures` (needs Debian's Chromium)."""

from __future__ import annotations

import re
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tallywire.demo import play
from tallywire.desk import DeskDB, Newsroom
from tallywire.desk.accounts import first_invitation
from tallywire.desk.stories import lines
from tallywire.web import app

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
FOUNDING = "fsin-colonies-fall-2022-11-01"
SERIES = "series/fsin-colonies-4bf9db21ffa9/index.html"
SHOTS = (
    # name, page, width, height, colours, element to show at the top
    ("feed", "index.html", 1180, 1000, "light", ""),
    ("feed-phone", "index.html", 390, 844, "dark", ""),
    ("brief", f"briefs/{FOUNDING}.html", 720, 1060, "light", ""),
    ("brief-dark", "briefs/usbls-nonfarm-fall-2009-03.html", 720, 1060, "dark", ""),
    ("evidence", f"evidence/{FOUNDING}/record-1.html", 820, 1100, "light", ".exhibits"),
    ("series", SERIES, 1180, 1060, "light", ""),
)
TEXT = """\
The number of people in Russian correctional colonies fell by 23,000 in two months, to 325,000 on 1 November 2022, \
the penitentiary service reported.

The unemployment rate in Utopia was 4.9% in October 2022, the lowest since January 2021. \
The number of ferry passengers in Utopia rose by 2,970 between August 2022 and October 2022.
"""


def main() -> None:
    """Play the demo into a temporary folder, serve it, and photograph its pages."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: install the package chromium")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "newsroom"
        play(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(folder) as base:
            for name, path, width, height, colours, element in SHOTS:
                with window(browser, width, height, dark=colours == "dark") as view:
                    view.goto(f"{base}/{path}")
                    if element:
                        view.locator(element).first.evaluate("shown => shown.scrollIntoView()")
                        view.wait_for_timeout(500)
                    view.screenshot(path=OUT / f"{name}.png")
            with window(browser, 1180, 900) as view:
                check(view, base)
                view.screenshot(path=OUT / "check.png")
            with window(browser, 1180, 900) as view:
                desk(view, base, folder)
                view.screenshot(path=OUT / "desk.png")
        browser.close()


def check(view: Page, base: str) -> None:
    """The check page with a text's verdicts, one of them open."""
    view.goto(f"{base}/check")
    view.get_by_label("The text", exact=True).fill(TEXT)
    view.get_by_label("Day it was published").fill("2022-11-21")
    view.get_by_role("button", name="Check").click()
    view.locator("a.tag").first.click()
    view.locator(".finding:target").wait_for()
    view.evaluate("scrollTo(0, 0)")


def desk(view: Page, base: str, folder: Path) -> None:
    """A draft being edited, with a number that the record does not bear out."""
    with Newsroom(folder) as room:
        db = DeskDB(room.desk)
    token = first_invitation(db, datetime.now(UTC))
    view.goto(f"{base}/accept?token={token}")
    view.get_by_label("Your name").fill("Editor")
    view.get_by_label("A password", exact=True).fill("seven tall ledgers")
    view.get_by_label("The password again").fill("seven tall ledgers")
    view.get_by_role("button", name="Make the account").click()
    draft = lines(db, states=("draft",))[0]
    view.goto(f"{base}/desk/stories/{draft.id}/edit")
    headline = view.get_by_label("Headline", exact=True)
    before = view.locator("#verdicts-summary").inner_text()
    headline.fill(
        re.sub(r"\d(?=[\d,]*\d\b)", lambda digit: "9" if digit[0] != "9" else "1", headline.input_value(), count=1)
    )
    view.wait_for_function("was => document.getElementById('verdicts-summary').textContent !== was", arg=before)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the newsroom's server, while it runs in a thread of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app(folder), access_log=False, log_level="warning", ws="none"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(timeout=20)
        listening.close()


@contextmanager
def window(browser: Browser, width: int, height: int, *, dark: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    main()
