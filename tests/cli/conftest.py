"""Commands run in this process, as `tallywire` runs them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tallywire.cli import main
from tests.desk.making import made


class Ran(msgspec.Struct, frozen=True):
    """The exit code, and what a command wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check", path, stdin=b"...")`: whatever is no exit leaves this function as it does the program."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["tallywire", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = 0
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        written = capsys.readouterr()
        return Ran(code, written.out, written.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A newsroom without sources."""
    return made(tmp_path / "newsroom", {})
