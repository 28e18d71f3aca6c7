"""A past version that a web archive holds is shown as that, with its address there."""

from __future__ import annotations

import msgspec
import pytest

from tallywire.brief import Excerpt
from tallywire.feed import site
from tests.feed.reading import nodes, page, words
from tests.feed.sample import SampleStacks, edition, sheets

HELD = "https://archive.example/web/20220915090000/https://tallywire.test/figures"
FOUNDING = "briefs/colonies-2022-11.html"
EVIDENCE = "evidence/colonies-2022-11/fall.html"


def past(note: str) -> dict[str, bytes]:
    """The sample's site where what was imported by hand came from a web archive instead."""

    def shown(excerpt: Excerpt) -> Excerpt:
        return msgspec.structs.replace(excerpt, kind="memento", note=note) if excerpt.note else excerpt

    own = tuple(msgspec.structs.replace(each, excerpts=tuple(map(shown, each.excerpts))) for each in sheets())
    return dict(site(edition(), SampleStacks(own)))


def test_a_brief_and_its_evidence_name_the_web_archive() -> None:
    files = past(HELD)
    brief, evidence = page(files, FOUNDING), page(files, EVIDENCE)
    assert "held by a web archive, fetched 21 November 2022" in words(brief)
    assert "imported by hand" not in words(brief)
    assert "Held by a web archive, which says when it was so:" in words(evidence)
    assert {link.get("href") for link in nodes(evidence, f"//a[text()='{HELD}']")} == {HELD}


@pytest.mark.parametrize("note", ["javascript:alert(1)", '"><script>alert(1)</script>'])
def test_an_address_that_is_none_is_no_link(note: str) -> None:
    evidence = page(past(note), EVIDENCE)
    assert note in words(evidence)
    assert nodes(evidence, "//script[contains(text(), 'alert')]") == []
    assert [link for link in nodes(evidence, "//a[@href]") if "alert" in str(link.get("href"))] == []
