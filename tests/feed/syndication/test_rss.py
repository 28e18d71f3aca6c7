"""RSS 2.0: what its specification requires, and what stands beside it."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import msgspec
import pytest
from lxml import etree, html

from tallywire.feed.syndication.rss import mail_date
from tests.feed.reading import nodes
from tests.feed.sample import HEAD, edition
from tests.feed.syndication.following import BASE, every, extreme, files, many

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}content"


def _channel(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    assert root.tag == "rss" and root.get("version") == "2.0" and len(root) == 1
    channel = root.find("channel")
    assert channel is not None
    return channel


def test_every_channel_and_item_has_what_rss_requires() -> None:
    for path, data in every(extreme(), "rss"):
        channel = _channel(data)
        for name in ("title", "link", "description", "lastBuildDate"):
            assert len(channel.findall(name)) == 1 and channel.findtext(name), (path, name)
        own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [BASE + path]
        for item in channel.findall("item"):
            for name in ("title", "link", "guid", "pubDate", "description", ENCODED, CREATOR, MEDIA):
                assert len(item.findall(name)) == 1, (path, name)
            assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is not None
            guid = item.find("guid")
            assert guid is not None and guid.get("isPermaLink") == "false"
            assert str(guid.text).startswith("tag:tallywire.test,")


def test_ids_are_those_of_atom() -> None:
    told = files(edition())
    atom = [entry.findtext(f"{ATOM}id") for entry in etree.fromstring(told["feed.atom"]).iter(f"{ATOM}entry")]
    assert [item.findtext("guid") for item in _channel(told["feed.rss"]).findall("item")] == atom


def test_the_description_is_the_lead_and_both_texts_are_html() -> None:
    first = _channel(files(edition())["feed.rss"]).find("item")
    assert first is not None
    assert (first.findtext("description") or "").startswith("The number of people in correctional colonies fell")
    tree = html.fragment_fromstring(first.findtext(ENCODED) or "", create_parent="div")
    assert nodes(tree, ".//a") and "How it was found" in tree.text_content()
    for item in _channel(files(extreme())["feed.rss"]).findall("item"):
        for name in ("description", ENCODED):
            assert not nodes(html.fragment_fromstring(item.findtext(name) or "", create_parent="div"), ".//script")


def test_what_was_withdrawn_is_gone_and_its_tombstone_is_there() -> None:
    channel = _channel(files(many(9, withdrawn=frozenset({4})))["feed.rss"])
    assert len(channel.findall("item")) == 8
    assert [grave.findtext(f"{AT}comment") for grave in channel.findall(f"{AT}deleted-entry")] == [
        "The figure was misread."
    ]


def test_archive_documents_are_chained() -> None:
    told = files(many(160))
    links = {
        path: {link.get("rel"): link.get("href") for link in _channel(data).findall(f"{ATOM}link")}
        for path, data in told.items()
        if path.startswith("feed") and path.endswith(".rss")
    }
    assert links == {
        "feed.rss": {"self": f"{BASE}feed.rss", "prev-archive": f"{BASE}feed-archive/2.rss"},
        "feed-archive/1.rss": {
            "self": f"{BASE}feed-archive/1.rss",
            "current": f"{BASE}feed.rss",
            "next-archive": f"{BASE}feed-archive/2.rss",
        },
        "feed-archive/2.rss": {
            "self": f"{BASE}feed-archive/2.rss",
            "current": f"{BASE}feed.rss",
            "prev-archive": f"{BASE}feed-archive/1.rss",
        },
    }
    assert _channel(told["feed-archive/1.rss"]).find(f"{FH}archive") is not None


def test_without_an_address_nothing_is_linked_and_ids_stay() -> None:
    bare = msgspec.structs.replace(edition(), address="")
    channel = _channel(files(bare)["feed.rss"])
    assert channel.findtext("link") == "tag:localhost,2026:/feed"
    for item in channel.findall("item"):
        assert item.find("link") is None and item.find(MEDIA) is None
        assert str(item.findtext("guid")).startswith("tag:localhost,")
        assert "<a href=" not in (item.findtext(ENCODED) or "")


def test_the_archives_head_is_in_it() -> None:
    archive = _channel(files(edition())["feed.rss"]).find("{urn:x-tallywire:feed:1}archive")
    assert archive is not None and archive.get("head") == HEAD


@pytest.mark.parametrize(
    "moment", ["2024-02-29T23:59:59+00:00", "2023-12-31T23:30:00-05:00", "0999-01-01T00:00:00+00:00"]
)
def test_dates_are_those_of_mail(moment: str) -> None:
    at = datetime.fromisoformat(moment)
    assert parsedate_to_datetime(mail_date(at)) == at
    assert mail_date(at).endswith(" +0000")
