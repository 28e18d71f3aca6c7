"""What every answer carries, and to which names the server answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.web import app
from tallywire.web.hosts import Hosts
from tallywire.web.routes import WAYS
from tests.web.serving import GENEROUS

ADDRESSES = sorted(
    {"/", "/briefs/a.html", "/briefs/gone.html", "/none", "/api/none", "/static/none", "/style.css"}
    | {way.path.replace("{id:path}", "x/y").replace("{name}", "web.css").replace("{source}", "x") for way in WAYS}
)


def directives(policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(small: TestClient, address: str, method: str) -> None:
    answer = small.request(method, address)
    assert answer.status_code < 500
    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"] and policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"] and policy["form-action"] in (["'self'"], ["'none'"])
    for sources in policy.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:", "http:"}.intersection(sources)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] in ("same-origin", "cross-origin")
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "strict-transport-security" not in answer.headers and "server" not in answer.headers
    if address.startswith("/api/"):
        assert answer.headers["access-control-allow-origin"] == "*"
    else:
        assert "access-control-allow-origin" not in answer.headers
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/check", "/api/series", "/none"])
def test_behind_https_it_stays_there(newsroom: Path, address: str) -> None:
    asking = TestClient(app(newsroom, limits=GENEROUS), base_url="https://localhost")
    assert asking.get(address).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("[::1]:8000", 200),
        ("news.example", 200),
        ("news.example:443", 200),
        ("desk.example", 200),
        ("evil.example", 421),
        ("news.example.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("10.0.0.7", 421),
        ("news.example@evil.example", 421),
        ("evil.example#news.example", 421),
        ("evil.example/news.example", 421),
        ("news.example:0", 421),
        ("news.example:x", 421),
        ("", 421),
        (" ", 421),
    ],
)
@pytest.mark.parametrize("path", ["/", "/check", "/api/series"])
def test_only_its_own_names(newsroom: Path, host: str, status: int, path: str) -> None:
    settings = newsroom / "tallywire.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("http://127.0.0.1:8000/", "https://news.example/"),
        encoding="utf-8",
    )
    asking = TestClient(app(newsroom, hosts=["desk.example"], limits=GENEROUS))
    assert asking.get(path, headers={"Host": host}).status_code == status


def test_bound_everywhere_any_plain_ip_is_its_name() -> None:
    hosts = Hosts(["0.0.0.0"])
    assert hosts.allow(b"10.0.0.7:8000") and hosts.allow(b"[2001:db8::1]")
    assert not hosts.allow(b"evil.example") and not hosts.allow(None) and not hosts.allow(b"0x7f.1")


def test_many_ports_fill_no_memory() -> None:
    hosts = Hosts([])
    assert all(hosts.allow(b"localhost:%d" % port) for port in range(1, 1000))
    assert len(hosts._known) <= 64


def test_the_policy_lets_a_page_show_its_frames_of_archived_rows(client: TestClient) -> None:
    front = directives(client.get("/").headers["content-security-policy"])
    assert any(source.startswith("'sha256-") for source in front["style-src"])
    page = directives(client.get("/check").headers["content-security-policy"])
    assert page["style-src"] == ["'self'"]
