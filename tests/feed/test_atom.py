from __future__ import annotations

import re

import msgspec
from lxml import etree, html

from tallywire.feed import site
from tests.feed.reading import nodes
from tests.feed.sample import HEAD, edition, stacks

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = "{urn:x-tallywire:feed:1}"


def _feed() -> etree._Element:
    return etree.fromstring(site(edition(), stacks())["feed.atom"])


def test_has_what_rfc_4287_requires() -> None:
    feed = _feed()
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author", "subtitle", "rights"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(edition().briefs)
    for entry in entries:
        for name in ("id", "title", "published", "updated", "summary", "content"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        for name in ("published", "updated"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}{name}") or "")
        link = entry.find(f"{ATOM}link[@rel='alternate']")
        assert link is not None and str(link.get("href")).startswith("https://tallywire.test/wire/briefs/")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


def test_ids_are_tags_that_stay() -> None:
    later = msgspec.structs.replace(edition(), generated=edition().generated.replace(year=2030), head="0" * 64)
    ids = [
        [element.text for element in etree.fromstring(site(each, stacks())["feed.atom"]).iter(f"{ATOM}id")]
        for each in (edition(), later)
    ]
    assert ids[0] == ids[1]
    assert ids[0][:2] == [
        "tag:tallywire.test,2026:/wire/feed",
        "tag:tallywire.test,2022-11-21:/wire/brief/colonies-2022-11",
    ]


def test_carries_the_head_and_the_clock() -> None:
    feed = _feed()
    archive = feed.find(f"{OWN}archive")
    assert archive is not None and (archive.get("head"), archive.get("entries")) == (HEAD, "17")
    assert feed.findtext(f"{OWN}clock") == "simulated time"
    for name in ("subtitle", "rights"):
        assert HEAD in (feed.findtext(f"{ATOM}{name}") or "")
    assert "Simulated time" in (feed.findtext(f"{ATOM}subtitle") or "")


def test_content_is_the_brief_with_absolute_links() -> None:
    entry = _feed().find(f"{ATOM}entry")
    assert entry is not None
    content = entry.find(f"{ATOM}content")
    assert content is not None and content.get("type") == "html"
    tree = html.fragment_fromstring(content.text or "", create_parent="div")
    links = [str(link.get("href")) for link in nodes(tree, ".//a")]
    assert links and all(link.startswith("https://tallywire.test/wire/evidence/") for link in links)
    text = "".join(str(part) for part in tree.itertext())
    for wanted in ("simulated time", "reconstructed from reports", "348,000", "What is not known", "16 counts"):
        assert wanted in text


def test_says_when_a_brief_was_updated_and_what_it_is_about() -> None:
    entry = _feed().find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == "2022-11-21T16:40:00Z"
    terms = [category.get("term") for category in entry.findall(f"{ATOM}category")]
    assert terms == ["Prisons", "Russia", "New record"]


def test_without_an_address_links_are_relative() -> None:
    feed = etree.fromstring(site(msgspec.structs.replace(edition(), address=""), stacks())["feed.atom"])
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None and link.get("href") == "briefs/colonies-2022-11.html"
