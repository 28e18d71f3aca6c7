"""Requests a second of one worker, while a watch runs in another process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from bench.children import Answer, ask, first_answer, free_port, module, running
from bench.load import Load, Target, load
from bench.measured import OWN, Measured
from bench.servers import ANSWERS
from tallywire.demo.pages import text

PART = "Serving one worker, a watch beside it"
CEILING = "bare Starlette, same bytes"
FILES = "Starlette StaticFiles"
GZIP = (("Accept-Encoding", "gzip"),)
PUBLISHED = "2022-11-21"

MORE = (
    " In the United States, 2,293,000 fewer employees were on nonfarm payrolls in three months to February 2009."
    " The Imaginary Statistical Office of Utopia counted 2,658 more library visits in October 2022."
)
"""After the eight sentences of the demo's article."""


class Contender(msgspec.Struct, frozen=True):
    """Who answers what is asked."""

    what: str
    who: str
    target: Target


def serving(newsroom: Path, work: Path, wrk: str, *, runs: int, seconds: float) -> list[Measured]:
    """Rates and latencies of the feed page, a brief and the check page, each beside its peers."""
    folder = _copy(newsroom, work / "served")
    brief = _a_brief(folder / "site")
    form = urlencode({"text": text("article.txt") + MORE, "published": PUBLISHED})
    with _watching(folder), ExitStack() as held:
        own = _server(held, "tallywire", folder)
        first = {path: ask(own, path, headers=dict(GZIP)) for path in ("/index.html", brief, "/check")}
        bare = _server(held, "ceiling", _bare(work / "bare", first))
        files = _server(held, "files", folder / "site")
        return _measured(_contenders(own, bare, files, first, brief, form), wrk, work, runs, seconds)


def _contenders(
    own: int, bare: int, files: int, first: dict[str, Answer], brief: str, form: str
) -> Iterator[Contender]:
    pages = (("feed page", "/index.html"), ("brief page", brief))
    for what, path in pages:
        for who, port in ((OWN, own), (CEILING, bare), (FILES, files)):
            yield Contender(what, who, Target(address=_address(port, path), headers=GZIP))
    what, path = f"{pages[0][0]}, unchanged (304)", pages[0][1]
    stored = ask(files, path).headers["etag"]
    for who, port, tag in ((OWN, own, first[path].headers["etag"]), (FILES, files, stored)):
        yield Contender(what, who, Target(address=_address(port, path), headers=(*GZIP, ("If-None-Match", tag))))
    for what, post in (("check page, form", ""), ("check page, ten sentences", form)):
        for who, port in ((OWN, own), (CEILING, bare)):
            yield Contender(what, who, Target(address=_address(port, "/check"), headers=GZIP, post=post))


def _measured(contenders: Iterator[Contender], wrk: str, work: Path, runs: int, seconds: float) -> list[Measured]:
    """Every contender once, then all of them again: what disturbs a run disturbs all alike."""
    listed = list(contenders)
    for each in listed if runs > 1 else ():
        load(wrk, each.target, seconds=1, folder=work)
    found: dict[Contender, list[Load]] = {each: [] for each in listed}
    for _ in range(runs):
        for each in listed:
            found[each].append(load(wrk, each.target, seconds=seconds, folder=work))
    return [
        *(_one(each, "requests/s", [one.requests for one in loads], more=True) for each, loads in found.items()),
        *(_one(each, "ms, half of them", [one.half for one in loads]) for each, loads in found.items()),
        *(_one(each, "ms, 99% of them", [one.most for one in loads]) for each, loads in found.items()),
    ]


def _one(each: Contender, unit: str, runs: Sequence[float], *, more: bool = False) -> Measured:
    return Measured(part=PART, what=each.what, who=each.who, unit=unit, runs=tuple(runs), more=more)


@contextmanager
def _watching(folder: Path) -> Iterator[None]:
    with running(module("bench.watching", str(folder))) as process:
        assert process.stdout is not None, "its output is piped"
        if process.stdout.readline() != "watching\n":
            raise RuntimeError("the watch did not begin")
        yield
        rounds, _ = process.communicate(timeout=120)
        if process.returncode or int(rounds) < 1:
            raise RuntimeError("the watch ended too early")


def _server(held: ExitStack, kind: str, folder: Path) -> int:
    port = free_port()
    process = held.enter_context(running(module("bench.servers", kind, str(port), str(folder))))
    first_answer(process, port, "/check" if kind == "tallywire" else "/index.html")
    return port


def _bare(folder: Path, answers: dict[str, Answer]) -> Path:
    """The bodies as Tallywire sends them, for routes that do nothing but send them."""
    folder.mkdir(parents=True)
    listed = []
    for number, (path, answer) in enumerate(answers.items()):
        (folder / f"{number}").write_bytes(answer.body)
        kept = {name: answer.headers[name] for name in ("content-type", "content-encoding") if name in answer.headers}
        listed.append((path, f"{number}", kept))
    (folder / ANSWERS).write_text(json.dumps(listed), encoding="utf-8")
    return folder


def _copy(newsroom: Path, folder: Path) -> Path:
    """The newsroom to be watched and served, with the site that it was published with."""
    shutil.copytree(newsroom, folder, ignore=shutil.ignore_patterns("site"))
    (folder / "site").symlink_to(newsroom / "site", target_is_directory=True)
    return folder


def _a_brief(site: Path) -> str:
    return "/briefs/" + min(path.name for path in (site / "briefs").iterdir())


def _address(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"
