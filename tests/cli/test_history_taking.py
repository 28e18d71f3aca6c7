"""import and backfill by command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import Run
from tests.desk.making import csv, put, simulated, source_text
from tests.memento.archive import WebArchive, at
from tests.watch.server import Site, serving

NOW = {"2022-08": "349000", "2022-09": "348000"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, "/counts.csv", NOW)
        yield site


@pytest.fixture
def archive(site: Site) -> WebArchive:
    return WebArchive(site, site.address("/counts.csv"))


@pytest.fixture
def watched(folder: Path, site: Site, archive: WebArchive, run: Run) -> Path:
    """A newsroom that watched one page once, and whose source file names a web archive."""
    text = source_text("prisons", site.address("/counts.csv")) + f'[history]\ntimemap = "{archive.template}"\n'
    (folder / "sources" / "prisons.toml").write_text(text, encoding="utf-8")
    assert run("watch", "--once", "-n", folder).code == 0
    return folder


def test_what_there_is_is_listed_and_not_fetched(watched: Path, archive: WebArchive, site: Site, run: Run) -> None:
    for month in (1, 2, 3):
        archive.hold(at(2015, month), csv({"2014-12": "1"}))
        archive.hold(at(2015, month, 2), csv({"2014-12": "1"}))
    asked = len(site.requests)
    ran = run("backfill", "prisons", "--dry-run", "--every", "month", "--limit", "2", "-n", watched)
    assert (ran.code, ran.err) == (0, "")
    address = site.address(archive.path(at(2015)))
    assert ran.out.splitlines() == [
        "prisons: 6 listed, 3 left out by --every, 1 left for another run by --limit, 2 to fetch.",
        f"2015-01-01 09:00:00  {address}",
        f"2015-02-01 09:00:00  {site.address(archive.path(at(2015, 2)))}",
        "Nothing was fetched; without --dry-run it is.",
    ]
    assert len(site.requests) == asked + 1
    told = msgspec.json.decode(run("backfill", "prisons", "--dry-run", "--json", "-n", watched).out)
    assert told["listed"] == 6 and told["wanted"][0] == {"address": address, "at": "2015-01-01T09:00:00Z"}
    none = run("backfill", "prisons", "--dry-run", "--since", "2016-01-01", "-n", watched)
    assert none.out == "prisons: 0 listed, 0 to fetch.\nThere is nothing to fetch.\n"


def test_past_versions_are_taken_and_told_one_by_one(watched: Path, archive: WebArchive, run: Run) -> None:
    archive.hold(at(2014), csv({"2013-12": "700000"}, "persons"))
    archive.hold(at(2015), csv({"2014-12": "670000"}))
    archive.hold(at(2016), csv({"2014-12": "670000"}))
    archive.hold(at(2017), csv({"2014-12": "670000", "2016-12": "many"}))
    archive.hold(at(2018), b"", status="404 Not Found")
    archive.list("https://elsewhere.example/web/2019", at(2019))
    ran = run("backfill", "prisons", "-n", watched)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "prisons: 5 listed, 5 to fetch."
    assert lines[1].startswith("2014-01-01 09:00:00  archived, and not read: prisons: there is no column 'people'.")
    assert lines[2] == "2015-01-01 09:00:00  archived, 1 figure, 1 new for then"
    assert lines[3] == "2016-01-01 09:00:00  archived, 1 figure, 0 new for then, the bytes of another version"
    assert lines[4] == "2017-01-01 09:00:00  archived, 1 figure, 0 new for then"
    assert lines[5].startswith("2018-01-01 09:00:00  not taken: ") and lines[5].endswith(": HTTP 404")
    assert lines[6] == "4 of 5 archived, 3 read, 1 figure recorded as of then."
    assert "is not at 127.0.0.1: name its host in history.hosts" in ran.err
    assert "(prisons/people): 'many' is not a number" in ran.err
    again = run("backfill", "prisons", "--until", "2017-12-31", "-n", watched)
    assert (again.code, again.out) == (0, "prisons: 4 listed, 4 archived before, 0 to fetch.\n")
    assert run("verify", "-n", watched).code == 0
    assert run("rebuild", "-n", watched).out.endswith("The record is the same.\n")


def test_a_backfill_as_json(watched: Path, archive: WebArchive, run: Run) -> None:
    archive.hold(at(2015), csv({"2014-12": "670000"}))
    ran = run("backfill", "prisons", "--json", "-n", watched)
    assert ran.code == 0
    told = msgspec.json.decode(ran.out)
    [past] = told["past"]
    assert (past["figures"], past["new"], past["trouble"], told["stopped"]) == (1, 1, "", "")
    assert (past["release"]["kind"], past["release"]["published_at"]) == ("memento", "2015-01-01T09:00:00Z")


def test_a_run_that_stopped_says_what_is_left(watched: Path, site: Site, archive: WebArchive, run: Run) -> None:
    for year in range(2010, 2015):
        archive.hold(at(year), b"")
    site.answers["/robots.txt"] = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 34\r\nConnection: close\r\n\r\nUser-agent: *\nDisallow: /web/201\n\n"
    )
    ran = run("backfill", "prisons", "-n", watched)
    assert ran.code == 1 and ran.out.count("does not let Tallywire fetch this address. Ask the archive") == 3
    assert ran.err == (
        "Stopped: 3 mementos in a row could not be fetched. What came is archived; 2 are left for the next run.\n"
    )


def test_what_cannot_be_backfilled_is_told(watched: Path, site: Site, archive: WebArchive, run: Run) -> None:
    for arguments, said in (
        (("nowhere",), "no source 'nowhere'"),
        (("prisons", "--every", "year"), "--every 'year' is unknown. Expected day, week or month"),
        (("prisons", "--since", "soon"), "--since 'soon' is not a day. Expected e.g. 2022-11-30"),
        (("prisons", "--timemap", "https://archive.example/"), "does not have the page's address in one place"),
        (("prisons", "--timemap", site.address("/{address}")), "prisons: 0 listed, 0 to fetch."),
        (("prisons", "--timemap", "https://10.0.0.1/{address}"), "10.0.0.1 is private"),
    ):
        ran = run("backfill", *arguments, "-n", watched)
        assert said in ran.out + ran.err
        assert ran.code == (0 if ran.out else 2) and "Traceback" not in ran.err
    site.answers[f"/timemap/link/{archive.original}"] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>"
    ran = run("backfill", "prisons", "-n", watched)
    assert ran.code == 2 and "no TimeMap: it names neither an original nor a memento" in ran.err


def test_a_simulated_newsroom_takes_no_history(tmp_path: Path, run: Run) -> None:
    with simulated(tmp_path / "played", {"p.toml": source_text("p", "http://127.0.0.1:9999/counts.csv")}):
        pass
    ran = run("backfill", "p", "--timemap", "https://archive.example/{address}", "-n", tmp_path / "played")
    assert ran.code == 2 and "a simulated newsroom takes no history from the real web" in ran.err


def test_a_preview_of_an_import_records_nothing(watched: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "history.csv"
    path.write_text("series,period,value\npeople,2022-08,349000\npeople,2022-09,347000\npeople,2022-07,350000\n")
    before = run("verify", "-n", watched).out
    ran = run("import", path, "--source", "prisons", "--preview", "--published", "2022-10-01", "-n", watched)
    assert (ran.code, ran.err) == (0, "")
    assert "a history file: one figure a row" in ran.out
    assert "Against the record: 1 new, 1 restated, 1 as recorded, 0 in the record only." in ran.out
    assert ran.out.endswith(
        "Every cell is read. Nothing was archived or recorded; without --preview it is.\n"
        "The figures would stand as of 2022-10-01: they overrule nothing newer.\n"
    )
    told = msgspec.json.decode(run("import", path, "--source", "prisons", "--preview", "--json", "-n", watched).out)
    assert (told["new"], told["same"], len(told["figures"])) == (1, 1, 3)
    assert run("verify", "-n", watched).out == before


def test_a_page_that_came_by_mail(watched: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mailed.csv"
    path.write_bytes(csv({"2022-09": "348000", "2022-10": "338000", "2022-11": "about"}))
    refused = run("import", path, "--source", "prisons", "-n", watched)
    assert refused.code == 2 and "For a file in the source's own form add --as-page" in refused.err
    ran = run("import", path, "--source", "prisons", "--as-page", "--preview", "-n", watched)
    assert ran.code == 1 and "csv, layout wide, 1 rows of column names after 0 others" in ran.out
    assert "1 cell could not be read" in ran.out
    ran = run("import", path, "--source", "prisons", "--as-page", "-n", watched)
    assert ran.code == 0 and ran.out.startswith(f"{path}: archived as release ") and ", 1 new figure\n" in ran.out
    assert "'about' is not a number" in ran.err
    assert run("rebuild", "-n", watched).out.endswith("The record is the same.\n")
