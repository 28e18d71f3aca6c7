"""One task of watching in a process of its own: `python -m bench.loopback.child loop|bare FOLDER PORT SOURCES`.

Each line of its input is a round: what was taken is answered as a line of JSON. `loop` is the newsroom's own loop
with its archive, record and matrix; `bare` asks the same addresses in the same way with httpx2 and keeps nothing.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2

from tallywire.desk import Loop, Newsroom, Ticking, Told
from tallywire.watch import Fetcher, Pace

HOSTS = 200
AT_ONCE = 256

Round = Callable[[], Awaitable[dict[str, object]]]


def host(number: int) -> str:
    return f"agency-{number % HOSTS}.test"


def here(name: str, port: int) -> tuple[str, ...]:
    """Every agency is on this machine."""
    return ("127.0.0.1",)


async def loop(folder: Path, sources: int) -> None:
    """Rounds of the real loop: a round is over when every source was taken in once more."""
    with Newsroom(folder) as newsroom:
        fetcher = Fetcher(resolver=here, pace=Pace(interval=0, loopback_interval=0))
        stop, enough = asyncio.Event(), asyncio.Event()
        wanted = 0

        def tell(told: Told) -> None:
            if told.trouble:
                raise RuntimeError(told.trouble)
            if watching.pulse.taken >= wanted:
                enough.set()

        watching = Loop(newsroom, fetcher, ticking=Ticking(), tell=tell)
        running: asyncio.Task[None] | None = None

        async def once() -> dict[str, object]:
            nonlocal running, wanted
            wanted = watching.pulse.taken + sources
            enough.clear()
            watching.pulse.lags.clear()
            if running is None:
                running = asyncio.create_task(watching.run(stop))
            else:
                watching.all_due()
            await enough.wait()
            lags = sorted(watching.pulse.lags)
            return {"lag_p99": lags[len(lags) * 99 // 100], "lag_max": lags[-1], "ticks": watching.pulse.ticks}

        await _rounds(once)
        stop.set()
        if running is not None:
            await running


async def bare(port: int, sources: int) -> None:
    """The same requests without a newsroom: connections as many and as short, no guard, nothing kept."""
    tags: dict[int, str] = {}
    slots = asyncio.Semaphore(AT_ONCE)
    # A connection for each request, as the newsroom's own: agencies are asked once an hour, not in a row.
    limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=0)
    async with httpx2.AsyncClient(limits=limits, trust_env=False, timeout=60) as client:

        async def ask(number: int) -> None:
            headers = {"If-None-Match": tags[number]} if number in tags else {}
            async with slots:
                answer = await client.get(f"http://127.0.0.1:{port}/{number}", headers=headers)
            if answer.status_code == 200:
                tags[number] = answer.headers["etag"]

        async def once() -> dict[str, object]:
            await asyncio.gather(*(ask(number) for number in range(sources)))
            return {}

        await _rounds(once)


async def _rounds(once: Round) -> None:
    while await asyncio.to_thread(sys.stdin.readline):
        began, cpu = time.perf_counter(), _cpu()
        found = await once()
        found |= {
            "seconds": time.perf_counter() - began,
            "cpu": _cpu() - cpu,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    what, folder, port, sources = sys.argv[1:]
    asyncio.run(loop(Path(folder), int(sources)) if what == "loop" else bare(int(port), int(sources)))
