"""Real clients read every feed: feedparser, and newsboat over HTTP."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import msgspec
import pytest
from lxml import html

from tests.feed.reading import nodes
from tests.feed.sample import edition
from tests.feed.syndication.following import extreme, files, many
from tests.needs import command

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


def _ending(path: str) -> str:
    return path.rpartition(".")[2]


@contextmanager
def _served(told: Mapping[str, bytes]) -> Iterator[str]:
    """The files on a loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = told.get(self.path.lstrip("/"))
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Type", TYPES.get(_ending(self.path), "application/octet-stream"))
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written beside the test's own output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feedparser_reads_every_document(ending: str) -> None:
    told = {path: data for path, data in files(many(160)).items() if _ending(path) == ending}
    read = 0
    for path, data in told.items():
        feed = feedparser.parse(data)
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == {"atom": "atom10", "rss": "rss20"}[ending]
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.published_parsed and entry.updated_parsed and entry.link.startswith("https://")
            assert entry.author == "The Tallywire desk" and entry.tags and entry.media_content[0]["url"]
        read += len(feed.entries)
    assert read == 5 * 160, "each brief is in the whole, a topic, a place, a source and a series"


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feedparser_reads_the_same_from_both(ending: str) -> None:
    feed = feedparser.parse(files(edition())[f"feed.{ending}"])
    first = feed.entries[0]
    assert first.title == "People in Russia's penal colonies fall by about 23,000 in two months"
    assert tuple(first.published_parsed[:6]) == (2022, 11, 21, 9, 14, 0)
    assert tuple(first.updated_parsed[:6]) == (2022, 11, 21, 16, 40, 0)
    assert [tag.term for tag in first.tags] == ["Prisons", "Russia", "New record"]
    tree = html.fragment_fromstring(first.content[0].value, create_parent="div")
    assert any(str(link.get("href")).startswith("https://tallywire.test/") for link in nodes(tree, ".//a"))


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feedparser_is_not_broken_by_hostile_text(ending: str) -> None:
    for path, data in files(extreme()).items():
        if _ending(path) == ending:
            feed = feedparser.parse(data)
            assert not feed.bozo, (path, feed.get("bozo_exception"))
            for entry in feed.entries:
                assert len(entry.content) == 1 and "<script" not in entry.content[0].value
                assert entry.summary_detail.type == "text/plain" or "<script" not in entry.summary


def test_newsboat_reads_every_feed(tmp_path: Path) -> None:
    newsboat = command("newsboat")
    briefs = 60
    told = dict(files(many(briefs)))
    for path, data in files(msgspec.structs.replace(extreme(), clock="")).items():
        told[f"extreme/{path}"] = data
    with _served(told) as base:
        feeds = [path for path in told if _ending(path) in {"atom", "rss"}]
        (tmp_path / "urls").write_text("".join(f"{base}{path}\n" for path in feeds))
        (tmp_path / "config").write_text("reload-threads 2\n")
        environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        outcome = subprocess.run(
            [
                newsboat,
                f"--url-file={tmp_path / 'urls'}",
                f"--cache-file={tmp_path / 'cache.db'}",
                f"--config-file={tmp_path / 'config'}",
                f"--log-file={tmp_path / 'log'}",
                "--log-level=2",
                "--execute=reload",
                "--execute=print-unread",
            ],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment,
        )
    assert outcome.returncode == 0, outcome.stderr
    log = (tmp_path / "log").read_text() if (tmp_path / "log").exists() else ""
    assert "error" not in log.lower(), log
    ids = {entry.id for path in feeds for entry in feedparser.parse(told[path]).entries}
    assert outcome.stdout.split()[0] == str(len(ids)), "an entry of several feeds is one entry"
    with closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        assert {row[0] for row in cache.execute("select rssurl from rss_feed where title != ''")} == {
            f"{base}{path}" for path in feeds
        }
        held = cache.execute("select guid, title, author, url, pubDate, content from rss_item").fetchall()
    assert {row[0] for row in held} == ids
    assert all(all(row) for row in held), "each has a title, an author, an address, a date and its text"
