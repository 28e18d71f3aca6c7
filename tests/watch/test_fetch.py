from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import Callable

import pytest

from tallywire import __version__
from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch import BlockingFetcher, Fetcher, Limits, Response, Validators, fetch, fetch_address, load_source
from tests.watch.clocks import QuickClock
from tests.watch.samples import source_of
from tests.watch.server import Site, answer, redirect

QUICK = Limits(total_seconds=20, connect_seconds=5, read_seconds=5, retries=0)
HERE = ("127.0.0.1",)


def get(site: Site, path: str = "/", limits: Limits = QUICK, previous: Validators | None = None) -> Response:
    return fetch_address(site.address(path), allow_hosts=HERE, limits=limits, previous=previous)


def test_a_page_comes_back_whole(site: Site) -> None:
    site.answers["/"] = answer(b"<p>1</p>", headers=(("Content-Type", "text/html; charset=utf-8"), ("X-A", "b")))
    response = get(site)
    assert (response.status, response.body, response.wire) == (200, b"<p>1</p>", b"<p>1</p>")
    assert response.media_type == "text/html; charset=utf-8"
    assert response.header("x-a") == "b"
    assert response.address == response.final_address == site.address("/")
    assert response.redirects == ()
    assert response.elapsed > 0


def test_a_source_says_who_asks(site: Site) -> None:
    site.answers["/t.csv"] = answer(b"date,people\n")
    source = load_source(
        f"""
        id = "here"
        name = "Agency"
        address = "{site.address("/t.csv")}"
        media = "csv"
        contact = "desk@example.org"
        allow_hosts = ["127.0.0.1"]
        [[series]]
        slug = "people"
        title = "people"
        unit = "people"
        kind = "stock"
        frequency = "M"
        """,
        "here.toml",
    )
    assert fetch(source, limits=QUICK).status == 200
    assert f"User-Agent: Tallywire/{__version__} (+desk@example.org)\r\n" in site.asked()
    assert "Accept-Encoding: gzip, deflate\r\n" in site.asked()


def test_a_source_that_is_filled_by_hand_is_not_fetched() -> None:
    with pytest.raises(RefusedError, match="filled by hand"):
        fetch(source_of("by_hand = true"), limits=QUICK)


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Oops", "429 Slow Down", "204 No Content"])
def test_any_status_is_a_response(site: Site, status: str) -> None:
    site.answers["/"] = answer(status=status)
    assert get(site).status == int(status[:3])


def test_it_asks_only_for_what_changed(site: Site) -> None:
    site.answers["/"] = answer(b"x", headers=(("ETag", '"v1"'), ("Last-Modified", "Tue, 01 Nov 2022 10:00:00 GMT")))
    first = get(site)
    site.answers["/"] = answer(status="304 Not Modified", length=False)
    second = get(site, previous=first.validators)
    assert (second.status, second.body, second.wire) == (304, b"", b"")
    assert 'If-None-Match: "v1"\r\n' in site.asked()
    assert "If-Modified-Since: Tue, 01 Nov 2022 10:00:00 GMT\r\n" in site.asked()
    get(site, previous=Validators("http://other.example/", etag='"v1"'))
    assert "If-None-Match" not in site.asked()


def test_redirects_are_followed_and_recorded(site: Site) -> None:
    site.answers |= {
        "/a": redirect("/b?c=d"),
        "/b?c=d": redirect(site.address("/e"), "301 Moved"),
        "/e": answer(b"e"),
    }
    response = get(site, "/a")
    assert response.body == b"e"
    assert response.final_address == site.address("/e")
    assert [(hop.address, hop.status, hop.location) for hop in response.redirects] == [
        (site.address("/a"), 302, site.address("/b?c=d")),
        (site.address("/b?c=d"), 301, site.address("/e")),
    ]


def test_redirects_end(site: Site) -> None:
    site.answers["/"] = redirect("/")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        get(site)
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "//localhost/",
        "http://127.0.0.2/",
        "http://2130706433/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://[broken/",
        "http:\\\\10.0.0.1/",
    ],
)
def test_a_redirect_into_private_space_is_refused(site: Site, to: str) -> None:
    site.answers |= {"/": redirect("/on"), "/on": redirect(to, "308 Permanent Redirect")}
    with pytest.raises(RefusedError):
        get(site)
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    "answers",
    [
        ("127.0.0.1",),
        ("93.184.216.34", "127.0.0.1"),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("fe80::1%eth0",),
        ("10.0.0.1",),
    ],
)
def test_a_public_name_for_a_private_address_is_refused_before_it_connects(
    site: Site, answers: tuple[str, ...]
) -> None:
    with pytest.raises(RefusedError):
        fetch_address(site.address("/", "rebind.example"), limits=QUICK, resolver=lambda host, port: answers)
    assert site.requests == []


def test_each_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """The name is resolved once for a connection, and what the resolver would say next is never asked for."""
    site.answers |= {"/": redirect("/on"), "/on": answer(b"reached")}
    given = iter([("127.0.0.1",), ("127.0.0.1",), ("169.254.169.254",)])
    asked: list[str] = []

    def resolver(host: str, port: int) -> tuple[str, ...]:
        asked.append(f"{host}:{port}")
        return next(given)

    address = site.address("/", "stat.example")
    response = fetch_address(address, allow_hosts=("stat.example",), limits=QUICK, resolver=resolver)
    assert response.body == b"reached"
    assert asked == [f"stat.example:{site.port}"] * 2
    assert f"Host: stat.example:{site.port}\r\n" in site.asked()
    with pytest.raises(RefusedError, match="metadata"):
        fetch_address(address, allow_hosts=("stat.example",), limits=QUICK, resolver=resolver)
    assert len(site.requests) == 2


def test_the_second_address_of_a_host_is_tried_when_the_first_is_closed(site: Site) -> None:
    site.answers["/"] = answer(b"second")
    response = fetch_address(
        site.address("/", "two.example"),
        allow_hosts=("two.example",),
        limits=QUICK,
        resolver=lambda host, port: ("127.0.0.2", "127.0.0.1"),
    )
    assert response.body == b"second"


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.answers["/"] = answer(b"direct")
    assert get(site).body == b"direct"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("identity", bytes),
        ("", bytes),
        ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
        ("gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:])),
        ("gzip", lambda body: gzip.compress(body) + b"\0\0"),
    ],
)
def test_a_packed_body_is_kept_as_received_and_unpacked(
    site: Site, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = b"date,people\n2022-09-01,348000\n" * 50
    packed = pack(body)
    site.answers["/"] = answer(packed, headers=(("Content-Encoding", coding),))
    response = get(site)
    assert response.body == body
    assert response.wire == packed


@pytest.mark.parametrize(
    ("coding", "wire", "why"),
    [
        ("gzip", b"not gzip at all", "damaged"),
        ("gzip", gzip.compress(b"cut" * 1000, mtime=0)[:-9], "cut short"),
        ("deflate", b"\x78\x9c\xff\xff", "damaged"),
        ("br", b"x", "not asked for"),
        ("zstd", b"x", "not asked for"),
        ("gzip, gzip, gzip", b"x", "over each other"),
    ],
)
def test_a_damaged_or_unknown_packing_is_told(site: Site, coding: str, wire: bytes, why: str) -> None:
    site.answers["/"] = answer(wire, headers=(("Content-Encoding", coding),))
    with pytest.raises(FetchError, match=why):
        get(site)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_stopped_while_it_is_unpacked(site: Site, layers: int) -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    wire = b"".join(packed.compress(bytes(1 << 20)) for _ in range(64)) + packed.flush()
    for _ in range(layers - 1):
        wire = gzip.compress(wire)
    site.answers["/"] = answer(wire, headers=(("Content-Encoding", ", ".join(["gzip"] * layers)),))
    with pytest.raises(FetchError, match="larger than 4194304 bytes when it is unpacked"):
        get(site, limits=Limits(body_bytes=4 << 20, retries=0))


def test_a_body_without_an_end_is_stopped(site: Site) -> None:
    def endless(site: Site, client: socket.socket) -> None:
        client.sendall(answer(length=False))
        while not site.over.is_set():
            client.sendall(bytes(65536))

    site.answers["/"] = endless
    with pytest.raises(FetchError, match="larger than 1000000 bytes"):
        get(site, limits=Limits(wire_bytes=1_000_000, retries=0))


def test_a_body_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    site.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    with pytest.raises(FetchError, match="larger than"):
        get(site)


def drip(prefix: bytes) -> Callable[[Site, socket.socket], None]:
    """A server that sends one byte at a time, each well within any time-out for one read, and never ends."""

    def dripping(site: Site, client: socket.socket) -> None:
        client.sendall(prefix)
        while not site.over.wait(0.02):
            client.sendall(b"a")

    return dripping


def silent(site: Site, client: socket.socket) -> None:
    site.over.wait()


@pytest.mark.parametrize(
    "stalling",
    [
        drip(b"HTTP/1.1 200 OK\r\nX: "),
        drip(answer(length=False)),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
    ],
)
def test_a_dripping_server_is_left_when_the_time_is_over(
    site: Site, stalling: Callable[[Site, socket.socket], None]
) -> None:
    site.answers["/"] = stalling
    with pytest.raises(OutageError):
        get(site, limits=Limits(total_seconds=0.3, read_seconds=5, retries=0))


def test_a_silent_server_is_left(site: Site) -> None:
    site.answers["/"] = silent
    with pytest.raises(OutageError, match="no answer in time"):
        get(site, limits=Limits(read_seconds=0.1, retries=0))


def test_a_resolver_that_hangs_is_left(site: Site) -> None:
    def hanging(host: str, port: int) -> tuple[str, ...]:
        site.over.wait()
        return ("127.0.0.1",)

    with pytest.raises(OutageError, match="not resolved in time"):
        fetch_address("http://slow.example/", limits=Limits(total_seconds=0.1, retries=0), resolver=hanging)


def test_a_name_without_address_is_an_outage() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(OutageError, match=r"none\.example"):
        fetch_address("http://none.example/", limits=QUICK, resolver=unknown)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/9.9 nonsense\r\n\r\n",
        b"\x00\xff\x00\xff",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    ],
)
def test_a_broken_answer_is_an_outage(site: Site, raw: bytes) -> None:
    site.answers["/"] = raw
    with pytest.raises(OutageError):
        get(site)


def test_a_closed_port_is_an_outage() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        with pytest.raises(OutageError, match="connection failed"):
            fetch_address(f"http://127.0.0.1:{taken.getsockname()[1]}/", allow_hosts=HERE, limits=QUICK)


def test_headers_in_any_bytes_are_kept(site: Site) -> None:
    site.answers["/"] = b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\nx"
    headers = get(site).headers
    assert ("X-Name", "café") in headers
    assert [value for key, value in headers if key == "Set-Cookie"] == ["a=b", "c=d"]


def test_a_blocking_fetcher_remembers_what_it_learned(site: Site) -> None:
    """robots.txt is asked for once, and the delay that it asks for is kept between calls."""
    site.answers |= {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 3\nDisallow: /b\n"), "/a": answer(b"a")}
    clock = QuickClock()
    with BlockingFetcher(Fetcher(limits=QUICK, clock=clock)) as fetcher:
        for _ in range(3):
            got = fetcher.fetch_address(site.address("/a"), allow_hosts=HERE, heeds_robots=True)
            assert got.body == b"a"
        with pytest.raises(RefusedError, match=r"robots\.txt does not let Tallywire"):
            fetcher.fetch_address(site.address("/b"), allow_hosts=HERE, heeds_robots=True)
    assert len(site.robots) == 1 and clock.slept == [3.0, 3.0]


def test_a_name_without_a_thread_to_resolve_it_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", full)
    with pytest.raises(OutageError, match=r"name cannot be resolved \(can't start new thread"):
        asyncio.run(Fetcher(limits=QUICK).fetch_address("http://stat.example/"))
    with pytest.raises(OutageError, match=r"can't start new thread\. Let this process have more"):
        fetch_address("http://stat.example/", limits=QUICK)


def test_where_a_loop_runs_already_one_can_fetch_all_the_same(site: Site) -> None:
    """As in a notebook, whose cells run within its loop."""
    site.answers["/"] = answer(b"a")

    async def cell() -> bytes:
        return get(site).body

    assert asyncio.run(cell()) == b"a"
