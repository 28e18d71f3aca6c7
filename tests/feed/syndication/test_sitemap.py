"""Sitemaps by the rules of sitemaps.org and of Google's news format, and robots.txt."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import msgspec
import pytest
from lxml import etree

from tallywire.brief import Edition, Text
from tallywire.feed.issue import Issue
from tallywire.feed.syndication import Place, robots, sitemaps
from tallywire.feed.syndication import sitemap as written
from tests.feed.sample import edition, stacks
from tests.feed.syndication.following import BASE, FIRST, HOSTILE, brief, extreme, many

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _files(told: Edition, *more: Place) -> dict[str, bytes]:
    return {leaf.path: leaf.make() for leaf in sitemaps(Issue(told, stacks()), more)}


def _places(data: bytes) -> dict[str, str]:
    """Addresses with their last change, as far as the rules let them stand."""
    root = etree.fromstring(data)
    assert root.tag in {f"{S}urlset", f"{S}sitemapindex"} and len(data) < 50 * 1024 * 1024
    found = {}
    for child in root:
        assert child.tag == (f"{S}url" if root.tag == f"{S}urlset" else f"{S}sitemap")
        place, changed = child.findtext(f"{S}loc") or "", child.findtext(f"{S}lastmod") or ""
        assert place.startswith(BASE) and len(place) < 2048 and place.isascii() and " " not in place
        assert not changed or MOMENT.fullmatch(changed)
        assert place not in found
        found[place] = changed
    return found


def test_every_page_of_the_site_is_in_it() -> None:
    told = _files(edition(), Place("ledger/index.html", FIRST))
    assert list(_places(told["sitemap.xml"])) == [f"{BASE}sitemap-1.xml"]
    pages = _places(told["sitemap-1.xml"])
    assert pages[f"{BASE}briefs/colonies-2022-11.html"] == "2022-11-21T16:40:00Z"
    assert pages[f"{BASE}index.html"] == "2022-11-21T16:40:00Z"
    assert pages[f"{BASE}ledger/index.html"] == "2024-01-01T06:00:00Z"
    assert pages[f"{BASE}about.html"] == ""
    assert sum("/briefs/" in page for page in pages) == len(edition().briefs)


def test_large_sites_are_cut_and_the_index_says_when_each_file_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST_ADDRESSES", 40)
    before, after = _files(many(100)), _files(many(101))
    index = _places(before["sitemap.xml"])
    assert list(index) == [f"{BASE}sitemap-{number}.xml" for number in range(1, len(index) + 1)]
    pages: list[str] = []
    for place, changed in index.items():
        chunk = _places(before[place.removeprefix(BASE)])
        assert len(chunk) <= 40 and max(chunk.values()) == changed
        pages += chunk
    assert len(pages) == len(set(pages)) > 100
    assert before["sitemap-2.xml"] == after["sitemap-2.xml"], "a new brief comes last"


def test_the_news_are_those_of_two_days() -> None:
    told = msgspec.structs.replace(many(100), generated=FIRST + timedelta(hours=99))
    news = etree.fromstring(_files(told)["sitemap-news.xml"])
    assert [url.findtext(f"{N}news/{N}title") for url in news] == [f"Number {number}" for number in range(99, 50, -1)]
    for url in news:
        assert url.findtext(f"{N}news/{N}publication/{N}name") == "Tallywire"
        assert url.findtext(f"{N}news/{N}publication/{N}language") == "en"
        assert MOMENT.fullmatch(url.findtext(f"{N}news/{N}publication_date") or "")
        assert (url.findtext(f"{S}loc") or "").startswith(f"{BASE}briefs/")


def test_there_are_at_most_a_thousand_news_and_none_where_nothing_is_new() -> None:
    crowd = tuple(
        msgspec.structs.replace(brief(number), published=FIRST + timedelta(seconds=number)) for number in range(1100)
    )
    told = msgspec.structs.replace(many(0), briefs=crowd, generated=FIRST + timedelta(hours=1))
    assert len(etree.fromstring(_files(told)["sitemap-news.xml"])) == 1000
    assert len(etree.fromstring(_files(many(10))["sitemap-news.xml"])) == 0


def test_hostile_text_and_foreign_letters_are_escaped() -> None:
    hostile = msgspec.structs.replace(
        extreme(), generated=FIRST, address="https://tallywire.test/wire/новости & co/", title=HOSTILE
    )
    assert not _files(hostile), "blanks make it no address"
    told = msgspec.structs.replace(hostile, address="https://tallywire.test/wire/новости&co/")
    told = msgspec.structs.replace(
        told, briefs=(msgspec.structs.replace(brief(0), headline=Text(HOSTILE)), *told.briefs[1:])
    )
    places = _places(_files(told)["sitemap-1.xml"])
    assert all("%D0%BD" in place and "&co/" in place for place in places)
    titles = etree.fromstring(_files(told)["sitemap-news.xml"]).iter(f"{N}title")
    assert any("<script>" in (title.text or "") for title in titles)


def test_robots_may_read_everything_and_find_the_sitemaps() -> None:
    text = robots(many(1)).decode("ascii")
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("anyone", f"{BASE}index.html")
    assert rules.site_maps() == [f"{BASE}sitemap.xml", f"{BASE}sitemap-news.xml"]


def test_a_replayed_past_is_not_to_be_indexed() -> None:
    rules = RobotFileParser()
    rules.parse(robots(edition()).decode("ascii").splitlines())
    assert not rules.can_fetch("anyone", f"{BASE}index.html") and rules.site_maps() is None


def test_without_an_address_there_are_none() -> None:
    bare = msgspec.structs.replace(many(3), address="")
    assert _files(bare) == {} and b"Sitemap" not in robots(bare)
