"""The smaller reference pages say what the code does: commands, files, folders, archive, feed, exit codes."""

from __future__ import annotations

import gzip
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from tallywire import errors
from tallywire.cli.app import app
from tallywire.desk import Settings
from tallywire.desk.derive import parse_history
from tallywire.errors import SourceError, TableError, TallywireError
from tallywire.feed.syndication.extensions import NAMESPACE
from tallywire.feed.syndication.part import CHUNK
from tallywire.record import Archive
from tallywire.watch import load_events, load_source
from tests.demo.played import Demo
from tests.docs.console import commands
from tests.docs.markdown import blocks, codes, keys, rows, sections, text_of
from tests.record.test_archive_requests import HOPS, asked

SOURCE = """\
id = "census"
name = "An office"
address = "https://census.example/"
media = "csv"

[[series]]
slug = "people"
title = "people"
unit = "people"
kind = "stock"
frequency = "A"
"""


def page(name: str) -> str:
    return text_of(f"docs/reference/{name}.md")


def test_the_help_of_every_command_is_shown() -> None:
    shown = [command for block in blocks(page("command-line")) for command in commands(block.lines)]
    lines = ["tallywire --help"]
    for command in app.registered_commands:
        lines.append(f"tallywire {command.name} --help")
        group = next((each for each in app.registered_groups if each.name == command.name), None)
        if group is not None and group.typer_instance is not None:
            inside = group.typer_instance.registered_commands
            lines += [f"tallywire {command.name} {each.name} --help" for each in inside]
    assert [each.line for each in shown] == lines
    assert all(each.shown for each in shown)


def test_the_columns_of_an_event_file() -> None:
    documented = keys(sections(page("event-file"))["Event file"])
    needed = [codes(row[0])[0] for row in rows(page("event-file")) if row[1] == "yes"]
    with pytest.raises(SourceError) as refused:
        load_events("zzzzzz\n", "f", release="r", known_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert refused.value.hint == f"Columns may be: {', '.join(documented)}"
    with pytest.raises(SourceError) as refused:
        load_events("series\n", "f", release="r", known_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert refused.value.hint == f"Needed: {', '.join(needed)}"


def test_the_columns_of_a_history_file() -> None:
    documented = rows(page("history-file"))
    needed = [codes(row[0])[0] for row in documented if row[1] == "yes"]
    others = [codes(row[0])[0] for row in documented if row[1] == "no"]
    source = load_source(SOURCE, "s")
    with pytest.raises(TableError) as refused:
        parse_history(source, b"series,period\npeople,2020\n")
    assert refused.value.hint == f"Columns: {', '.join(needed)}; also {', '.join(others)}"


def test_the_example_of_a_history_file_is_read() -> None:
    [example] = [block for block in blocks(page("history-file")) if block.name == "example.csv"]
    parsed = parse_history(load_source(SOURCE, "s"), example.text.encode())
    assert (len(parsed.figures), parsed.problems) == (2, ())


def test_the_exit_codes_are_those_of_the_errors() -> None:
    of_errors = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, TallywireError)
    }
    of_the_command_line = {int(code) for code in re.findall(r"sys\.exit\((\d+)\)", _source("cli/__init__.py"))}
    assert {int(code) for code in keys(sections(page("exit-codes"))["Exit codes"])} == {
        0,
        *of_errors,
        *of_the_command_line,
    }


def _source(name: str) -> str:
    return (Path(errors.__file__).parent / name).read_text(encoding="utf-8")


def test_the_settings_of_a_newsroom() -> None:
    section = sections(page("newsroom-folder"))["tallywire.toml"]
    fields = {field.encode_name: field for field in msgspec.structs.fields(Settings)}
    assert list(keys(section)) == list(fields)
    for row in rows(section):
        field = fields[codes(row[0])[0]]
        assert row[1] == ("required" if field.required else f'`"{field.default}"`')


def test_the_folder_holds_what_is_documented(demo: Demo) -> None:
    documented = keys(sections(page("newsroom-folder"))["Newsroom folder"])
    absent = {"calendars/"}  # the demo's agencies have no release calendars
    for name in documented:
        there = demo.folder / name
        assert name in absent or (there.is_dir() if name.endswith("/") else there.is_file()), name
    imported = {"imported"}  # files that the demo's own import takes in
    found = {path.name for path in demo.folder.iterdir()} - imported
    assert found == {name.strip("/") for name in documented if name not in absent}


def test_the_headers_of_the_archive(demo: Demo, tmp_path: Path) -> None:
    documented = {codes(row[0])[0]: row[1] for row in rows(sections(page("archive"))["Headers"])}
    types = {codes(row[0])[0] for row in rows(sections(page("archive"))["Entries"])}
    with Archive(tmp_path, write=True) as archive:
        # The demo's agencies redirect nobody.
        asked(archive, b"moved", 0, hops=HOPS)
    seen: dict[str, set[str]] = {}
    for path in (*(demo.folder / "archive").glob("*.warc.gz"), *tmp_path.glob("*.warc.gz")):
        for head in re.findall(
            rb"WARC/1\.1\r\n(WARC-Type.*?)\r\n\r\n", gzip.decompress(path.read_bytes()), re.DOTALL
        ):
            names = dict(line.partition(": ")[::2] for line in head.decode("ascii").split("\r\n"))
            redirect = names["WARC-Type"] == "response" and "Tallywire-Release" not in names
            for name in names:
                seen.setdefault(name, set()).add("redirect" if redirect else names["WARC-Type"])
    assert set(seen) == set(documented)
    assert set().union(*seen.values()) - {"redirect"} <= types
    everything, releases = seen["WARC-Type"], seen["Tallywire-Release"]
    within = {
        "all": everything,
        "notes": {"metadata"},
        "all but notes": everything - {"metadata"},
        "requests and their answers": everything - {"metadata", "resource"},
        "releases": everything - {"metadata", "request", "redirect"},
        "some releases": releases & {"response"},
        "releases and redirects": releases | {"redirect"},
        "redirects": {"redirect"},
        "revisits": {"revisit"},
    }
    for name, where in documented.items():
        assert seen[name] == within[where], name


def test_the_feed_has_the_elements_that_are_documented(demo: Demo) -> None:
    text = page("feed")
    assert NAMESPACE in text and f"newest {CHUNK} to {2 * CHUNK - 1} items" in text
    feed = etree.parse(demo.site / "feed.atom").getroot()
    own = {etree.QName(each).localname for each in feed if etree.QName(each).namespace == NAMESPACE}
    assert own == set(keys(sections(text)["Atom"]))
    archive = feed.find(f"{{{NAMESPACE}}}archive")
    assert archive is not None
    assert set(archive.keys()) == {"head", "entries"}
    assert archive.get("head") == demo.played.published.head
    [example] = [block for block in blocks(text) if block.language == "xml"]
    assert set(etree.fromstring(example.text).keys()) == {"head", "entries"}


def test_the_site_has_the_files_that_are_documented(demo: Demo) -> None:
    patterns = [
        re.compile(re.sub(r"[A-Z]{3,}|\b[0-9]\b", "[^/]+", re.escape(name)) + r"\Z")
        for row in rows(sections(page("feed"))["Feed"])
        for name in codes(row[0])
    ]
    for path in demo.site.rglob("*"):
        if path.name.startswith("."):
            continue
        name = path.relative_to(demo.site).as_posix()
        assert path.is_dir() or any(pattern.match(name) for pattern in patterns), name


def test_the_example_settings_are_settings() -> None:
    [example] = [block for block in blocks(page("newsroom-folder")) if block.name == "newsroom/tallywire.toml"]
    assert msgspec.convert(tomllib.loads(example.text), Settings).title == "Utopia figures"
