"""export, backup, restore and disk, as they are typed."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tallywire.cli.keeping import in_bytes
from tallywire.record import Archive, verify, writer_lock
from tests.cli.conftest import Run
from tests.record.making import day, fetch


@pytest.fixture
def archived(folder: Path) -> str:
    """Three releases on three days; returns the head."""
    with Archive(folder / "archive", write=True) as archive:
        for n in range(3):
            fetch(archive, b"%d" % n, day(n))
    return archive.head


def test_export(folder: Path, archived: str, run: Run, tmp_path: Path) -> None:
    ran = run("export", "--wacz", tmp_path / "all.wacz", "-n", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{tmp_path / 'all.wacz'}: 3 releases in 3 entries, ")
    assert ran.out.endswith(f"\nhead {archived}\n")
    ran = run("export", "--wacz", tmp_path / "all.wacz", "-n", folder)
    assert ran.code == 1 and "is there already" in ran.err
    days = ("--since", f"{day(1):%Y-%m-%d}", "--until", f"{day(1):%Y-%m-%d}", "--source", "s")
    ran = run("export", "--wacz", tmp_path / "day.wacz", *days, "-n", folder, "--json")
    assert json.loads(ran.out)["releases"] == 1
    with zipfile.ZipFile(tmp_path / "day.wacz") as package:
        described = json.loads(package.read("datapackage.json"))["tallywire"]
        assert (described["since"], described["until"]) == ("2022-11-02T00:00:00Z", "2022-11-03T00:00:00Z")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "soon"), "--since 'soon' is not a day"),
        (("--source", "nobody"), "nothing was archived of a source 'nobody'. There are: s"),
        (("--since", f"{day(9):%Y-%m-%d}"), "there is nothing to export"),
    ],
)
def test_an_export_of_nothing(
    folder: Path, archived: str, run: Run, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    ran = run("export", "--wacz", tmp_path / "x.wacz", "-n", folder, *options)
    assert ran.code in (1, 2) and said in ran.err and ran.out == ""
    assert not (tmp_path / "x.wacz").exists()
    assert archived


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_backup_and_restore(folder: Path, archived: str, run: Run, tmp_path: Path, name: str) -> None:
    with writer_lock(folder / "archive"):
        ran = run("backup", tmp_path / name, "-n", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{tmp_path / name}: 3 entries, ") and ran.out.endswith(f"head {archived}\n")
    ran = run("restore", tmp_path / name, tmp_path / "again")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"{tmp_path / 'again'}: 3 entries in one unbroken chain; 3 releases were derived again.\n"
        f"head {archived}\n"
        f"Run `tallywire publish --newsroom {tmp_path / 'again'}` to write the site anew.\n"
    )
    assert verify(tmp_path / "again" / "archive", head=archived).ok
    ran = run("restore", tmp_path / name, tmp_path / "again")
    assert ran.code == 2 and "is not an empty folder" in ran.err
    ran = run("restore", tmp_path / name, tmp_path / "json", "--json")
    assert json.loads(ran.out) == {
        "folder": str(tmp_path / "json"),
        "entries": 3,
        "head": archived,
        "derived": 3,
    }


def test_disk(folder: Path, run: Run) -> None:
    with Archive(folder / "archive", write=True) as archive:
        archive.declare_simulated(at=day(-900), real=day(0))
        for n in range(40):
            fetch(archive, os.urandom(2000), day(-900) + timedelta(days=n))
    ran = run("disk", "-n", folder)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines[:7]] == [
        "archive",
        "record",
        "matrix",
        "index",
        "desk",
        "site",
        "other",
    ]
    assert lines[8].startswith("free ") and "if the archive goes on growing by" in lines[8]
    assert lines[10] == "40 releases in 41 entries of the archive"
    assert lines[12] == "source   entries    archived    last 30 days"
    assert lines[13].split()[:2] == ["s", "40"]
    found = json.loads(run("disk", "-n", folder, "--json").out)
    assert found["folder"] == str(folder) and found["parts"][0]["name"] == "archive"
    assert found["sources"][0]["source"] == "s"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (1024**2 - 1, "1.0 MiB"),
        (1024**3, "1.0 GiB"),
        (5 * 1024**5, "5,120.0 TiB"),
    ],
)
def test_bytes_in_words(number: int, words: str) -> None:
    assert in_bytes(number) == words


@pytest.mark.parametrize("command", [("backup", "x"), ("disk",), ("export", "--wacz", "x")])
def test_a_folder_that_is_no_newsroom(tmp_path: Path, run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "-n", tmp_path)
    assert ran.code == 2 and "is not a newsroom" in ran.err and ran.out == ""
