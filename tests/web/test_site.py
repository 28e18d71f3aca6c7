"""The site's files: conditional, packed, from memory, and nothing but the site."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.web.limits import LIMITS
from tallywire.web.media import media_type
from tallywire.web.site import Site


def test_a_page_is_served_with_validators_and_policy(small: TestClient) -> None:
    answer = small.get("/briefs/a.html")
    assert answer.status_code == 200 and answer.text == "<!doctype html><title>a</title>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["etag"].startswith('"') and answer.headers["cache-control"] == "no-cache"
    assert answer.headers["last-modified"].endswith("GMT")
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_folder_stands_for_its_index(small: TestClient) -> None:
    assert "front" in small.get("/").text
    assert "briefs" in small.get("/briefs/").text
    moved = small.get("/briefs")
    assert moved.status_code == 308 and moved.headers["location"] == "./briefs/"


@pytest.mark.parametrize(
    "asked", ["{tag}", "W/{tag}", '"x", {tag}', '"x" , W/{tag} ,"y"', "*", '"x",W/{tag}'], ids=range(6)
)
def test_an_unchanged_page_is_not_sent_again(small: TestClient, asked: str) -> None:
    tag = small.get("/").headers["etag"]
    again = small.get("/", headers={"If-None-Match": asked.replace("{tag}", tag)})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == tag
    assert "content-type" not in again.headers and "content-security-policy" in again.headers


@pytest.mark.parametrize("asked", ['"x"', "", "x", '"', "W/", '"x', "," * 5000])
def test_another_tag_brings_the_page(small: TestClient, asked: str) -> None:
    assert small.get("/", headers={"If-None-Match": asked}).status_code == 200


def test_the_tag_of_a_packed_page_stands_too(small: TestClient) -> None:
    packed = small.get("/", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    plain = small.get("/", headers={"Accept-Encoding": "identity"}).headers["etag"]
    assert packed != plain
    for tag in (packed, plain):
        again = small.get("/", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert again.status_code == 304 and again.headers["etag"] == tag


def test_by_date_too_but_a_tag_decides(small: TestClient) -> None:
    first = small.get("/")
    day = first.headers["last-modified"]
    assert small.get("/", headers={"If-Modified-Since": day}).status_code == 304
    assert small.get("/", headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200
    assert small.get("/", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    assert small.get("/", headers={"If-Modified-Since": day, "If-None-Match": '"x"'}).status_code == 200


def test_pages_are_packed_where_that_helps(small: TestClient) -> None:
    with small.stream("GET", "/", headers={"Accept-Encoding": "gzip"}) as answer:
        wire = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "accept-encoding"
        assert int(answer.headers["content-length"]) == len(wire)
    plain = small.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.headers["vary"] == "accept-encoding"
    assert gzip.decompress(wire) == plain.content
    assert "content-encoding" not in small.get("/briefs/a.html", headers={"Accept-Encoding": "gzip"}).headers


def test_head_is_get_without_a_body(small: TestClient) -> None:
    head, get = small.head("/"), small.get("/")
    assert head.status_code == 200 and not head.content
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers["etag"] == get.headers["etag"]


def test_a_withdrawn_brief_is_gone(small: TestClient) -> None:
    answer = small.get("/briefs/gone.html")
    assert answer.status_code == 410 and "gone" in answer.text
    again = small.get("/briefs/gone.html", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 410 and again.content


def test_what_is_not_there_is_told_by_the_sites_own_page(small: TestClient) -> None:
    answer = small.get("/briefs/none.html")
    assert answer.status_code == 404 and "no page here" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers


def test_pages_are_only_read(small: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = small.request(method, "/briefs/a.html")
        assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"


def test_what_needs_the_server_is_shown(small: TestClient, newsroom: Path) -> None:
    (newsroom / "site" / "form.html").write_text("<form data-served hidden><p hidden>x</p></form>", encoding="utf-8")
    (newsroom / "site" / "form.txt").write_text("<form data-served hidden>", encoding="utf-8")
    assert small.get("/form.html").text == "<form><p hidden>x</p></form>"
    assert small.get("/form.txt").text == "<form data-served hidden>"


def test_a_changed_page_is_read_anew(small: TestClient, newsroom: Path) -> None:
    before = small.get("/briefs/a.html")
    partial = newsroom / "site" / "briefs" / "a.html.partial"
    partial.write_text("<!doctype html><title>b</title>", encoding="utf-8")
    partial.replace(newsroom / "site" / "briefs" / "a.html")
    after = small.get("/briefs/a.html", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200 and "<title>b</title>" in after.text
    (newsroom / "site" / "briefs" / "a.html").unlink()
    assert small.get("/briefs/a.html").status_code == 404


SECRET = "nobody may read this"


@pytest.mark.parametrize(
    "path",
    [
        "/../tallywire.toml",
        "/briefs/../../tallywire.toml",
        "/%2e%2e/tallywire.toml",
        "/%2e%2e%2ftallywire.toml",
        "/briefs/%2e%2e/%2e%2e/tallywire.toml",
        "/..%5ctallywire.toml",
        "/briefs/..%2f..%2ftallywire.toml",
        "/%252e%252e/tallywire.toml",
        "//tallywire.toml",
        "//etc/passwd",
        "/./../tallywire.toml",
        "/.hidden.html",
        "/.well/index.html",
        "/.well/",
        "/briefs/.hidden.html",
        "/index.html.partial",
        "/index.html%00.txt",
        "/index.html%0a",
        "/out.html",
        "/away/secret.html",
        "/away/",
        "/loop.html",
        "/desk.db",
        "/site/index.html",
        "/C:/Windows/win.ini",
        "/%ff%fe",
        "/" + "a" * 5000,
        "/" + "a/" * 500,
        "/briefs/a.html/",
        "/briefs//a.html",
        "/%c0%ae%c0%ae/tallywire.toml",
    ],
)
def test_nothing_but_the_site_is_served(small: TestClient, newsroom: Path, path: str) -> None:
    site = newsroom / "site"
    outside = newsroom.parent / "outside"
    outside.mkdir()
    for file in (
        newsroom / "desk.db",
        site / ".hidden.html",
        site / "briefs" / ".hidden.html",
        site / "index.html.partial",
        outside / "secret.html",
        outside / "index.html",
    ):
        file.write_text(SECRET, encoding="utf-8")
    (site / ".well").mkdir()
    (site / ".well" / "index.html").write_text(SECRET, encoding="utf-8")
    (site / "out.html").symlink_to(newsroom / "tallywire.toml")
    (site / "away").symlink_to(outside, target_is_directory=True)
    (site / "loop.html").symlink_to(site / "loop.html")
    answer = small.get(f"http://127.0.0.1:8000{path}")
    assert answer.status_code == 404, answer.headers
    assert SECRET not in answer.text and "title =" not in answer.text and "root:" not in answer.text


def test_a_link_inside_the_site_is_followed(small: TestClient, newsroom: Path) -> None:
    (newsroom / "site" / "same.html").symlink_to(newsroom / "site" / "briefs" / "a.html")
    assert "<title>a</title>" in small.get("/same.html").text


def test_no_file_stands_in_for_the_servers_own_pages(small: TestClient, newsroom: Path) -> None:
    for name in ("check", "api", "static"):
        (newsroom / "site" / name).mkdir()
        (newsroom / "site" / name / "index.html").write_text(SECRET, encoding="utf-8")
    (newsroom / "site" / "check" / "x.html").write_text(SECRET, encoding="utf-8")
    assert SECRET not in small.get("/check").text
    assert SECRET not in small.get("/api").text
    assert small.get("/check/x.html").status_code == 404


def test_memory_is_bounded_and_files_still_come(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.html").write_bytes(os.urandom(20_000).hex().encode())
    site = Site(tmp_path, 400_000)
    for number in range(40):
        assert site.load(f"/{number}.html") is not None
    held = [number for number in range(40) if site.held(f"/{number}.html") is not None]
    assert held == list(range(40 - len(held), 40)) and 1 < len(held) < 20
    (tmp_path / "large.html").write_bytes(b"x" * 500_000)
    assert site.load("/large.html") is not None and site.held("/large.html") is None


def test_before_the_first_publication_there_is_a_page(newsroom: Path, small: TestClient) -> None:
    for path in sorted((newsroom / "site").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert "Nothing is published yet" in small.get("/").text
    assert "--paper" in small.get("/style.css").text
    assert small.get("/icon.svg").headers["content-type"].startswith("image/svg+xml")
    assert "There is no page at this address" in small.get("/briefs/a.html").text


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("topics/a/feed.rss", "application/rss+xml; charset=utf-8"),
        ("topics/a/feed.json", "application/feed+json; charset=utf-8"),
        ("charts/a.vl.json", "application/json; charset=utf-8"),
        ("series/a/data.csv", "text/csv; charset=utf-8"),
        ("cards/a.png", "image/png"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("a.strange", "application/octet-stream"),
    ],
)
def test_media_types(name: str, media: str) -> None:
    assert media_type(name) == media


def test_the_demo_is_served_whole(client: TestClient, demo_files: list[str]) -> None:
    for name in demo_files:
        answer = client.get(f"/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert LIMITS.cache_bytes == 256 << 20


@pytest.fixture(scope="session")
def demo_files(demo: object) -> list[str]:
    from tests.demo.played import Demo

    assert isinstance(demo, Demo)
    files = [path.relative_to(demo.site).as_posix() for path in demo.site.rglob("*") if path.is_file()]
    return sorted(name for name in files if not any(part.startswith(".") for part in name.split("/")))
