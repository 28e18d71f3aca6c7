"""From a page that was never watched to a recorded series, by commands alone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tallywire.watch import load_source
from tallywire.watch.ready import ready_sources
from tests.cli.conftest import Run
from tests.watch.propose import offices
from tests.watch.server import Site, answer, serving

HERE = "127.0.0.1"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
CSV = (("Content-Type", "text/csv"),)
OPEN = b"date,prisoners\n01/02/2022,1.234\n02/02/2022,1.300\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.answers["/prisons.html"] = answer(offices.ENGLISH, headers=HTML)
        site.answers["/long.csv"] = answer(offices.LONG, headers=CSV)
        site.answers["/open.csv"] = answer(OPEN, headers=CSV)
        yield site


def test_an_unseen_page_becomes_a_recorded_series(folder: Path, site: Site, run: Run) -> None:
    address = site.address("/prisons.html")
    looked = run("watch", "add", address, "--allow-host", HERE, "-n", folder)
    assert looked.code == 1 and "Nothing was written. To write it, add --yes" in looked.out
    assert not list((folder / "sources").glob("*.toml"))

    added = run("watch", "add", address, "--allow-host", HERE, "--yes", "-n", folder)
    assert (added.code, added.err) == (0, "")
    path = folder / "sources" / "prisons.toml"
    assert f"Written: {path}" in added.out and f"tallywire watch prisons --once --newsroom {folder}" in added.out
    assert "prisons/inmates-men" in added.out and "23,502 p" in added.out
    source = load_source(path.read_text(encoding="utf-8"), str(path))
    assert source.allow_hosts == (HERE,) and "CHECK" in path.read_text(encoding="utf-8")
    assert len(list((folder / "archive").iterdir())) == 0, "adding archives nothing"

    tried = run("watch", "test", "prisons", "-n", folder)
    assert tried.code == 0
    assert "Against the record: 7 new, 0 restated, 0 as recorded, 0 in the record only." in tried.out
    assert "Every cell is read." in tried.out

    assert run("watch", "prisons", "--once", "-n", folder).out == "prisons: ok, 7 new figures\n"
    site.answers["/prisons.html"] = answer(
        offices.ENGLISH.replace(b"1,198", b"1,199").replace(b"98.9", b"x1"), headers=HTML
    )
    tried = run("watch", "test", "prisons", "-n", folder)
    assert tried.code == 1
    assert "0 new, 1 restated, 7 as recorded, 1 in the record only" in tried.out
    assert "row 3, column 3 (prisons/occupancy-rate): 'x1' is not a number" in " ".join(tried.out.split())
    done = msgspec.json.decode(run("watch", "test", "prisons", "--archived", "--json", "-n", folder).out)
    assert (done["same"], done["new"], done["problems"]) == (9, 0, [])


def test_a_source_is_never_written_over(folder: Path, site: Site, run: Run) -> None:
    arguments = ("watch", "add", site.address("/prisons.html"), "--allow-host", HERE, "--yes", "-n", folder)
    assert run(*arguments).code == 0
    before = (folder / "sources" / "prisons.toml").read_bytes()
    again = run(*arguments)
    assert again.code == 0 and "prisons-2.toml" in again.out
    named = run(*arguments, "--id", "prisons")
    assert named.code == 2 and "there is a source 'prisons' already. Choose another name with --id" in named.err
    assert (folder / "sources" / "prisons.toml").read_bytes() == before


def test_what_is_open_is_written_down_and_can_be_answered(folder: Path, site: Site, run: Run) -> None:
    arguments = ("watch", "add", site.address("/open.csv"), "--allow-host", HERE, "--yes", "-n", folder)
    asked = run(*arguments)
    assert asked.code == 1 and "--answer order=dmy (day, month, year)" in asked.out
    assert "No figure can be read yet" in asked.out and "tallywire watch test open" in asked.out
    assert "# ANSWER period.order" in (folder / "sources" / "open.toml").read_text(encoding="utf-8")
    assert run("watch", "test", "open", "-n", folder).code == 2
    answered = run(*arguments, "--id", "counts", "--answer", "order=dmy", "--answer", "decimal=,")
    assert answered.code == 0
    assert run("watch", "counts", "--once", "-n", folder).out == "counts: ok, 2 new figures\n"


def test_a_file_stands_in_for_the_address(folder: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "saved.csv"
    file.write_bytes(offices.RUSSIAN_CSV)
    address = "https://office.example/stat/chislennost"
    added = run("watch", "add", address, "--from", file, "--id", "prisons", "--drop", "dolya", "--yes", "-n", folder)
    assert added.code == 0 and f"bytes of {file}" in added.out
    source = load_source((folder / "sources" / "prisons.toml").read_text(encoding="utf-8"), "prisons")
    assert (source.address, [entry.slug for entry in source.entries]) == (address, ["vsego", "iz-nikh-zhenshchiny"])
    tried = run("watch", "test", "prisons", "--file", file, "-n", folder)
    assert tried.code == 0 and "5 new, 0 restated" in tried.out


def test_json_says_what_was_found(folder: Path, site: Site, run: Run) -> None:
    arguments = ("watch", "add", site.address("/long.csv"), "--allow-host", HERE, "--json", "-n", folder)
    done = msgspec.json.decode(run(*arguments).out)
    assert (done["source"], done["written"], done["chosen"]) == ("long", "", 0)
    assert [series["slug"] for series in done["series"]][:2] == ["north-pupils", "north-teachers"]
    assert len(done["figures"]) == 8 and done["questions"] == []
    assert load_source(done["file"], "file").id == "long"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "an address is needed"),
        (("http://127.0.0.1:8131/x",), "allow it with --allow-host 127.0.0.1"),
        (("https://office.example/x", "--from", "nowhere.csv"), "nowhere.csv: cannot be read: No such file"),
        (("ftp://office.example/x", "--from", "nowhere.csv"), "Only http:// and https:// are fetched"),
        (("https://office.example/x", "--media", "gif"), "There are: html, csv, xlsx"),
        (("https://office.example/x", "--answer", "order"), "Expected KEY=VALUE"),
        (("https://office.example/x", "--answer", "order=abc"), "Expected dmy, mdy, ymd"),
        (("https://office.example/x", "--answer", "zebra=1"), "There are: order, decimal, century, "),
        (("--ready", "zebra"), "there is no ready source 'zebra'. There are: "),
        (("https://office.example/x", "--ready", "fred"), "Leave the address out"),
    ],
)
def test_mistakes_lead_to_the_next_step(folder: Path, run: Run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("watch", "add", *arguments, "-n", folder)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err and ran.err.startswith("tallywire: ")


def test_an_error_page_and_a_page_without_figures_are_refused(folder: Path, site: Site, run: Run) -> None:
    gone = run("watch", "add", site.address("/gone"), "--allow-host", HERE, "--yes", "-n", folder)
    assert gone.code == 2 and "the server answers with HTTP 404" in gone.err
    site.answers["/empty"] = answer(b"<html><p>Figures are drawn by a script.</p></html>", headers=HTML)
    empty = run("watch", "add", site.address("/empty"), "--allow-host", HERE, "--yes", "-n", folder)
    assert empty.code == 2 and "no table was found" in empty.err and "often a download" in empty.err
    outside = run("watch", "add", site.address("/gone"), "-n", folder / "nowhere")
    assert outside.code == 2 and "is not a newsroom" in outside.err


def test_a_source_cannot_be_called_as_a_command(folder: Path, site: Site, run: Run) -> None:
    arguments = ("watch", "add", site.address("/prisons.html"), "--allow-host", HERE, "--yes", "-n", folder)
    for id in ("add", "test"):
        refused = run(*arguments, "--id", id)
        assert refused.code == 2 and "there is a source" in refused.err
    (folder / "sources" / "x.toml").write_text(
        'id = "test"\nname="x"\naddress="https://x.example/"\nmedia="csv"\nseries=[]'
    )
    assert "'test' is the name of a command" in run("watch", "--once", "-n", folder).err


def test_trying_a_source_refuses_what_it_cannot_do(folder: Path, site: Site, run: Run) -> None:
    unknown = run("watch", "test", "zebra", "-n", folder)
    assert unknown.code == 2 and "There are: none yet" in unknown.err
    run("watch", "add", site.address("/prisons.html"), "--allow-host", HERE, "--yes", "-n", folder)
    assert "is archived yet" in run("watch", "test", "prisons", "--archived", "-n", folder).err
    assert run("watch", "test", "prisons", "--archived", "--file", "x", "-n", folder).code == 2
    site.answers["/prisons.html"] = answer(status="503 Unavailable", headers=(("Retry-After", "86400"),))
    assert run("watch", "test", "prisons", "-n", folder).code == 2


def test_ready_sources_are_listed_and_copied(folder: Path, run: Run) -> None:
    listed = run("watch", "add", "--ready", "list", "-n", folder)
    assert listed.code == 0
    names = [line.partition(":")[0] for line in listed.out.splitlines()]
    assert names == [ready.name for ready in ready_sources()] and names
    copied = run("watch", "add", "--ready", names[0], "-n", folder)
    [path] = (folder / "sources").glob("*.toml")
    assert copied.code == 0 and f"Written: {path}" in copied.out
    assert path.read_text(encoding="utf-8") == ready_sources()[0].text
    again = run("watch", "add", "--ready", names[0], "-n", folder)
    assert again.code == 2 and "is there already and is not written over" in again.err


def test_the_first_word_chooses_the_command(folder: Path, run: Run) -> None:
    assert run("watch", "--help").out.startswith("Usage: tallywire watch [OPTIONS] [SOURCE]... | COMMAND ...")
    assert run("watch", "add", "--help").out.startswith("Usage: tallywire watch add [OPTIONS]")
    assert run("watch", "test", "--help").out.startswith("Usage: tallywire watch test [OPTIONS]")
    assert "there is nothing to watch" in run("watch", "zebra", "--once", "-n", folder).err


def test_someone_at_a_terminal_is_asked(folder: Path, site: Site) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "tallywire", "watch", "add", site.address("/open.csv"), "--allow-host", HERE]
    running = subprocess.Popen(
        [*command, "-n", str(folder)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "COLUMNS": "120", "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(slave)
    # The page has one table and one series, so neither is asked about.
    os.write(master, b"zebra\ndmy\n,\n\nThe Prison Office\ncounts\ny\n")
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    assert running.wait(timeout=60) == 0, shown.decode()
    text = shown.decode()
    assert "order='zebra' is unknown" in text and "Write the source file?" in text
    source = load_source((folder / "sources" / "counts.toml").read_text(encoding="utf-8"), "counts")
    assert (source.name, source.period.order, source.numbers.decimal) == ("The Prison Office", "dmy", ",")


def test_what_holds_for_many_series_is_one_line(folder: Path, site: Site, run: Run) -> None:
    rows = [f"P{place:02},2025-01-{day:02},{place + day},{place * day + 1}" for day in (1, 2) for place in range(25)]
    table = "\n".join(["place,day,beds,hens", *rows, "P99,2025-01-01,1,2", "P99,2025-01-02,1,2.5"])
    site.answers["/many.csv"] = answer(table.encode(), headers=CSV)
    looked = run("watch", "add", site.address("/many.csv"), "--allow-host", HERE, "--drop", "hens-p1*", "-n", folder)
    assert looked.code == 1 and looked.out.count("beds, P") == 26 and "hens, P13" not in looked.out
    assert looked.out.count("hens, P") == 14 and "  and 2 more\n\nWhat would be recorded" in looked.out
    assert "  every series: the unit is not said; name what is counted\n" in looked.out
    assert "  series.hens-p99: figures are written with 0 to 1 decimals" in looked.out
    assert len(looked.out.splitlines()) < 80
