"""robots.txt as RFC 9309 has it: whose rules hold, what happens while it cannot be read, how often it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import msgspec
import pytest

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch import Fetcher, Limits, Response, Source
from tallywire.watch.guard import check_address
from tallywire.watch.robots import MAX_ROBOTS, read_rules, robots_target
from tests.watch.clocks import START, QuickClock
from tests.watch.samples import source_of
from tests.watch.server import Answer, Site, answer, redirect, serving

BASE = "https://stat.example.org"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a\nAllow: /ab", "/abc", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.csv$", "/t.csv", False),
        ("User-agent: *\nDisallow: /*.csv$", "/t.csv?x", True),
        ("User-agent: *\nDisallow: /*?key=", "/t?key=1", False),
        # the group that names this program holds, and no other
        ("User-agent: *\nDisallow: /\nUser-agent: Tallywire\nDisallow: /b", "/a", True),
        ("User-agent: tallyWIRE\nDisallow: /\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: Tallywire/2.0\nDisallow: /\n", "/a", False),
        ("User-agent: other\nUser-agent: tallywire\nDisallow: /a", "/a", False),
        ("User-agent: tallywire\nDisallow: /a\nUser-agent: tallywire\nDisallow: /b", "/a", False),
        ("User-agent: other\nDisallow: /\n", "/a", True),
        # a part of the token is another program's
        ("User-agent: tally\nDisallow: /", "/a", True),
        ("User-agent: wire\nDisallow: /\nUser-agent: tallywireless\nDisallow: /", "/a", True),
        # what is between groups, and slips
        ("Disallow: /", "/a", True),
        ("User-agent: *\nSitemap: https://x.example/\nDisallow: /a", "/a", False),
        ("\ufeffUser-agent: * # all\r\nDisallow: /a # not this\r\n", "/a", False),
        ("user-agent:*\ndissallow:/a", "/a", False),
        ("<!doctype html><h1>Not found</h1>", "/a", True),
        ("User-agent: *\nDisallow: /%D1%82", "/т", False),
    ],
)
def test_whose_rules_hold(text: str, path: str, allowed: bool) -> None:
    assert read_rules(text.encode()).allows(BASE + path) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: other\nCrawl-delay: 9", 0.0),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: tallywire\nCrawl-delay: 3", 3.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: inf", 0.0),
        ("User-agent: *\nCrawl-delay: 1e999", 0.0),
    ],
)
def test_the_delay_that_is_asked_for(text: str, delay: float) -> None:
    assert read_rules(text.encode()).crawl_delay == delay


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: a\n" * 20_000 + b"Disallow: /a\n" * 20_000,
        b"".join(b"User-agent: a%d\n" % number for number in range(15_000)) + b"Disallow: /a\n" * 15_000,
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200_000,
        b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*b\n" * 15_000,
        b"User-agent: *\n" + b"Disallow: /" + b"%" * 400_000,
        b"\xff\x00:" * 100_000,
        b"User-agent" * 50_000,
    ],
)
def test_a_hostile_file_is_read(body: bytes) -> None:
    rules = read_rules(body)
    assert rules.allows(BASE + "/" + "a" * 4000) in {True, False}


def test_what_comes_after_the_bound_is_left_with_the_line_that_it_cuts() -> None:
    body = b"User-agent: *\nDisallow: /a\n" + b"#" * (MAX_ROBOTS - 27 - 12) + b"\nDisallow: /b"
    assert len(body) == MAX_ROBOTS + 1
    rules = read_rules(body)
    assert not rules.allows(BASE + "/a") and rules.allows(BASE + "/b")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("https://stat.example.org/a/b?c=/d#e", "https://stat.example.org/robots.txt"),
        ("http://stat.example.org:8080", "http://stat.example.org:8080/robots.txt"),
        ("http://stat.example.org?q=a/b", "http://stat.example.org/robots.txt"),
        ("http://[2606:2800:220:1::1]:8080/", "http://[2606:2800:220:1::1]:8080/robots.txt"),
    ],
)
def test_where_the_file_is(address: str, file: str) -> None:
    assert robots_target(check_address(address)).address == file


# Over HTTP: what a fetcher does with it.


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.answers |= {"/counts": answer(b"date,colonies\n"), "/on": answer(b"on")}
        yield site


def watched(site: Site, path: str = "/counts", more: str = "") -> Source:
    source = source_of('allow_hosts = ["127.0.0.1", "localhost", "stat.example"]\n' + more)
    return _with_address(source, site.address(path))


def _with_address(source: Source, address: str) -> Source:
    return msgspec.structs.replace(source, address=address)


def play(
    sources: Sequence[Source | float],
    *,
    clock: QuickClock | None = None,
) -> list[Response | FetchError]:
    """What one fetcher gives for these, one after the other; a number is seconds that pass."""
    time = QuickClock() if clock is None else clock

    async def run() -> list[Response | FetchError]:
        fetcher = Fetcher(clock=time, limits=Limits(retries=0))
        found: list[Response | FetchError] = []
        for source in sources:
            if isinstance(source, float):
                time.seconds += source
                continue
            try:
                found.append(await fetcher.fetch(source))
            except FetchError as error:
                found.append(error)
        return found

    return asyncio.run(run())


def text(body: str) -> Answer:
    return answer(body.encode(), headers=(("Content-Type", "text/plain"),))


def test_a_page_that_the_host_does_not_let_us_fetch_is_refused(site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: Tallywire\nDisallow: /counts\n")
    refused, allowed = play([watched(site), watched(site, "/on")])
    assert isinstance(refused, RefusedError)
    assert f"{site.address('/robots.txt')} does not let Tallywire fetch" in refused.message
    assert 'robots = "ignored because ..."' in refused.message
    assert isinstance(allowed, Response)
    assert len(site.robots) == 1 and len(site.requests) == 1


def test_a_source_may_say_why_it_is_not_heeded(site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /\n")
    source = watched(site, more='robots = "ignored because the agency publishes it for programs"')
    (found,) = play([source])
    assert isinstance(found, Response) and site.robots == []


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "401 Unauthorized"])
def test_without_the_file_all_is_allowed(site: Site, status: str) -> None:
    site.answers["/robots.txt"] = answer(b"Disallow: /", status=status)
    (found,) = play([watched(site)])
    assert isinstance(found, Response)


@pytest.mark.parametrize(
    "given",
    [
        answer(status="500 Oops"),
        answer(status="503 Later"),
        answer(status="429 Slow Down"),
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *",
        answer(b"not gzip", headers=(("Content-Encoding", "gzip"),)),
    ],
)
def test_while_the_file_cannot_be_reached_nothing_is_fetched_and_it_is_an_outage(site: Site, given: bytes) -> None:
    site.answers["/robots.txt"] = given
    first, second, third = play([watched(site), watched(site, "/on"), 61.0, watched(site)])
    for outage in (first, second, third):
        assert isinstance(outage, OutageError) and outage.where == site.address("/robots.txt")
    assert len(site.robots) == 2, "it is asked for again only after a minute"
    assert site.requests == []


def test_a_file_that_is_back_is_heeded(site: Site) -> None:
    site.answers["/robots.txt"] = answer(status="503 Later")
    clock = QuickClock()
    (outage,) = play([watched(site)], clock=clock)
    assert isinstance(outage, OutageError)
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /on\n")
    found, refused = play([61.0, watched(site), watched(site, "/on")], clock=clock)
    assert isinstance(found, Response) and isinstance(refused, RefusedError)


def test_the_file_is_kept_for_a_day_and_known_rules_outlast_an_outage(site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /on\n")
    clock = QuickClock()

    async def run() -> list[int]:
        fetcher = Fetcher(clock=clock, limits=Limits(retries=0))
        asked = []
        for later in (0.0, 3600.0, 22 * 3600.0, 2 * 3600.0, 61.0, 24 * 3600.0):
            clock.seconds += later
            if later == 2 * 3600.0:
                site.answers["/robots.txt"] = answer(status="500 Oops")
            await fetcher.fetch(watched(site))
            with pytest.raises(RefusedError):
                await fetcher.fetch(watched(site, "/on"))
            asked.append(len(site.robots))
        return asked

    assert asyncio.run(run()) == [1, 1, 1, 2, 3, 4]


def test_many_fetches_at_once_ask_for_it_once(site: Site) -> None:
    async def run() -> None:
        fetcher = Fetcher(clock=QuickClock(), limits=Limits(retries=0))
        await asyncio.gather(*(fetcher.fetch(watched(site)) for _ in range(20)))

    asyncio.run(run())
    assert len(site.robots) == 1 and len(site.requests) == 20


def test_a_redirected_file_holds_for_the_host_that_was_asked(site: Site) -> None:
    site.answers |= {"/robots.txt": redirect("/rules"), "/rules": text("User-agent: *\nDisallow: /counts")}
    (refused,) = play([watched(site)])
    assert isinstance(refused, RefusedError) and site.address("/robots.txt") in refused.message


def test_a_file_that_redirects_without_end_is_none(site: Site) -> None:
    site.answers["/robots.txt"] = redirect("/robots.txt")
    (found,) = play([watched(site)])
    assert isinstance(found, Response)


def test_a_file_that_redirects_into_private_space_is_refused(site: Site) -> None:
    site.answers["/robots.txt"] = redirect("http://169.254.169.254/robots.txt")
    (refused,) = play([watched(site)])
    assert isinstance(refused, RefusedError) and "metadata" in refused.message
    assert site.requests == []


def test_the_pages_that_a_redirect_leads_to_are_asked_about_too(site: Site) -> None:
    site.answers |= {
        "/robots.txt": text("User-agent: *\nDisallow: /on"),
        "/counts": redirect(site.address("/on", "localhost")),
    }
    (refused,) = play([watched(site)])
    assert isinstance(refused, RefusedError)
    assert len(site.robots) == 2 and len(site.requests) == 1


def test_a_large_file_is_read_up_to_the_bound(site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /on\n" + "# more\n" * 200_000 + "Disallow: /counts")
    found, refused = play([watched(site), watched(site, "/on")])
    assert isinstance(found, Response) and isinstance(refused, RefusedError)


def test_the_delay_is_kept_up_to_a_bound(site: Site) -> None:
    for asked, kept in (("7", 7.0), ("86400", 60.0)):
        site.answers["/robots.txt"] = text(f"User-agent: *\nCrawl-delay: {asked}")
        clock = QuickClock()
        play([watched(site)] * 3, clock=clock)
        assert clock.slept == [kept, kept]


def test_a_host_of_the_agencys_is_asked_once_a_second_and_our_own_at_once(site: Site) -> None:
    own, other = QuickClock(), QuickClock()
    play([watched(site)] * 3, clock=own)
    assert own.slept == []

    async def run() -> None:
        fetcher = Fetcher(clock=other, limits=Limits(retries=0), resolver=lambda host, port: ("127.0.0.1",))
        for _ in range(3):
            await fetcher.fetch(_with_address(watched(site), site.address("/counts", "stat.example")))

    asyncio.run(run())
    assert other.slept == [1.0, 1.0, 1.0]
    assert other.now() > START


def test_the_request_for_the_file_carries_no_condition_and_says_who_asks(site: Site) -> None:
    play([watched(site, more='contact = "desk@example.org"\nheaders = { X-Own = "page only" }')])
    head = site.robots[0].decode()
    assert "(+desk@example.org)" in head and "X-Own" not in head and "If-" not in head
    assert "X-Own: page only" in site.asked()
