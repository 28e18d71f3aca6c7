"""`tallywire serve` as a process: where it is, the first link, and how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.cli.test_processes import COMMAND, ran
from tests.desk.making import made


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The process, its address, and the address of the first account's page."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "-n", str(folder), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3)]
        [base] = re.findall(r"http://127\.0\.0\.1:\d+", said[0])
        yield process, base, said[2].strip()
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_it_serves_what_was_never_published_and_lets_the_first_editor_in(tmp_path: Path) -> None:
    folder = made(tmp_path / "newsroom", {})
    with served(folder) as (process, base, link):
        assert "Nothing is published yet" in httpx2.get(base + "/", timeout=30).text
        assert httpx2.get(base + "/check").status_code == 200
        assert httpx2.get(base + "/desk").status_code == 303, "the desk asks who is there"
        assert link.startswith(f"{base}/accept?token=") and "password" in httpx2.get(link).text
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130)


def test_a_port_that_is_taken_makes_no_link(tmp_path: Path) -> None:
    folder = made(tmp_path / "newsroom", {})
    with served(folder) as (_, base, _):
        refused = ran("serve", "-n", str(folder), "--port", base.rpartition(":")[2])
        assert refused.returncode == 2 and "cannot be bound" in refused.stderr
        assert "accept?token" not in refused.stdout
