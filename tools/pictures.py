"""Take the pictures in docs/pictures from a freshly played demo: `make pictures` (needs Debian's Chromium)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tallywire.demo import play

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
FOUNDING = "fsin-colonies-fall-2022-11-01"
SHOTS = (
    # name, page, width, height, colours, element to show at the top
    ("feed", "index.html", 1180, 1000, "light", ""),
    ("feed-phone", "index.html", 390, 844, "dark", ""),
    ("brief", f"briefs/{FOUNDING}.html", 720, 1060, "light", ""),
    ("brief-dark", "briefs/usbls-nonfarm-fall-2009-03.html", 720, 1060, "dark", ""),
    ("evidence", f"evidence/{FOUNDING}/record-1.html", 820, 1100, "light", ".exhibits"),
)


def main() -> None:
    """Play the demo into a temporary folder and photograph its site."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: install the package chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = play(Path(folder) / "newsroom").published.folder
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name, page, width, height, colours, element in SHOTS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if colours == "dark" else "light"
            )
            view = context.new_page()
            view.goto(f"file://{site / page}")
            if element:
                view.locator(element).first.scroll_into_view_if_needed()
                view.evaluate("selector => document.querySelector(selector).scrollIntoView()", element)
                view.wait_for_timeout(500)
            view.screenshot(path=OUT / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    main()
