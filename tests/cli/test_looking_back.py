"""history and diff, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.making import day, fail, put, simulated, source_text, watch
from tests.watch.server import serving

FIGURES = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(1000 + n) for n in range(30)}
CHANGED = {**FIGURES, "2021-03": "1500", "2022-07": "2000"}
SHORTER = {month: figure for month, figure in CHANGED.items() if month != "2020-05"}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Four releases of one source and one of another, in simulated time."""
    folder = tmp_path_factory.mktemp("looking") / "newsroom"
    with serving() as site:
        sources = {
            f"{id}.toml": source_text(id, site.address(f"/{id}"), slug=slug)
            for id, slug in (("prisons", "inmates"), ("courts", "judges"))
        }
        put(site, "/prisons", FIGURES)
        put(site, "/courts", {"2022-01": "7"})
        with simulated(folder, sources, day(0)) as room:
            watch(room, day(0))
            for number, rows in enumerate((CHANGED, SHORTER, CHANGED), 1):
                put(site, "/prisons", rows)
                watch(room, day(number))
            fail(site, "/prisons", "503 Service Unavailable")
            watch(room, day(4))
    yield folder


def releases(newsroom: Path, run: Run) -> list[str]:
    found = json.loads(run("history", "prisons/inmates", "--period", "2021-03", "-n", newsroom, "--json").out)
    return [step["release"] for step in found["steps"]]


def test_history_is_told_newest_first_with_class_and_sentence(newsroom: Path, run: Run) -> None:
    ran = run("history", "prisons/inmates", "-n", newsroom)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "prisons/inmates: people in prisons, people (simulated time)"
    assert lines[1].startswith("2022-07  2022-11-02 09:00  2000  ")
    assert lines[-1] == "and 7 older periods: add --all, or --period"
    at = next(number for number, line in enumerate(lines) if line.startswith("2021-03"))
    assert lines[at].endswith("  correction") and "1500" in lines[at]
    assert lines[at + 1].strip().startswith("1 figure, of 2021-03, was changed from 1,014 to 1,500")
    assert lines[at + 2].startswith("         2022-11-01 09:00  1014  ")
    everything = run("history", "inmates", "-n", newsroom, "--all").out.splitlines()
    assert any(line.startswith("2020-01") for line in everything) and "--all" not in everything[-1]
    gone = next(number for number, line in enumerate(everything) if line.startswith("2020-05"))
    assert "1004" in everything[gone] and everything[gone].endswith("reappearance")
    assert "gone" in everything[gone + 2] and everything[gone + 2].endswith("deletion")


def test_history_of_one_period_as_of_a_day(newsroom: Path, run: Run) -> None:
    ran = run("history", "prisons/inmates", "--period", "2021-03", "--as-of", "2022-11-01", "-n", newsroom)
    assert len(ran.out.splitlines()) == 2 and "1500" not in ran.out


def test_history_as_json_and_as_csv(newsroom: Path, run: Run) -> None:
    told = json.loads(run("history", "prisons/inmates", "--period", "2021-03", "-n", newsroom, "--json").out)
    assert told["schema"] == "tallywire.history/1" and told["series"]["id"] == "prisons/inmates"
    newest, oldest = told["steps"]
    assert (newest["value"], newest["class"], newest["rule"]) == ("1500", "correction", "isolated")
    assert (oldest["value"], oldest["class"], oldest["presence"]) == ("1014", None, None)
    text = run("history", "prisons/inmates", "--csv", "-n", newsroom).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 34
    assert {row["presence"] for row in rows} == {"", "gone", "back"}
    assert sum(row["class"] == "correction" for row in rows) == 1
    assert run("history", "inmates", "--csv", "--json", "-n", newsroom).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prisons/inmate",), "Near it: prisons/inmates"),
        (("nothing-like-it",), "There are: courts/judges, prisons/inmates"),
        (("inmates", "--period", "1999-01"), "Nearest: 2020-01, 2020-02"),
        (("inmates", "--period", "soon"), "'soon' is not a period"),
        (("inmates", "--as-of", "soon"), "is not a day"),
    ],
)
def test_history_of_what_is_not_there_says_what_is(
    newsroom: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    ran = run("history", *arguments, "-n", newsroom)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_diff_between_days(newsroom: Path, run: Run) -> None:
    ran = run("diff", "2022-11-01", "2022-11-03", "-n", newsroom)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "From 2022-11-01 23:59 to 2022-11-03 23:59 1 series differs."
    assert lines[1] == "prisons/inmates"
    assert lines[2] == "  restated  2021-03  1014 -> 1500  correction"
    assert lines[3].strip().startswith("1 figure, of 2021-03, was changed")
    assert lines[4:] == ["  gone      2020-05  1004", "  new       2022-07  2000"]
    assert run("diff", "latest", "latest", "-n", newsroom).out.endswith("no series differs.\n")
    assert len(run("diff", "2022-10-01", "latest", "-n", newsroom).out.splitlines()) < 20
    assert len(run("diff", "2022-10-01", "latest", "-n", newsroom, "--all").out.splitlines()) > 30


def test_diff_between_releases_is_of_their_source(newsroom: Path, run: Run) -> None:
    second, first = releases(newsroom, run)
    told = json.loads(run("diff", first, second[:8], "-n", newsroom, "--json").out)
    assert (told["schema"], told["a"]["release"], told["b"]["source"]) == ("tallywire.diff/1", first, "prisons")
    assert [(each["change"], each["period"], each["class"]) for each in told["figures"]] == [
        ("restated", "2021-03", "correction"),
        ("new", "2022-07", None),
    ]
    assert told["figures"][0]["before"]["value"] == "1014" and told["figures"][0]["after"]["value"] == "1500"
    whole = run("diff", "first", "latest", "--source", "prisons", "-n", newsroom)
    assert f"release {first}" in whole.out and "prisons/inmates" in whole.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("latest", "first"), "Put the earlier one first: tallywire diff first latest"),
        (("2022-13-01", "latest"), "'2022-13-01' is not a day"),
        (("2022-11-01T10:00", "latest"), "has no time zone"),
        (("abc", "latest"), "'abc' is no release, day or time"),
        (("first", "latest", "--source", "prison"), "There are: courts, prisons"),
    ],
)
def test_diff_of_what_is_no_moment_says_what_is_expected(
    newsroom: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    ran = run("diff", *arguments, "-n", newsroom)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_releases_of_two_sources_are_not_compared(newsroom: Path, run: Run) -> None:
    judge = json.loads(run("history", "judges", "-n", newsroom, "--json").out)["steps"][0]["release"]
    ran = run("diff", judge, releases(newsroom, run)[0], "-n", newsroom)
    assert ran.code == 2 and "releases of courts and prisons cannot be compared" in ran.err
    near = run("diff", judge[:-1] + ("0" if judge[-1] != "0" else "1"), "latest", "-n", newsroom)
    assert near.code == 2 and f"Near it: {judge}" in near.err


def test_an_empty_newsroom_has_no_past(folder: Path, run: Run) -> None:
    assert "There are: none yet" in run("history", "anything", "-n", folder).err
    assert "there is no release yet" in run("diff", "first", "latest", "-n", folder).err


def test_watching_tells_figures_that_are_gone_and_back(folder: Path, run: Run) -> None:
    with serving() as site:
        text = source_text("prisons", site.address("/prisons"))
        (folder / "sources" / "prisons.toml").write_text(text, encoding="utf-8")
        told = []
        for rows in (CHANGED, SHORTER, CHANGED):
            put(site, "/prisons", rows)
            told.append(run("watch", "--once", "-n", folder).out)
    assert told == ["prisons: ok, 31 new figures\n", "prisons: ok, 1 figure gone\n", "prisons: ok, 1 figure back\n"]


def test_what_changed_many_figures_is_explained_once(tmp_path: Path, run: Run) -> None:
    folder = rebased(tmp_path / "newsroom")
    lines = run("history", "prisons/inmates", "-n", folder, "--all").out.splitlines()
    assert sum(line.endswith("  redefinition") for line in lines) == 30
    assert sum("were changed by the same factor" in line for line in lines) == 1
    steps = json.loads(run("history", "prisons/inmates", "-n", folder, "--json").out)["steps"]
    assert sum(step["why"] is not None for step in steps) == 30


def rebased(folder: Path) -> Path:
    with serving() as site:
        text = source_text("prisons", site.address("/prisons"), slug="inmates")
        with simulated(folder, {"prisons.toml": text}, day(0)) as room:
            for number, factor in enumerate((1, 2)):
                put(site, "/prisons", {month: str(int(figure) * factor) for month, figure in FIGURES.items()})
                watch(room, day(number))
    return folder
