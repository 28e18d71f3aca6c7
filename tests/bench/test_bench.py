"""Every benchmark runs on a dozen briefs and gives its figures; how good they are is no matter here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import uvicorn

from bench import peers
from bench.children import ask, first_answer, free_port, module, running
from bench.load import parsed
from bench.machine import machine
from bench.measured import OWN, Measured
from bench.newsroom import add_approved, enlarge
from bench.publish import FIRST, NEXT, publishing, size
from bench.serve import serving
from bench.servers import settings
from bench.start import starting
from bench.table import as_json, figure, table
from tallywire.desk import DeskDB
from tallywire.desk.stories import lines, published
from tallywire.web import serve
from tallywire.web.app import app
from tests.demo.played import Demo
from tests.needs import command

BRIEFS = 12


@pytest.fixture(scope="module")
def newsroom(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "newsroom"
    shutil.copytree(demo.folder, folder)
    enlarge(folder, BRIEFS)
    return folder


@pytest.fixture(scope="module")
def figures(newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    return publishing(newsroom, tmp_path_factory.mktemp("publish"), pelican=None, runs=1, first_runs=1)


def test_the_newsroom_has_as_many_briefs_as_asked_for_and_what_they_are_about_is_watched(newsroom: Path) -> None:
    shown = published(DeskDB(newsroom / "desk.db"))
    assert len([brief for brief in shown if not brief.id.startswith("new-")]) == BRIEFS
    assert len({brief.id for brief in shown}) == len(shown)
    assert all((newsroom / "sources" / f"{brief.source}.toml").is_file() for brief in shown)
    assert all(binding.proof for brief in shown for binding in brief.headline.bindings)


def test_publishing_is_measured_and_makes_what_it_says(newsroom: Path, figures: list[Measured]) -> None:
    named = {(one.what, one.unit): one for one in figures}
    assert {one.who for one in figures} == {OWN}
    assert named[FIRST, "s"].median > 0 and named[NEXT, "s"].median > 0
    assert named[NEXT, "MiB, largest process"].median > 1
    pages = {path.stem for path in (newsroom / "site" / "briefs").iterdir()}
    assert pages == {brief.id for brief in published(DeskDB(newsroom / "desk.db"))}
    assert size(newsroom / "site").files > named[FIRST, "files"].median


def test_a_brief_that_is_added_waits_for_publication(newsroom: Path, figures: list[Measured]) -> None:
    added = add_approved(newsroom, 77)
    waiting = lines(DeskDB(newsroom / "desk.db"), states=("approved",))
    assert [line.id for line in waiting] == [added]


def test_the_start_of_the_server_is_measured(newsroom: Path, figures: list[Measured], tmp_path: Path) -> None:
    found = starting(newsroom, tmp_path, runs=1)
    assert {(one.what, one.who == OWN) for one in found} == {
        (what, own) for what in ("feed page", "check page") for own in (True, False)
    }
    assert all(0 < one.median < 120 for one in found)


def test_requests_are_counted_while_a_watch_runs(newsroom: Path, figures: list[Measured], tmp_path: Path) -> None:
    archived = sum(path.stat().st_size for path in (newsroom / "archive").iterdir())
    found = serving(newsroom, tmp_path, command("wrk"), runs=1, seconds=1)
    assert {one.what for one in found if one.who == OWN} == {
        "feed page",
        "brief page",
        "feed page, unchanged (304)",
        "check page, form",
        "check page, ten sentences",
    }
    assert all(one.median > 0 for one in found)
    watched = sum(path.stat().st_size for path in (tmp_path / "served" / "archive").iterdir())
    assert watched > archived
    assert sum(path.stat().st_size for path in (newsroom / "archive").iterdir()) == archived


def test_the_server_under_load_is_set_up_as_the_one_that_readers_get(
    newsroom: Path, figures: list[Measured], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets=None: seen.append(server.config))
    serve(newsroom, "127.0.0.1", 0)
    (own,) = seen
    measured = settings(app(newsroom), own.port)
    plain = (str, int, float, bool, type(None))
    assert {name: value for name, value in vars(measured).items() if isinstance(value, plain)} == {
        name: value for name, value in vars(own).items() if isinstance(value, plain)
    }


def test_a_server_that_ends_before_it_answers_is_told() -> None:
    port = free_port()
    nobody = module("bench.servers", "nothing", str(port), ".")
    with running(nobody) as process, pytest.raises(RuntimeError, match="ended with 1"):
        first_answer(process, port, "/")
    with pytest.raises(ConnectionError):
        ask(port, "/")


WRK = """\
Running 2s test @ http://127.0.0.1:1/
  Latency Distribution
     50%    1.25ms
     75%    1.50ms
     90%    2.00ms
     99%    1.10s
  20 requests in 2.00s, 1.00MB read
Requests/sec:     10.50
Transfer/sec:      1.00MB
"""


def test_what_wrk_prints_is_read() -> None:
    found = parsed(WRK, "here")
    assert (found.requests, found.half, found.most) == (10.5, 1.25, 1100.0)


@pytest.mark.parametrize(
    "more",
    ["  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 1, write 0, timeout 0\n"],
)
def test_a_load_with_errors_is_no_figure(more: str) -> None:
    with pytest.raises(RuntimeError, match="here did not answer every request"):
        parsed(WRK + more, "here")


def test_a_load_that_was_not_measured_is_no_figure() -> None:
    with pytest.raises(RuntimeError):
        parsed("unable to connect to 127.0.0.1", "here")


def one(who: str, runs: tuple[float, ...], *, more: bool) -> Measured:
    return Measured(part="part", what="what", who=who, unit="s", runs=runs, more=more)


@pytest.mark.parametrize(("more", "ratio"), [(True, "0.50x"), (False, "2.00x")])
def test_a_ratio_says_how_many_times_better_tallywire_is(more: bool, ratio: str) -> None:
    measured = [one(OWN, (1.0, 2.0, 9.0), more=more), one("peer", (4.0,), more=more)]
    assert ratio in table(measured)
    made = json.loads(as_json(machine(), {"briefs": 1}, measured))
    assert [each["advantage"] for each in made["figures"]] == [None, float(ratio[:-1])]
    assert [(each["median"], each["min"], each["max"]) for each in made["figures"]] == [(2, 1, 9), (4, 4, 4)]
    assert made["machine"]["cores"] > 0


@pytest.mark.parametrize(("value", "words"), [(12345.6, "12,346"), (12.34, "12.3"), (1.234, "1.23"), (0.1, "0.100")])
def test_figures_keep_three_digits(value: float, words: str) -> None:
    assert figure(value) == words


def test_the_peer_is_given_the_words_of_every_brief(newsroom: Path, tmp_path: Path) -> None:
    shown = published(DeskDB(newsroom / "desk.db"))
    folder = peers.articles(shown, tmp_path / "pelican")
    written = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "content").iterdir()}
    assert set(written) == {brief.id for brief in shown}
    for brief in shown:
        assert all(text.text in written[brief.id] for text in (brief.headline, brief.lead, *brief.body))
        assert f"Category: {brief.topic}\n" in written[brief.id]
    peers.add_article(folder, 3)
    assert "Slug: new-3\n" in (folder / "content" / "new-3.md").read_text(encoding="utf-8")
