"""How long a server takes from its command to its first answer."""

from __future__ import annotations

import json
import time
from pathlib import Path

from bench.children import first_answer, free_port, module, running
from bench.measured import OWN, Measured
from bench.servers import ANSWERS

PART = "Cold start of the server"
CEILING = "bare Starlette"


def starting(newsroom: Path, work: Path, *, runs: int) -> list[Measured]:
    """Seconds to the first answer of the feed page and of the check page, each asked of a server started for it."""
    bare = work / "bare-start"
    bare.mkdir(parents=True)
    (bare / "page").write_bytes((newsroom / "site" / "index.html").read_bytes())
    pages = ("/index.html", "/check")
    headers = {"content-type": "text/html; charset=utf-8"}
    (bare / ANSWERS).write_text(json.dumps([(path, "page", headers) for path in pages]), encoding="utf-8")
    own: dict[str, list[float]] = {path: [] for path in pages}
    peer: list[float] = []
    for _ in range(runs):
        for path in pages:
            port = free_port()
            command = module("tallywire", "serve", "--newsroom", str(newsroom), "--port", str(port))
            own[path].append(_seconds(command, port, path))
        port = free_port()
        peer.append(_seconds(module("bench.servers", "ceiling", str(port), str(bare)), port, pages[0]))
    found = []
    for path, name in zip(pages, ("feed page", "check page"), strict=True):
        for who, taken in ((OWN, own[path]), (CEILING, peer)):
            found.append(Measured(part=PART, what=name, who=who, unit="s", runs=tuple(taken)))
    return found


def _seconds(command: list[str], port: int, path: str) -> float:
    began = time.perf_counter()
    with running(command) as process:
        answer = first_answer(process, port, path)
        taken = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return taken
