"""What is tried again, after how long, and what a server that asks to be left alone gets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch import Fetcher, Limits, Response
from tallywire.watch.retry import backoff, retry_after
from tests.watch.clocks import START, QuickClock
from tests.watch.server import Answer, Site, answer, redirect, serving

HERE = ("127.0.0.1",)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def play(site: Site, given: list[Answer], limits: Limits | None = None) -> tuple[Response | FetchError, QuickClock]:
    """What comes of a page that answers in these ways, one a request, and the clock that was waited on."""
    clock = QuickClock()
    script = list(given)

    def next_answer(site: Site, client: object) -> None:
        now = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(now, bytes):
            client.sendall(now)  # type: ignore[attr-defined]

    site.answers["/"] = next_answer
    bounds = Limits(read_seconds=5) if limits is None else limits

    async def run() -> Response | FetchError:
        fetcher = Fetcher(clock=clock, limits=bounds, chance=lambda: 0.0)
        try:
            return await fetcher.fetch_address(site.address(), allow_hosts=HERE)
        except FetchError as error:
            return error

    return asyncio.run(run()), clock


def later(status: str, after: str, date: str = "") -> bytes:
    dates = (("Date", date),) if date else ()
    return answer(status=status, headers=(("Retry-After", after), *dates))


@pytest.mark.parametrize(
    "failing",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
        *(answer(status=f"{status} Not now") for status in (408, 425, 429, 500, 502, 503, 504)),
    ],
)
def test_what_may_pass_by_itself_is_tried_again(site: Site, failing: bytes) -> None:
    found, clock = play(site, [failing, failing, answer(b"third")])
    assert isinstance(found, Response) and found.body == b"third"
    assert clock.slept == [0.25, 0.5] and len(site.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505])
def test_what_will_not_pass_is_asked_once(site: Site, status: int) -> None:
    found, clock = play(site, [answer(status=f"{status} No")])
    assert isinstance(found, Response) and found.status == status
    assert clock.slept == [] and len(site.requests) == 1


@pytest.mark.parametrize(
    ("given", "error"), [(redirect("http://10.0.0.1/"), RefusedError), (redirect("/"), FetchError)]
)
def test_a_refusal_and_a_loop_are_not_tried_again(site: Site, given: bytes, error: type[FetchError]) -> None:
    found, clock = play(site, [given])
    assert isinstance(found, error) and not isinstance(found, OutageError) and clock.slept == []


def test_it_ends_with_what_came_last(site: Site) -> None:
    found, _ = play(site, [answer(status="503 Later")])
    assert isinstance(found, Response) and found.status == 503 and len(site.requests) == 3
    found, _ = play(site, [b""])
    assert isinstance(found, OutageError) and found.retry_at is None and len(site.requests) == 6


def test_waits_double_and_are_never_the_same_for_all() -> None:
    assert [backoff(failures, 0.0) for failures in (1, 2, 3, 4, 5, 99)] == [0.25, 0.5, 1.0, 2.0, 2.5, 2.5]
    assert [backoff(failures, 0.999) for failures in (1, 2)] == pytest.approx([0.49975, 0.9995])


@pytest.mark.parametrize("status", ["429 Slow Down", "503 Later"])
def test_a_server_that_asks_for_a_little_time_gets_it(site: Site, status: str) -> None:
    found, clock = play(site, [later(status, "7"), answer(b"here")])
    assert isinstance(found, Response) and found.body == b"here"
    assert clock.slept == [7.0]


@pytest.mark.parametrize("status", ["429 Slow Down", "503 Later"])
def test_a_server_that_asks_for_more_ends_the_fetch_with_when_to_come_back(site: Site, status: str) -> None:
    found, clock = play(site, [later(status, "3600")])
    assert isinstance(found, OutageError)
    assert found.retry_at == START + timedelta(hours=1)
    assert f"HTTP {status[:3]}" in found.message and "after 1:00:00" in found.message
    assert clock.slept == [] and len(site.requests) == 1


def test_a_server_that_goes_on_asking_ends_it_too(site: Site) -> None:
    found, clock = play(site, [later("429 Slow Down", "2")])
    assert isinstance(found, OutageError) and found.retry_at == START + timedelta(seconds=6)
    assert clock.slept == [2.0, 2.0]


def test_no_wait_goes_past_the_time_for_one_fetch(site: Site) -> None:
    found, clock = play(site, [later("429 Slow Down", "20")], Limits(total_seconds=10))
    assert isinstance(found, OutageError) and found.retry_at == START + timedelta(seconds=20)
    assert clock.slept == []
    found, clock = play(site, [b""], Limits(total_seconds=0.2))
    assert isinstance(found, OutageError) and clock.slept == []


def answered(status: int, **headers: str) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(
        address="https://stat.example/",
        final_address="https://stat.example/",
        redirects=(),
        status=status,
        headers=named,
        wire=b"",
        body=b"",
        media_type="",
        elapsed=0.0,
    )


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("86400", 86400),
        ("86401", 86400),
        ("9" * 400, 86400),
        ("Tue, 01 Nov 2022 09:05:00 GMT", 300),
        ("Tuesday, 01-Nov-22 09:05:00 GMT", 300),
        ("Tue Nov  1 09:05:00 2022", 300),
        ("Tue, 01 Nov 2022 08:05:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
        ("Sat, 01 Jan 0001 00:00:00 GMT", 0),
        ("Tue, 01 Nov 2022 00:00:00 -2359", 54 * 60 + 14 * 3600 + 5 * 60),
    ],
)
def test_how_long_a_server_asks_for(after: str, seconds: int) -> None:
    asked = retry_after(answered(503, Retry_After=after), START)
    assert asked == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "after",
    [
        "",
        "-1",
        "1.5",
        "soon",
        "٣",
        "1e3",
        "0x10",
        "Tue, 99 Nov 2022 09:05:00 GMT",
        "Tue",
        "Mon, 1" * 50,
        "\x00",
        "1, 2",
    ],
)
def test_what_is_no_time_asks_for_nothing(after: str) -> None:
    assert retry_after(answered(429, Retry_After=after), START) is None


def test_only_these_statuses_ask_and_dates_go_by_the_servers_own_clock() -> None:
    for status in (200, 301, 404, 500):
        assert retry_after(answered(status, Retry_After="60"), START) is None
    date, until = "Mon, 31 Oct 2022 00:00:00 GMT", "Mon, 31 Oct 2022 00:01:00 GMT"
    assert retry_after(answered(503, Retry_After=until, Date=date), START) == timedelta(minutes=1)
    assert isinstance(START, datetime)
