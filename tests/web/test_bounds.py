"""How much, how often, how long: rates, workers, bodies."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from starlette.types import Message

from tallywire.web.bodies import bounded
from tallywire.web.rates import MOST_CLIENTS, Bucket, client_name
from tallywire.web.refusals import BusyNow, Refusal
from tallywire.web.workers import Workers


def test_tokens_come_back_evenly() -> None:
    now = [0.0]
    bucket = Bucket(6, lambda: now[0])
    assert [bucket.take("a") for _ in range(6)] == [0.0] * 6
    assert bucket.take("a") == pytest.approx(10.0)
    assert bucket.take("b") == 0.0
    now[0] = 10.0
    assert bucket.take("a") == 0.0 and bucket.take("a") > 0
    now[0] = 10_000.0
    assert [bucket.take("a") for _ in range(6)] == [0.0] * 6 and bucket.take("a") > 0


def test_many_clients_fill_no_memory() -> None:
    bucket = Bucket(6, lambda: 0.0)
    for number in range(MOST_CLIENTS + 100):
        bucket.take(str(number))
    assert len(bucket._clients) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_what_counts_as_one_client(host: str, name: str) -> None:
    assert client_name(host) == name


def test_work_is_bounded_in_number_and_time() -> None:
    async def all_of_it() -> None:
        workers = Workers("test", threads=1, waiting=2, seconds=0.05)
        gate = Event()
        running = [asyncio.ensure_future(workers.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyNow, match="too much to do"):
            await workers.run(gate.wait)
        for each in running:
            with pytest.raises(BusyNow, match="too long"):
                await each
        gate.set()
        assert await Workers("test", threads=1, waiting=1, seconds=5).run(lambda: 7) == 7

    asyncio.run(all_of_it())


def test_an_error_in_a_thread_comes_back() -> None:
    async def one() -> None:
        def fails() -> None:
            raise ZeroDivisionError

        workers = Workers("test", threads=1, waiting=1, seconds=5)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await workers.run(fails)

    asyncio.run(one())


def test_a_body_that_does_not_come_in_time_is_given_up() -> None:
    async def one() -> None:
        async def silent() -> Message:
            await asyncio.Event().wait()
            raise AssertionError

        receive = bounded({"headers": []}, silent, most=10, seconds=0.01)
        with pytest.raises(Refusal) as refused:
            await receive()
        assert refused.value.status_code == 408

    asyncio.run(one())


def test_a_body_past_its_bound_is_refused_and_its_end_is_heard() -> None:
    async def one() -> None:
        messages: list[Message] = [
            {"type": "http.request", "body": b"12345", "more_body": True},
            {"type": "http.request", "body": b"12345", "more_body": False},
            {"type": "http.disconnect"},
        ]

        async def sent() -> Message:
            return messages.pop(0)

        receive = bounded({"headers": []}, sent, most=10, seconds=5)
        assert [(await receive())["type"] for _ in range(3)] == ["http.request", "http.request", "http.disconnect"]
        messages[:] = [{"type": "http.request", "body": b"12345678901", "more_body": True}]
        with pytest.raises(Refusal) as refused:
            await bounded({"headers": []}, sent, most=10, seconds=5)()
        assert refused.value.status_code == 413
        with pytest.raises(Refusal):
            await bounded({"headers": [(b"content-length", b"11")]}, sent, most=10, seconds=5)()

    asyncio.run(one())
