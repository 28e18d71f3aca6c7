"""Turns at hosts: as often and as many at a time as the pace says, in order, and no host waits for another."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tallywire.errors import UsageError
from tallywire.watch import Pace
from tallywire.watch.pace import Turns
from tests.watch.clocks import OrderedClock


class Visits:
    """Records who was at which host from when to when."""

    def __init__(self, pace: Pace) -> None:
        self.clock = OrderedClock()
        self.turns = Turns(pace, self.clock)
        self.seen: list[tuple[str, int, float, float]] = []

    async def visit(self, host: str, number: int, takes: float, interval: float = 1.0) -> None:
        async with self.turns.turn(host, interval):
            began = self.clock.monotonic()
            await self.clock.sleep(takes)
            self.seen.append((host, number, began, self.clock.monotonic()))

    def starts(self, host: str) -> list[float]:
        return [began for name, _, began, _ in sorted(self.seen, key=lambda each: each[2]) if name == host]


def played(pace: Pace, *visits: tuple[str, int, float]) -> Visits:
    record = Visits(pace)
    asyncio.run(record.clock.run(*(record.visit(*each) for each in visits)))
    assert len(record.seen) == len(visits)
    return record


def test_a_host_is_asked_in_order_and_never_sooner_than_the_interval() -> None:
    seen = played(Pace(), *(("a.example", number, 0.1) for number in range(5)))
    assert seen.starts("a.example") == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert [number for _, number, _, _ in seen.seen] == [0, 1, 2, 3, 4]


def test_one_request_at_a_time_even_where_each_takes_long() -> None:
    seen = played(Pace(), *(("a.example", number, 5.0) for number in range(3)))
    assert seen.starts("a.example") == [0.0, 5.0, 10.0]


def test_two_at_a_time_still_keep_the_interval() -> None:
    seen = played(Pace(concurrency=2), *(("a.example", number, 5.0) for number in range(4)))
    starts = seen.starts("a.example")
    assert starts == [0.0, 1.0, 5.0, 6.0]
    assert all(later - sooner >= 1 for sooner, later in pairwise(starts))


def test_a_slow_host_holds_no_other_back() -> None:
    slow = [("slow.example", number, 1000.0) for number in range(50)]
    quick = [(f"{number}.example", 0, 0.1) for number in range(50)]
    seen = played(Pace(connections=60), *slow, *quick)
    assert all(began == 0 for host, _, began, _ in seen.seen if host != "slow.example")


def test_connections_are_bounded_over_all_hosts() -> None:
    seen = played(Pace(connections=10), *((f"{number}.example", 0, 1.0) for number in range(30)))
    moments = sorted(began for _, _, began, _ in seen.seen)
    assert moments == [0.0] * 10 + [1.0] * 10 + [2.0] * 10


def test_whoever_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    async def play() -> list[str]:
        record = Visits(Pace(interval=0))
        first = asyncio.ensure_future(record.visit("a.example", 1, 10.0, 0.0))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(record.visit("a.example", 2, 10.0, 0.0))
        await asyncio.sleep(0)
        second.cancel()
        await record.clock.run(record.visit("a.example", 3, 1.0, 0.0))
        await first
        return [f"{number} at {began}" for _, number, began, _ in record.seen]

    assert asyncio.run(play()) == ["1 at 0.0", "3 at 10.0"]


def test_hosts_that_may_be_asked_at_once_are_forgotten() -> None:
    async def play() -> int:
        turns = Turns(Pace(), OrderedClock())
        for number in range(3000):
            async with turns.turn(f"{number}.example", 0.0):
                pass
        return len(turns._hosts)

    assert asyncio.run(play()) <= 1024


@pytest.mark.parametrize("concurrency", [0, 3])
def test_more_than_two_at_a_time_are_refused(concurrency: int) -> None:
    with pytest.raises(UsageError, match="Between 1 and 2"):
        Turns(Pace(concurrency=concurrency), OrderedClock())
