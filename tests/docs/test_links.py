"""Every link inside the repository leads somewhere, and every page can be reached from the map."""

from __future__ import annotations

import pytest

from tests.docs.markdown import anchors, links, pages, prose, text_of
from tests.needs import ROOT


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    here = ROOT / page
    for link in links(text_of(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (here.parent / path).resolve() if path else here
        assert target.exists(), f"{page}: {link}"
        assert target.is_relative_to(ROOT), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{page}: {link}"


def test_every_page_can_be_reached_from_the_map() -> None:
    reached: set[str] = set()
    waiting = ["docs/index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in links(text_of(page)):
            target = (ROOT / page).parent / link.partition("#")[0]
            if target.suffix == ".md" and target.is_file():
                name = target.resolve().relative_to(ROOT).as_posix()
                if name.startswith("docs/"):
                    waiting.append(name)
    assert {page for page in pages() if page.startswith("docs/")} <= reached


@pytest.mark.parametrize("page", pages())
def test_a_page_has_one_title(page: str) -> None:
    text = text_of(page)
    assert text.startswith("# "), page
    assert [line[:2] for line in prose(text).split("\n")].count("# ") == 1, page
