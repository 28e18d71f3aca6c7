"""The loop over many sources: how long a round takes, what it costs, and how long the event loop keeps waiting."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from bench.children import ask, first_answer, free_port, module, running
from bench.loopback.child import HOSTS, host
from bench.measured import OWN, Measured
from tallywire.desk import init

PEER = "bare httpx2, nothing kept"
SOURCE = """\
id = "source-{number}"
name = "Agency {number}"
address = "http://{host}:{port}/{number}"
media = "csv"
allow_hosts = ["{host}"]

[period]
column = "month"

[[series]]
slug = "people"
title = "people at agency {number}"
unit = "people"
kind = "stock"
frequency = "M"
"""


def looping(work: Path, sources: int, *, runs: int) -> list[Measured]:
    """A first round that takes in every page, then rounds in which a twentieth of the pages changed."""
    port = free_port()
    folder = work / f"loop-{sources}"
    shutil.rmtree(folder, ignore_errors=True)
    init(folder)
    for number in range(sources):
        text = SOURCE.format(number=number, host=host(number), port=port)
        (folder / "sources" / f"source-{number}.toml").write_text(text, encoding="utf-8")
    part = f"The watch, {sources:,} sources on {min(sources, HOSTS)} hosts"
    found: list[Measured] = []
    with running(module("bench.loopback.server", str(port))) as server:
        first_answer(server, port, "/0")
        for who, what in ((OWN, "loop"), (PEER, "bare")):
            command = module("bench.loopback.child", what, str(folder), str(port), str(sources))
            with running(command) as child:
                first = _round(child)
                later = []
                for _ in range(runs):
                    ask(port, "/grow")
                    later.append(_round(child))
            found += _figures(part, who, "first round, every page new", [first])
            found += _figures(part, who, "later round, a twentieth of the pages new", later)
    # A peer's figure stands below Tallywire's own.
    places = {(each.what, each.unit): place for place, each in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda each: places[each.what, each.unit])


def _round(child: subprocess.Popen[str]) -> dict[str, float]:
    assert child.stdin is not None and child.stdout is not None, "both are pipes"
    child.stdin.write("\n")
    child.stdin.flush()
    line = child.stdout.readline()
    if not line:
        raise RuntimeError(f"the watch ended with {child.wait()}")
    found: dict[str, float] = json.loads(line)
    return found


def _figures(part: str, who: str, what: str, rounds: list[dict[str, float]]) -> list[Measured]:
    units = {"seconds": "s", "cpu": "s of CPU", "peak": "MiB at most"}
    if who == OWN:
        units |= {"lag_p99": "s of lag, 99th percentile", "lag_max": "s of lag at most"}
    return [
        Measured(part=part, what=what, who=who, unit=unit, runs=tuple(each[key] for each in rounds))
        for key, unit in units.items()
    ]
