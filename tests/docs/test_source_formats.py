"""What the reference says of JSON, SDMX and their codes is what the parsers do."""

from __future__ import annotations

import json

import pytest

from tallywire.watch import load_source
from tallywire.watch.json_path import at_path
from tallywire.watch.json_text import json_values
from tallywire.watch.sdmx_rows import ALWAYS
from tallywire.watch.sdmx_status import CODES, FLAGS
from tests.docs.markdown import blocks, codes, rows, sections, text_of

TEXT = text_of("docs/reference/source-file.md")
PAGE = sections(TEXT)
HEAD = 'id = "a"\nname = "A"\naddress = "https://stat.example.org/data"\n'


def test_the_codes_of_status_are_those_there_are() -> None:
    said = [(codes(row[0])[0], (row[1], row[2])) for row in rows(PAGE["Codes of status"]) if codes(row[0])]
    assert said == [*CODES.items(), *FLAGS.items()]


@pytest.mark.parametrize("row", rows(PAGE["JSON"]))
def test_paths_lead_where_they_are_said_to(row: tuple[str, ...]) -> None:
    [path], [text], [found] = (codes(cell) for cell in row)
    assert at_path(json_values(text), path) == json.loads(found, parse_int=str)


@pytest.mark.parametrize("media", ["jsonstat", "sdmx"])
def test_the_examples_are_source_files_but_for_what_every_one_needs(media: str) -> None:
    [example] = [block.text for block in blocks(TEXT) if f'media = "{media}"' in block.lines]
    assert load_source(HEAD + example, "a.toml").media == media


def test_the_columns_that_are_always_there_are_named() -> None:
    assert all(f"`{name}`" in PAGE["SDMX"] for name in ALWAYS)
