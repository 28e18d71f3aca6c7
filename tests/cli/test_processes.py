"""What only a process of its own can show: the entry point, what is loaded at start, locks, signals, full disks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.desk.making import csv, made, put, source_text
from tests.needs import command
from tests.watch.server import Site, answer, serving

COMMAND = (sys.executable, "-m", "tallywire")

HEAVY = ("polars", "deltalake", "numpy", "lxml", "httpx2", "jinja2", "vl_convert", "babel", "warcio", "sqlite3")
"""Modules that no command needs to say what it does."""

LOADED = f"""
import sys
import tallywire.cli.app
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def ran(*arguments: str, before: Sequence[str] = (), **named: str) -> subprocess.CompletedProcess[str]:
    """`tallywire` with these arguments; `before` comes before it on the command line."""
    return subprocess.run(
        [*before, *COMMAND, *arguments],
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
        env={**os.environ, **named},
    )


def test_nothing_heavy_is_loaded_to_say_what_there_is() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], check=True, timeout=60, capture_output=True, text=True)
    assert found.stdout.split() == []


def test_a_terminal_that_knows_no_quotes_is_written_to_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("“Prisons” in the Überland held about 348,000 people in 2022.", encoding="utf-8")
    done = ran("read", str(path), "--published", "2022-11-21", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "348,000" in done.stdout


def test_a_reader_that_goes_away_ends_a_command_without_a_traceback(tmp_path: Path) -> None:
    gone, end = os.pipe()
    os.close(gone)
    done = subprocess.run(
        [*COMMAND, "--help"], check=False, timeout=60, stdout=end, stderr=subprocess.PIPE, text=True
    )
    os.close(end)
    assert done.returncode != 0 and "Traceback" not in done.stderr


def waiting(site: Site, folder: Path) -> subprocess.Popen[str]:
    """A watch that has asked for its page and waits for it."""
    asked = threading.Event()

    def wait(site: Site, connection: object) -> None:
        asked.set()
        site.over.wait(60)

    site.answers["/slow.csv"] = wait
    made(folder, {"prisons.toml": source_text("prisons", site.address("/slow.csv"))})
    watching = subprocess.Popen([*COMMAND, "watch", "--once", "-n", str(folder)], stderr=subprocess.PIPE, text=True)
    while not asked.wait(0.05):
        assert watching.poll() is None, watching.communicate()
    return watching


def test_a_second_watch_is_refused_and_the_first_can_be_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    with serving() as site:
        first = waiting(site, folder)
        second = ran("watch", "--once", "-n", str(folder))
        assert second.returncode == 75
        assert second.stderr == (
            f"tallywire: {folder / 'archive'}: process {first.pid} is writing here. Wait for it to end, or end it\n"
        )
        first.send_signal(signal.SIGINT)
        _, written = first.communicate(timeout=30)
        assert first.returncode == 130 and "Traceback" not in written
        site.answers["/slow.csv"] = answer(csv({"2022-08": "1"}), headers=(("Content-Type", "text/csv"),))
        third = ran("watch", "--once", "-n", str(folder))
        assert (third.returncode, third.stdout) == (0, "prisons: ok, 1 new figure\n")


@pytest.mark.parametrize(
    ("kibibytes", "code", "where", "then"),
    [(4, 2, "index/watch.db", "ok, 1440 new figures"), (32, 2, "newsroom/matrix", "unchanged")],
)
def test_a_disk_that_is_full_is_told_and_loses_nothing(
    tmp_path: Path, kibibytes: int, code: int, where: str, then: str
) -> None:
    """The limit on the size of a file stands in for the disk's end: the first file written meets it, or a table."""
    folder = tmp_path / "newsroom"
    months = [f"{year}-{month:02d}" for year in range(1900, 2020) for month in range(1, 13)]
    with serving() as site:
        made(folder, {"prisons.toml": source_text("prisons", site.address("/counts.csv"))})
        put(site, "/counts.csv", {month: str(n * n) for n, month in enumerate(months)})
        watch = f"ulimit -f {kibibytes}; exec {' '.join(COMMAND)} watch --once -n {folder}"
        done = subprocess.run(["bash", "-c", watch], check=False, timeout=60, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (code, "")
        assert where in done.stderr and "cannot be " in done.stderr
        assert "Make room" in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
        again = ran("watch", "--once", "-n", str(folder))
        assert (again.stdout, again.stderr) == (f"prisons: {then}\n", "")
        assert "1440 figures stand in their cells" in ran("verify", "-n", str(folder)).stdout


def test_a_folder_that_may_only_be_read_can_be_read(tmp_path: Path) -> None:
    folder = made(tmp_path / "newsroom", {})
    for path in (folder / "archive", folder):
        path.chmod(0o555)
    # Who may write to any folder, whatever its mode says, gives that up first.
    held = os.access(folder, os.W_OK)
    plainly = [command("setpriv"), "--bounding-set", "-dac_override,-dac_read_search"] if held else []
    try:
        assert ran("verify", "-n", str(folder), before=plainly).returncode == 0
        refused = ran("publish", "-n", str(folder), before=plainly)
        assert refused.returncode == 2 and "desk.db: cannot be used" in refused.stderr
    finally:
        for path in (folder, folder / "archive"):
            path.chmod(0o755)
