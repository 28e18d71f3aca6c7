from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tallywire.errors import BusyError, NewsroomError
from tallywire.record import Archive, writer_lock


def test_a_second_writer_is_told_who_holds_it(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(BusyError, match=f"process {os.getpid()} is writing here"),
        writer_lock(tmp_path),
    ):
        pytest.fail("the lock was given twice")


def test_it_can_be_taken_again_once_given_back(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"


def test_another_process_gets_busy(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from tallywire.record import writer_lock\n"
        "from tallywire.errors import BusyError\n"
        "try:\n"
        "    with writer_lock(pathlib.Path(sys.argv[1])): print('taken')\n"
        "except BusyError as error: print(error.exit_code, error.message)\n"
    )
    with writer_lock(tmp_path):
        told = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("75 ") and f"process {os.getpid()}" in told.stdout


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from tallywire.record import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])): os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    with writer_lock(tmp_path):
        assert (tmp_path / ".lock").read_text().strip() == str(os.getpid())


def test_two_archives_for_writing(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", write=True), pytest.raises(BusyError):
        Archive(tmp_path / "archive", write=True)
    with Archive(tmp_path / "archive", write=True) as archive:
        assert archive.count == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NewsroomError, match="cannot be opened for writing"), writer_lock(tmp_path / "file" / "in"):
        pytest.fail("locked")
