"""A disk that gets full: a clear error, nothing acknowledged is lost, and all is whole once there is room again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests import needs
from tests.kills.full_disk import Filled

NO_SPACE = "No space left on device. Make room, then run again"


def on_a_small_disk(*arguments: str) -> bytes:
    """What a module of `tests.kills` says in a mount namespace of its own, which ends with it."""
    command = [needs.mounts(), "-m", sys.executable, "-m", *arguments]
    ended = subprocess.run(command, cwd=needs.ROOT, capture_output=True, timeout=180, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


@pytest.mark.parametrize(
    ("part", "blocks", "files"),
    [
        ("archive", "0,1", r"tallywire-\d{5}\.warc\.gz: cannot be written: No space"),
        ("record", "0,3,6", r"record/\w+: the table cannot be written: No space"),
        ("matrix", "0,4", r"matrix: the matrix cannot be written: No space"),
        ("index", "0,2", r"index/watch\.db: cannot be written: (disk I/O error|database or disk is full)"),
        ("", "0,3,6,9,13,18,24,31", r"(warc\.gz|record/\w+|matrix|watch\.db): .*cannot be written: "),
    ],
)
def test_watching_goes_on_when_there_is_room_again(tmp_path: Path, part: str, blocks: str, files: str) -> None:
    said = on_a_small_disk("tests.kills.full_disk", part, str(tmp_path / "newsroom"), blocks)
    filled = msgspec.json.decode(said, type=Filled)
    assert filled.faults == []
    assert list(filled.troubles) == [int(each) for each in blocks.split(",")]
    for trouble in (each for told in filled.troubles.values() for each in told):
        assert re.search(files, trouble) and "Make room" in trouble


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("opening", ["archive/tallywire-00001.warc.gz: a torn end cannot be moved aside: " + NO_SPACE]),
        ("index", []),
        ("timetable", ["index/watch.db: cannot be made: database or disk is full. Make room"]),
        ("block", ["[Errno 28] No space left on device"]),
        ("desk", ["desk.db: cannot be used: "]),
        ("backup", ["disk/backup: cannot be backed up: ", "backup.tar: cannot be ", "disk/backup: cannot be "]),
    ],
)
def test_each_step_on_a_full_disk_is_refused_and_goes_well_after(tmp_path: Path, step: str, told: list[str]) -> None:
    said = msgspec.json.decode(on_a_small_disk("tests.kills.full_steps", step, str(tmp_path / "disk")))
    assert len(said) == len(told)
    for line, wanted in zip(said, told, strict=True):
        assert wanted in line
        assert step == "block" or "ake room" in line
