"""JSON Feed 1.1 against a schema written from its specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from lxml import etree

from tests.feed.sample import HEAD, edition
from tests.feed.syndication.following import BASE, every, extreme, files, full, many

SCHEMA = json.loads((Path(__file__).parent / "jsonfeed.schema.json").read_text())
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def _feed(data: bytes) -> dict[str, Any]:
    feed = json.loads(data)
    assert isinstance(feed, dict)
    return feed


def test_every_document_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    bare = msgspec.structs.replace(extreme(), address="")
    for told in (edition(), extreme(), bare, many(0), many(160, withdrawn=frozenset({3, 120}))):
        for path, data in every(told, "json"):
            assert not [error.message for error in CHECK.iter_errors(_feed(data))], path


@pytest.mark.parametrize("key", ["version", "title", "items"])
def test_the_schema_refuses_what_is_missing(key: str) -> None:
    feed = _feed(files(edition())["feed.json"])
    del feed[key]
    assert list(CHECK.iter_errors(feed))


def test_ids_are_those_of_atom_and_links_are_absolute() -> None:
    told = files(edition())
    feed = _feed(told["feed.json"])
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(etree.fromstring(told["feed.atom"]).iter(f"{atom}entry"))
    assert [item["id"] for item in feed["items"]] == [entry.findtext(f"{atom}id") for entry in entries]
    assert feed["home_page_url"] == f"{BASE}index.html" and feed["feed_url"] == f"{BASE}feed.json"
    first = feed["items"][0]
    assert first["url"] == f"{BASE}briefs/colonies-2022-11.html"
    assert first["image"] == f"{BASE}cards/colonies-2022-11.png"
    assert first["date_modified"] == "2022-11-21T16:40:00Z" and first["date_published"] == "2022-11-21T09:14:00Z"
    assert first["tags"] == ["Prisons", "Russia", "New record"]


def test_the_next_address_leads_through_all_archive_documents() -> None:
    told = files(many(210))
    path, ids = "feed.json", []
    while path:
        feed = _feed(told[path])
        ids += [item["id"] for item in feed["items"]]
        assert feed["_tallywire"].get("archived", False) is (path != "feed.json")
        path = feed.get("next_url", "").removeprefix(BASE)
    assert len(ids) == len(set(ids)) == 210


def test_what_was_withdrawn_is_named_with_its_reason() -> None:
    feed = _feed(files(many(9, withdrawn=frozenset({4})))["feed.json"])
    assert feed["_tallywire"]["withdrawn"] == [
        {
            "id": "tag:tallywire.test,2024-01-01:/wire/brief/brief-0004",
            "at": "2024-02-10T10:00:00Z",
            "reason": "The figure was misread.",
        }
    ]
    assert len(feed["items"]) == 8


def test_head_clock_and_corrections_are_said() -> None:
    feed = _feed(files(edition())["feed.json"])
    assert feed["_tallywire"]["head"] == HEAD and feed["_tallywire"]["clock"] == "simulated time"
    own = _feed(files(msgspec.structs.replace(edition(), briefs=(full(),)))["feed.json"])["items"][0]["_tallywire"]
    assert own["corrections"] == [{"at": "2024-01-01T06:00:00Z", "text": "It had said 324,000; it is 325,000."}]
    assert own["series"] == ["fsin/colonies"] and own["labels"] == ["New record"]


def test_without_an_address_there_is_none() -> None:
    for _, data in every(msgspec.structs.replace(many(160), address=""), "json"):
        feed = _feed(data)
        assert not {"home_page_url", "feed_url", "next_url"} & set(feed)
        assert not any({"url", "image"} & set(item) or "href=" in item["content_html"] for item in feed["items"])
