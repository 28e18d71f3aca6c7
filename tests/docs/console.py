"""A page's examples are run: commands, files, Python and shell, in one folder, from top to bottom."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import msgspec

from tallywire.cli import main, show_demo
from tallywire.demo import Played
from tests.demo.played import Demo

WIDTH = "80"
"""Columns of the terminal that the examples are shown in."""

_SERVER = re.compile(
    r"python3 -m http\.server (?P<port>\d+) --bind 127\.0\.0\.1 --directory (?P<folder>\S+) > server\.log 2>&1 &"
)
_SHELL = re.compile(r"[|&;<>$`*(]")
_SETS_UP = ("make demo", "make test", ". .venv/bin/activate")
"""Lines of a newcomer that set up what is set up here."""


class Command(msgspec.Struct, frozen=True):
    """A command line and the output lines shown below it."""

    line: str
    shown: tuple[str, ...]


def commands(lines: Sequence[str]) -> tuple[Command, ...]:
    """The commands of a console block; one goes on after a backslash, on a line that begins with `> `."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1] = (found[-1][0][:-1] + line[2:], [])
        elif found:
            found[-1][1].append(line)
        else:
            raise ValueError(f"a console block begins with a command, not with {line!r}")
    return tuple(Command(line, tuple(shown)) for line, shown in found)


def shows(shown: Sequence[str], output: str, *, whole: bool) -> bool:
    """Whether the lines shown are the output; `...` stands for anything, alone on a line for any lines.

    With `whole` nothing may follow that is not shown.
    """
    pattern = ""
    for line in shown:
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ ]*\n"
    got = output if output.endswith("\n") or not output else output + "\n"
    return (re.fullmatch if whole else re.match)(pattern, got) is not None


class Session:
    """One page's folder. Servers that the page starts listen on a free port; its addresses are read as that one."""

    def __init__(self, folder: Path, text: str, demo: Demo) -> None:
        self.folder = folder
        self.status = 0
        self._demo = demo
        self._servers: dict[str, ThreadingHTTPServer] = {}
        for found in _SERVER.finditer(text):
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder / found["folder"])))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            self._servers[f"127.0.0.1:{found['port']}"] = server

    def close(self) -> None:
        while self._servers:
            _, server = self._servers.popitem()
            server.shutdown()
            server.server_close()

    def write(self, name: str, text: str) -> None:
        """Make the file that a block with a name shows."""
        path = self.folder / name
        assert path.resolve().is_relative_to(self.folder.resolve()), name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._here(text), encoding="utf-8")

    def run(self, line: str) -> str:
        """Run a line; returns what it prints on both streams, and keeps its exit status."""
        line = self._here(line.replace(".venv/bin/tallywire", "tallywire"))
        if line == "make demo ARGS=--no-serve":
            line = "tallywire demo --no-serve"
        if line in _SETS_UP:
            return ""
        server = _SERVER.fullmatch(line)
        if server is not None:
            assert (self.folder / server["folder"]).is_dir(), line
            return ""
        if line == "kill %1":
            self.close()
            return ""
        if line.startswith("tallywire ") and not _SHELL.search(line):
            return self._there(self._tallywire(shlex.split(line)))
        return self._there(self._shell(f"(exit {self.status}); {line}"))

    def script(self, text: str) -> str:
        return self._shell(f"set -eu\n{self._here(text)}")

    def _here(self, text: str) -> str:
        for shown, server in self._servers.items():
            if not _SERVER.fullmatch(text):
                text = text.replace(shown, f"127.0.0.1:{server.server_address[1]}")
        return text

    def _there(self, text: str) -> str:
        for shown, server in self._servers.items():
            text = text.replace(f"127.0.0.1:{server.server_address[1]}", shown)
        return text

    def _tallywire(self, words: list[str]) -> str:
        """Run a command in this process, as `python -m tallywire` would in another."""
        raw = io.BytesIO()
        both = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
        with ExitStack() as held:
            held.enter_context(chdir(self.folder))
            held.enter_context(_argv(words))
            held.enter_context(_demo_played(self._demo))
            held.enter_context(redirect_stdout(both))
            held.enter_context(redirect_stderr(both))
            try:
                main()
                self.status = 0
            except SystemExit as end:
                self.status = end.code if isinstance(end.code, int) else int(end.code is not None)
        both.flush()
        return raw.getvalue().decode()

    def _shell(self, text: str) -> str:
        folder = self.folder / ".commands"
        if not folder.exists():
            folder.mkdir()
            script = folder / "tallywire"
            script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tallywire "$@"\n', encoding="utf-8")
            script.chmod(0o755)
        done = subprocess.run(
            ["bash", "-c", text],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "COLUMNS": WIDTH},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        self.status = done.returncode
        return done.stdout.decode()


class _Files(SimpleHTTPRequestHandler):
    """Serves a folder. Without Last-Modified, which cannot tell two changes within one second apart."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":
            super().send_header(keyword, value)

    def log_message(self, format: str, *args: object) -> None:
        """The examples show what is printed; requests are not."""


@contextmanager
def _argv(words: list[str]) -> Iterator[None]:
    """The command line of a process that was started as `tallywire`, not by a test runner."""
    before, started, columns = sys.argv, sys.modules["__main__"], os.environ.get("COLUMNS")
    sys.argv, sys.modules["__main__"], os.environ["COLUMNS"] = words, ModuleType("__main__"), WIDTH
    try:
        yield
    finally:
        sys.argv, sys.modules["__main__"] = before, started
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns


@contextmanager
def _demo_played(demo: Demo) -> Iterator[None]:
    """`tallywire demo` gives a copy of the demo that was played already, instead of playing it once a page."""

    def copied(folder: Path, figures: object = None, progress: object = None) -> Played:
        shutil.copytree(demo.folder, folder, dirs_exist_ok=True)
        published = msgspec.structs.replace(demo.played.published, folder=folder / "site")
        return msgspec.structs.replace(demo.played, published=published)

    own = show_demo.__dict__["play"]
    show_demo.__dict__["play"] = copied
    try:
        yield
    finally:
        show_demo.__dict__["play"] = own
