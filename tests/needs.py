"""What some tests need from outside the checkout; missing, they skip with a line, and under CI=true they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI has to have it")
    pytest.skip(f"{what} is missing")


def shared(name: str) -> Path:
    """The folder or file `name` of the data that lies beside the checkout, in ../shared."""
    path = ROOT.parent / "shared" / name
    if not path.exists():
        _missing(f"../shared/{name}")
    return path


def chromium() -> str:
    """Path of Debian's Chromium."""
    return command("chromium")


def font(name: str) -> Path:
    """File of a TrueType font of the system, such as DejaVuSans.ttf."""
    found = sorted(Path("/usr/share/fonts").rglob(name))
    if not found:
        _missing(f"the font {name}")
    return found[0]


def command(name: str) -> str:
    """Path of a command of the system."""
    path = shutil.which(name)
    if path is None:
        _missing(f"the command {name}")
    assert path is not None
    return path


def module(name: str) -> None:
    """A module that is installed for the tests on some systems only."""
    if find_spec(name) is None:
        _missing(f"the module {name}")


def mounts() -> str:
    """Path of `unshare`, where this user may mount file systems in a namespace of its own: root, in most places."""
    path = command("unshare")
    if subprocess.run([path, "-m", "true"], capture_output=True, check=False).returncode:
        _missing("the right to mount a file system (as root)")
    return path


def tool(folder: str, name: str) -> str:
    """Path of a command in the virtual environment of `folder`, made from the lock file there."""
    path = ROOT / folder / ".venv" / "bin" / name
    if not path.exists():
        _missing(f"{folder}/.venv/bin/{name}")
    return str(path)
