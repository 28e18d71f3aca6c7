"""Checking by address: the fetcher's guards hold for readers, whatever sources may do."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.watch import Response, fetch_address
from tallywire.web import app
from tallywire.web.app import FETCH_LIMITS
from tallywire.web.limits import Limits
from tests.desk.making import source_text
from tests.watch.server import Site, answer
from tests.web.serving import BASE, GENEROUS

PAGE = (
    b"<html><head><title>Prisons &lt;b&gt;</title><meta name=date content=2022-11-12></head>"
    b"<body><article><p>The number of people in colonies stood at 348,000.</p></article></body></html>"
)


def fetched(response: bytes, *, status: int = 200, media: str = "text/html") -> object:
    def fetch(address: str, contact: str) -> Response:
        return Response(
            address=address,
            final_address=address,
            redirects=(),
            status=status,
            headers=(),
            wire=response,
            body=response,
            media_type=media,
            elapsed=0.0,
        )

    return fetch


def local(address: str, contact: str) -> Response:
    """As the server fetches, but that the first page may lie on this machine."""
    return fetch_address(address, contact=contact, allow_hosts=["127.0.0.1"], limits=FETCH_LIMITS)


REFUSED = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8000/",
    "http://localhost/",
    "http://[::1]/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fe80::1]/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://printer.local/",
    "http://intranet/",
    "http://user:secret@news.example/",
    "http://news.example:22/",
    "http://127.0.0.1.:80/",
    "https://xn--lcalhost-2yb/",
    "file:///etc/passwd",
    "ftp://news.example/",
    "gopher://news.example/",
    "javascript:alert(1)",
    "data:text/html,348,000",
    "//127.0.0.1/",
    "news.example",
    "http://",
    "http:///x",
    "http://news.example/\r\nX: y",
    "http://news\x00.example/",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_no_reader_may_have_fetched(newsroom: Path, address: str) -> None:
    """Even where a source may fetch from this machine."""
    text = source_text("b", "http://127.0.0.1:8000/b.csv")
    (newsroom / "sources" / "b.toml").write_text(text, encoding="utf-8")
    asking = TestClient(app(newsroom, limits=GENEROUS), base_url=BASE)
    refused = asking.post("/check", data={"address": address})
    assert refused.status_code == 422 and "cannot be fetched" in refused.text
    assert "allow_hosts" not in refused.text


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/", "http://localhost:1/", "file:///etc/passwd", "http://[::1]/"],
)
def test_no_redirect_leads_inside(newsroom: Path, site: Site, target: str) -> None:
    site.answers["/a"] = answer(b"", status="302 Found", headers=(("Location", target),))
    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=local), base_url=BASE)
    refused = asking.post("/check", data={"address": site.address("/a")})
    assert refused.status_code == 422 and "cannot be fetched" in refused.text
    assert "10.0.0.1" not in refused.text and "allow_hosts" not in refused.text


def test_where_a_name_leads_in_here_is_not_told(newsroom: Path) -> None:
    def inside(address: str, contact: str) -> Response:
        return fetch_address(address, limits=FETCH_LIMITS, resolver=lambda host, port: ("10.1.2.3",))

    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=inside), base_url=BASE)
    refused = asking.post("/check", data={"address": "https://news.example/"})
    assert refused.status_code == 422 and "it leads to no public web page" in refused.text
    assert "10.1.2.3" not in refused.text and "private" not in refused.text


def test_a_page_is_read_with_its_own_day_and_title(newsroom: Path) -> None:
    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=fetched(PAGE)), base_url=BASE)  # type: ignore[arg-type]
    done = asking.post("/check", data={"address": "https://news.example/a?b=%3Ci%3E&c='"})
    assert done.status_code == 200 and "<h1>Prisons &lt;b&gt;</h1>" in done.text
    assert "12 November 2022" in done.text and '<mark class="unverifiable">348,000</mark>' in done.text
    assert "<i>" not in done.text
    own_day = asking.post("/check", data={"address": "https://news.example/a", "published": "2020-02-03"})
    assert "3 February 2020" in own_day.text


def test_a_real_page_over_the_wire(newsroom: Path, site: Site) -> None:
    site.answers["/a"] = answer(PAGE, headers=(("Content-Type", "text/html; charset=utf-8"),))
    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=local), base_url=BASE)
    assert "348,000</mark>" in asking.post("/check", data={"address": site.address("/a")}).text


@pytest.mark.parametrize(
    ("response", "status", "media", "got", "said"),
    [
        (PAGE, 404, "text/html", 502, "answers with status 404"),
        (PAGE, 500, "text/html", 502, "answers with status 500"),
        (b"%PDF", 200, "application/pdf", 422, "not text"),
        (b"", 200, "text/html", 422, "holds no text"),
    ],
)
def test_a_page_that_cannot_be_checked(
    newsroom: Path, response: bytes, status: int, media: str, got: int, said: str
) -> None:
    fetch = fetched(response, status=status, media=media)
    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=fetch), base_url=BASE)  # type: ignore[arg-type]
    refused = asking.post("/check", data={"address": "https://news.example/a"})
    assert refused.status_code == got and said in refused.text


def test_a_large_page_is_cut_off(newsroom: Path, site: Site) -> None:
    site.answers["/a"] = answer(b"<p>" + b"x" * (3 << 20), headers=(("Content-Type", "text/html"),))
    fetch = partial(local)
    asking = TestClient(app(newsroom, limits=GENEROUS, fetch=fetch), base_url=BASE)
    refused = asking.post("/check", data={"address": site.address("/a")})
    assert refused.status_code == 502 and "larger than" in refused.text


def test_fetches_are_rarer_than_checks(newsroom: Path) -> None:
    few = Limits(checks_a_minute=100, fetches_a_minute=2)
    asking = TestClient(app(newsroom, limits=few, fetch=fetched(PAGE)), base_url=BASE)  # type: ignore[arg-type]
    statuses = [asking.post("/check", data={"address": "https://news.example/a"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert asking.post("/check", data={"text": "348,000 people"}).status_code == 200
