"""Atom as RFC 4287 wants it, its tombstones (RFC 6721) and archive documents (RFC 5005)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from lxml import etree, html

from tallywire.brief import Edition
from tests.feed.reading import nodes
from tests.feed.sample import HEAD, edition
from tests.feed.syndication.following import BASE, every, extreme, files, full, many, sealed
from tests.needs import command

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
OWN = "{urn:x-tallywire:feed:1}"
SCHEMA = Path(__file__).parent / "atom.rnc"


def _feed(told: Edition, path: str = "feed.atom") -> etree._Element:
    return etree.fromstring(files(told)[path])


def _link(feed: etree._Element, rel: str) -> str:
    found = [str(link.get("href")) for link in feed.findall(f"{A}link") if link.get("rel") == rel]
    assert len(found) <= 1
    return found[0] if found else ""


def _jing(folder: Path, documents: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    paths = []
    for number, data in enumerate(documents.values()):
        paths.append(folder / f"{number}.atom")
        paths[-1].write_bytes(data)
    return subprocess.run(
        [command("jing"), "-c", str(SCHEMA), *map(str, paths)], capture_output=True, text=True, timeout=120
    )


def test_every_document_is_valid(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(extreme(), address="")
    empty = msgspec.structs.replace(many(0), sources=())
    told = {
        f"{number} {path}": data
        for number, each in enumerate((edition(), extreme(), bare, empty, many(160, withdrawn=frozenset({3, 120}))))
        for path, data in every(each, "atom")
    }
    assert any("archive/2" in path for path in told)
    outcome = _jing(tmp_path, told)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_schema_refuses_what_the_rfc_forbids(tmp_path: Path) -> None:
    good = files(edition())["feed.atom"].decode()
    for wrong in (
        good.replace("<id>", "<x>", 1).replace("</id>", "</x>", 1),
        good.replace("T16:40:00Z</updated>", " 16:40:00</updated>", 1),
        good.replace("<entry>", "<entry><title>Twice</title>", 1),
        good.replace("</feed>", "<rights>Late</rights></feed>"),
    ):
        assert wrong != good
        assert _jing(tmp_path, {"wrong": wrong.encode()}).returncode == 1


def test_an_entry_has_a_lasting_id_its_times_and_what_it_is_about() -> None:
    feed = _feed(edition())
    assert feed.findtext(f"{A}id") == "tag:tallywire.test,2026:/wire/feed"
    assert all(len(feed.findall(f"{A}{name}")) == 1 for name in ("title", "subtitle", "updated", "author", "rights"))
    entries = feed.findall(f"{A}entry")
    assert len(entries) == len(edition().briefs)
    first = entries[0]
    assert first.findtext(f"{A}id") == "tag:tallywire.test,2022-11-21:/wire/brief/colonies-2022-11"
    assert first.findtext(f"{A}published") == "2022-11-21T09:14:00Z"
    assert first.findtext(f"{A}updated") == "2022-11-21T16:40:00Z"
    assert first.findtext(f"{A}author/{A}name") == "The Tallywire desk"
    assert [each.get("term") for each in first.findall(f"{A}category")] == ["Prisons", "Russia", "New record"]
    picture = first.find("{http://search.yahoo.com/mrss/}content")
    assert picture is not None and picture.get("url") == f"{BASE}cards/colonies-2022-11.png"
    assert len({each.findtext(f"{A}id") for each in entries}) == len(entries)


def test_one_brief_has_one_id_in_every_stream() -> None:
    told = {
        entry.findtext(f"{A}link") or entry.findtext(f"{A}title"): entry.findtext(f"{A}id")
        for _, data in every(many(6), "atom")
        for entry in etree.fromstring(data).findall(f"{A}entry")
    }
    assert len(told) == len(set(told.values())) == 6
    ids = [etree.fromstring(data).findtext(f"{A}id") for _, data in every(many(6), "atom")]
    assert len(ids) == len(set(ids)), "each stream has an id of its own"


def test_the_content_is_the_whole_brief() -> None:
    told = msgspec.structs.replace(edition(), briefs=(full(),))
    content = _feed(told).find(f"{A}entry/{A}content")
    assert content is not None and content.get("type") == "html"
    tree = html.fragment_fromstring(content.text or "", create_parent="div")
    text = " ".join("".join(str(part) for part in tree.itertext()).split())
    for wanted in (
        "New record · Prisons · Russia · reconstructed from reports · simulated time",
        "Correction, 1 January 2024, 06:00 UTC: It had said 324,000; it is 325,000.",
        "Published without support in the record 49: Counted by the desk",
        "What is not known",
        "How it was found",
        "Source: Penitentiary service, as reported",
        "The Tallywire desk · desk@tallywire.test",
    ):
        assert wanted in text, wanted
    assert [item.text_content() for item in tree.findall(".//ul/li")] == ["348,000 before", "325,000 after"]
    assert tree.findtext(".//h3") == "What changed"
    hrefs = [str(link.get("href")) for link in nodes(tree, ".//a")]
    assert f"{BASE}evidence/everything/start.html" in hrefs
    assert "https://example.test/q?a=1&b=2" in hrefs and "https://video.example.test/watch?v=1&t=2" in hrefs


def test_hostile_text_stays_text() -> None:
    for path, data in every(extreme(), "atom"):
        feed = etree.fromstring(data)
        for content in feed.iter(f"{A}content"):
            tree = html.fragment_fromstring(content.text or "", create_parent="div")
            assert not nodes(tree, ".//script"), path
            assert all(str(link.get("href")).startswith("https://") for link in nodes(tree, ".//a")), path
    titles = [title.text or "" for title in _feed(extreme()).iter(f"{A}title")]
    assert any("<script>alert(1)</script>" in title for title in titles), "nothing of it is lost"


def test_without_an_address_links_lead_from_the_documents_base() -> None:
    bare = msgspec.structs.replace(many(160), address="")
    for path, data in every(bare, "atom"):
        feed = etree.fromstring(data)
        place = urljoin(f"file:///site/{path}", feed.get("{http://www.w3.org/XML/1998/namespace}base", ""))
        assert urljoin(place, _link(feed, "self")) == f"file:///site/{path}"
        for link in feed.findall(f"{A}entry/{A}link"):
            assert urljoin(place, str(link.get("href"))).startswith("file:///site/briefs/")
        for rel in ("current", "prev-archive", "next-archive"):
            if _link(feed, rel):
                assert urljoin(place, _link(feed, rel)).removeprefix("file:///site/") in files(bare)


def test_archive_documents_are_chained_and_hold_everything_once() -> None:
    told = files(many(260))
    path, seen, ids = "feed.atom", [], []
    while path:
        feed = etree.fromstring(told[path])
        seen.append(path)
        ids += [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
        assert (feed.find(f"{FH}archive") is not None) is (path != "feed.atom")
        assert feed.find(f"{FH}complete") is None
        assert _link(feed, "self") == BASE + path
        assert _link(feed, "current") == (BASE + "feed.atom" if path != "feed.atom" else "")
        after = _link(feed, "next-archive")
        assert after == (BASE + seen[-2] if len(seen) > 2 else "")
        path = _link(feed, "prev-archive").removeprefix(BASE)
    assert seen == [f"feed{part}.atom" for part in ("", *(f"-archive/{number}" for number in (4, 3, 2, 1)))]
    assert len(ids) == len(set(ids)) == 260


def test_a_stream_in_one_document_is_complete() -> None:
    feed = _feed(many(99))
    assert feed.find(f"{FH}complete") is not None and not _link(feed, "prev-archive")
    assert len(feed.findall(f"{A}entry")) == 99


def test_what_was_withdrawn_leaves_a_tombstone_wherever_it_stood() -> None:
    told = files(many(160, withdrawn=frozenset({3, 155})))
    ids = {3: "tag:tallywire.test,2024-01-01:/wire/brief/brief-0003", 155: ""}
    ids[155] = ids[3].replace("01-01", "01-07").replace("0003", "0155")
    wanted = {
        "feed.atom": [155, 3],
        "feed-archive/1.atom": [3],
        "feed-archive/2.atom": [],
        "series/s-3-0000/feed.atom": [155, 3],
        "sources/dpc/feed.atom": [155, 3],
        "sources/fsin/feed.atom": [],
    }
    found = {path for path in told if path.startswith("series/s-3-") and path.endswith("/feed.atom")}
    wanted[found.pop()] = wanted.pop("series/s-3-0000/feed.atom")
    for path, numbers in wanted.items():
        feed = etree.fromstring(told[path])
        graves = feed.findall(f"{AT}deleted-entry")
        assert [grave.get("ref") for grave in graves] == [ids[number] for number in numbers], path
        for grave in graves:
            assert grave.findtext(f"{AT}comment") == "The figure was misread."
            assert grave.findtext(f"{AT}by/{A}name") == "The Tallywire desk"
            assert str(grave.get("when")).endswith("Z")
        assert not {entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")} & set(ids.values())


def test_the_whole_carries_the_archives_head_and_a_subject_what_it_rests_on() -> None:
    told = files(sealed())
    archive = etree.fromstring(told["feed.atom"]).find(f"{OWN}archive")
    assert archive is not None and (archive.get("head"), archive.get("entries")) == (HEAD, "17")
    seals = {}
    for path, data in told.items():
        found = etree.fromstring(data).find(f"{OWN}archive") if path.endswith(".atom") else None
        if found is not None:
            seals[path] = (found.get("head"), int(found.get("entries", "0")))
    rests = [seal for path, seal in seals.items() if path.startswith("sources/fsin/")]
    chains = {version.chain: version.entry for source in sealed().sources for version in source.versions}
    assert rests and all(chains[str(head)] == entries for head, entries in rests)


def test_the_clock_is_said_where_it_is_not_the_real_one() -> None:
    feed = _feed(edition())
    assert feed.findtext(f"{OWN}clock") == "simulated time"
    assert "Simulated time" in (feed.findtext(f"{A}subtitle") or "")
    assert _feed(many(1)).find(f"{OWN}clock") is None


@pytest.mark.parametrize("path", ["feed.atom", "topics/health-55898449eb74/feed.atom"])
def test_a_stream_was_updated_when_the_last_brief_was(path: str) -> None:
    feed = _feed(edition(), path)
    assert feed.findtext(f"{A}updated") == max(
        entry.findtext(f"{A}updated") or "" for entry in feed.iter(f"{A}entry")
    )
