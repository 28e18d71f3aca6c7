"""Every example of the documentation runs and prints what is shown."""

from __future__ import annotations

import re
import tomllib
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tallywire.desk import Settings
from tallywire.watch import load_events, load_source
from tests.demo.played import Demo
from tests.docs.console import Session, commands, shows
from tests.docs.markdown import Block, blocks, pages, text_of

FILES = ("toml", "csv", "html", "text", "xml", "ics")
"""Languages of blocks that show a file, or a part of one."""

HEAD = 'id = "example"\nname = "An office"\naddress = "https://office.example/table.html"\nmedia = "html"\n'
SERIES = '\n[[series]]\nslug = "people"\ntitle = "people"\nunit = "people"\nkind = "stock"\nfrequency = "M"\n'


@pytest.mark.parametrize("page", pages())
def test_the_examples_of_a_page_run(page: str, tmp_path: Path, demo: Demo) -> None:
    text = text_of(page)
    session = Session(tmp_path, text, demo)
    namespace: dict[str, object] = {}
    try:
        for block in blocks(text):
            where = f"{page}, line {block.line}"
            match block.language:
                case "console":
                    _console(session, block, where, whole=page != "README.md")
                case "python":
                    with chdir(tmp_path):
                        exec(compile(block.text, where, "exec"), namespace)
                case "sh":
                    _script(session, block, where)
                case "json":
                    msgspec.json.decode(block.text)
                    if block.name:
                        session.write(block.name, block.text)
                case language:
                    assert language in FILES, f"{where}: a block of {language!r} is not run"
                    _file(session, block, where)
    finally:
        session.close()


def _console(session: Session, block: Block, where: str, *, whole: bool) -> None:
    run = commands(block.lines)
    for number, command in enumerate(run):
        output = session.run(command.line)
        line = f"{where}: {command.line}"
        assert shows(command.shown, output, whole=whole), f"{line}\nshows\n{chr(10).join(command.shown)}\n\n{output}"
        told = number + 1 < len(run) and run[number + 1].line == "echo $?"
        assert session.status == 0 or told, f"{line}\nends with {session.status}: show it with `echo $?`\n{output}"


def _script(session: Session, block: Block, where: str) -> None:
    if block.name:
        session.write(block.name, block.text)
        return
    output = session.script(block.text)
    assert session.status == 0, f"{where}\n{output}"


def _file(session: Session, block: Block, where: str) -> None:
    if block.name:
        session.write(block.name, block.text)
    if block.language == "toml" and block.name.endswith("tallywire.toml"):
        msgspec.convert(tomllib.loads(block.text), Settings)
    elif block.language == "toml":
        load_source(_whole(block.text), where)
    elif block.language == "csv" and "events/" in block.name:
        assert load_events(block.text, where, release="r", known_at=datetime(2025, 1, 1, tzinfo=UTC))


def _whole(text: str) -> str:
    """A part of a source file, with what it leaves out."""
    head = "" if text.startswith("id = ") else HEAD
    if re.search(r"^media = ", text, re.MULTILINE):
        head = head.replace('media = "html"\n', "")
    return head + text + ("" if "[[series]]" in text else SERIES)


@pytest.mark.parametrize(
    ("shown", "output", "whole", "expected"),
    [
        (["a", "b"], "a\nb\n", True, True),
        (["a"], "a\nb\n", True, False),
        (["a"], "a\nb\n", False, True),
        (["a", "..."], "a\nb\nc\n", True, True),
        (["...", "c"], "a\nb\nc\n", True, True),
        (["...", "b"], "a\nb\nc\n", True, False),
        (["a ... c"], "a b c\n", True, True),
        (["a ... c"], "a b d\n", True, False),
        ([], "", True, True),
        ([], "a\n", True, False),
        (["  a"], "a\n", True, False),
    ],
)
def test_what_is_shown_is_compared(shown: list[str], output: str, whole: bool, expected: bool) -> None:
    assert shows(shown, output, whole=whole) is expected


def test_a_console_block_is_read_as_commands() -> None:
    [first, second] = commands(["$ one \\", "> two", "out", "", "more", "$ three"])
    assert (first.line, first.shown) == ("one two", ("out", "", "more"))
    assert (second.line, second.shown) == ("three", ())
