"""Fetching from an agency that fails in every way: an outage is an outage, what came is whole, and it heals."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from tallywire.errors import FetchError, OutageError, RefusedError
from tallywire.watch import Fetcher, Limits, Pace, Response, Source
from tests.agency import BEHAVIOURS, FIRST, SECOND, Agency, csv, faulty_agency
from tests.watch.clocks import START, QuickClock
from tests.watch.samples import source_of

SOURCE = source_of('allow_hosts = ["127.0.0.1", "localhost"]')
SHORT = Limits(total_seconds=0.3, read_seconds=0.2, retries=0, wire_bytes=1 << 20, body_bytes=4 << 20)
"""For what never ends: the network is waited for in real time."""
AMPLE = Limits(retries=2, body_bytes=4 << 20, wire_bytes=1 << 20)


@pytest.fixture(scope="module")
def running() -> Iterator[Agency]:
    with faulty_agency() as agency:
        yield agency


@pytest.fixture
def agency(running: Agency) -> Iterator[Agency]:
    running.requests.clear()
    yield running
    running.restart()


def at(agency: Agency, path: str) -> Source:
    return msgspec.structs.replace(SOURCE, address=agency.url(path))


def play(
    agency: Agency, *paths: str, limits: Limits = AMPLE, clock: QuickClock | None = None
) -> list[Response | FetchError]:
    """What one fetcher gives for these paths, one after the other."""
    time = QuickClock() if clock is None else clock

    async def run() -> list[Response | FetchError]:
        fetcher = Fetcher(limits=limits, clock=time, chance=lambda: 0.0)
        found: list[Response | FetchError] = []
        for path in paths:
            try:
                found.append(await fetcher.fetch(at(agency, path)))
            except FetchError as error:
                found.append(error)
        return found

    return asyncio.run(run())


OUTAGES = [
    ("hang-up", "without sending a response"),
    ("truncated", "connection failed"),
    ("truncated-chunks", "connection failed"),
    ("truncated-gzip", "cut short"),
    ("giant-headers", "connection failed"),
    ("endless-headers", "connection failed"),
    ("endless-interim", "headers do not end within"),
    ("switching", "connection failed"),
    ("garbage", "connection failed"),
    ("two-lengths", "connection failed"),
    ("partial", "HTTP 206"),
]


@pytest.mark.parametrize(("path", "said"), OUTAGES)
def test_what_is_no_whole_answer_is_an_outage_and_tried_again(agency: Agency, path: str, said: str) -> None:
    (found,) = play(agency, path)
    assert isinstance(found, OutageError) and said in found.message, found
    assert found.where == agency.url(path) and found.retry_at is None
    assert len(agency.asked(path)) == 3
    agency.behave(path, path, path, "healthy")
    (healed,) = play(agency, path)
    assert isinstance(healed, Response) and healed.body == csv(FIRST)


@pytest.mark.parametrize("path", ["slow", "slow-headers", "silent"])
def test_what_stalls_is_left_in_time(agency: Agency, path: str) -> None:
    async def run() -> float:
        began = asyncio.get_running_loop().time()
        with pytest.raises(OutageError):
            await Fetcher(limits=SHORT).fetch(at(agency, path))
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(run()) < 10


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("endless", "larger than 1048576 bytes"),
        ("endless-chunks", "more bytes than it can need"),
        ("bomb", "larger than 4194304 bytes when it is unpacked"),
        ("redirect-loop", "more than 5 redirects"),
    ],
)
def test_what_is_too_much_is_told_and_not_tried_again(agency: Agency, path: str, said: str) -> None:
    (found,) = play(agency, path)
    assert isinstance(found, FetchError) and not isinstance(found, OutageError | RefusedError)
    assert said in found.message
    assert len(agency.asked(path)) == (6 if path == "redirect-loop" else 1)


@pytest.mark.parametrize(
    ("path", "status", "requests"),
    [
        ("healthy", 200, 1),
        ("gone-404", 404, 1),
        ("gone-410", 410, 1),
        ("429", 429, 3),
        ("500", 500, 3),
        ("503", 503, 3),
        ("retry-nonsense", 429, 3),
        ("error-page", 200, 1),
        ("empty", 200, 1),
        ("no-body", 200, 1),
        ("restyled", 200, 1),
        ("wrong-charset", 200, 1),
        ("gzip", 200, 1),
        ("not-modified", 304, 1),
    ],
)
def test_what_is_an_answer_comes_back_as_it_is(agency: Agency, path: str, status: int, requests: int) -> None:
    (found,) = play(agency, path)
    assert isinstance(found, Response) and found.status == status
    assert len(agency.asked(path)) == requests


def test_a_packed_body_and_a_flapping_one(agency: Agency) -> None:
    packed, *flapping = play(agency, "gzip", "flapping", "flapping", "flapping")
    assert isinstance(packed, Response) and packed.body == csv(FIRST) != packed.wire
    bodies = [each.body for each in flapping if isinstance(each, Response)]
    assert bodies == [csv(FIRST), csv(SECOND), csv(FIRST)]


def test_what_asks_to_be_left_alone(agency: Agency) -> None:
    for path, slept in (("retry-soon", 2.0), ("retry-date", 2.0)):
        agency.behave(path, path, "healthy")
        clock = QuickClock()
        (found,) = play(agency, path, clock=clock)
        assert isinstance(found, Response) and found.status == 200
        assert clock.slept == [slept]
    late, absurd = play(agency, "retry-late", "retry-absurd")
    assert isinstance(late, OutageError) and late.retry_at == START + timedelta(hours=1)
    assert isinstance(absurd, OutageError) and absurd.retry_at == START + timedelta(days=1)


def test_redirects_carry_what_the_server_said(agency: Agency) -> None:
    away, here = play(agency, "moved", "moved-here")
    assert isinstance(away, Response) and isinstance(here, Response)
    assert away.final_address == agency.url("healthy", "localhost")
    (hop,) = away.redirects
    assert (hop.status, hop.location) == (301, agency.url("healthy", "localhost"))
    assert ("Location", agency.url("healthy", "localhost")) in hop.headers
    assert here.redirects[0].status == 308 and here.body == away.body == csv(FIRST)


def test_the_request_is_kept_as_it_was_sent(agency: Agency) -> None:
    (found,) = play(agency, "healthy")
    assert isinstance(found, Response)
    assert (found.method, found.target) == ("GET", "/healthy")
    assert {name.lower(): value for name, value in found.request} == agency.asked("healthy")[0].headers
    assert ("Host", f"127.0.0.1:{agency.port}") in found.request


def test_none_of_them_holds_another_back(agency: Agency) -> None:
    """All ways to fail at once on one loop, and healthy pages of another host between them."""

    async def run() -> list[Response | BaseException]:
        fetcher = Fetcher(limits=msgspec.structs.replace(SHORT, total_seconds=2.0, read_seconds=1.0))
        failing = [fetcher.fetch(at(agency, path)) for path in BEHAVIOURS]
        healthy = [
            fetcher.fetch(msgspec.structs.replace(SOURCE, address=agency.url("healthy", "localhost")))
            for _ in range(20)
        ]
        found = asyncio.gather(*healthy, return_exceptions=True)
        rest = asyncio.gather(*failing, return_exceptions=True)
        answers = await found
        rest.cancel()
        with pytest.raises(asyncio.CancelledError):
            await rest
        return answers

    answers = asyncio.run(run())
    assert [each.body for each in answers if isinstance(each, Response)] == [csv(FIRST)] * 20


def test_turns_at_a_host_do_not_count_against_the_time_for_one_fetch(agency: Agency) -> None:
    async def run() -> list[Response | BaseException]:
        fetcher = Fetcher(
            limits=Limits(total_seconds=5, retries=0), clock=QuickClock(), pace=Pace(loopback_interval=4.0)
        )
        return await asyncio.gather(
            *(fetcher.fetch(at(agency, "healthy")) for _ in range(10)), return_exceptions=True
        )

    assert all(isinstance(each, Response) for each in asyncio.run(run()))
