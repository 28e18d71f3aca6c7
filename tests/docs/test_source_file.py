"""Every key of a source file is documented, with its default; cells are read as the tables say."""

from __future__ import annotations

import tomllib
from typing import get_args

import msgspec
import pytest

from tallywire.errors import TableError
from tallywire.series import State, plain
from tallywire.watch import DEFAULT_LIMITS, Rhythm, SeriesEntry, Source
from tallywire.watch.dates import Dates, read_period
from tallywire.watch.grid import MAX_CELLS
from tallywire.watch.memento_archive import MementoArchive
from tallywire.watch.number import MAX_DIGITS, Numbers, read_number
from tallywire.watch.parse import MAX_ROWS
from tallywire.watch.source import Bounds, Marks, Table
from tests.docs.markdown import codes, keys, rows, sections, text_of

PAGE = sections(text_of("docs/reference/source-file.md"))
TABLES: dict[str, type[msgspec.Struct]] = {
    "The file": Source,
    "[watch]": Rhythm,
    "[history]": MementoArchive,
    "[table]": Table,
    "[period]": Dates,
    "[numbers]": Numbers,
    "[marks]": Marks,
    "[marks.bounds]": Bounds,
    "[[series]]": SeriesEntry,
}


def structs(of: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """A struct and every struct that its fields can hold."""
    found = {of}
    waiting: list[object] = [field.type for field in msgspec.structs.fields(of)]
    while waiting:
        kind = waiting.pop()
        waiting.extend(get_args(kind))
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in found:
            found |= structs(kind)
    return found


def test_every_table_of_a_source_file_has_a_section() -> None:
    assert structs(Source) == set(TABLES.values())


@pytest.mark.parametrize("heading", TABLES)
def test_every_key_is_documented_with_its_default(heading: str) -> None:
    fields = {field.encode_name: field for field in msgspec.structs.fields(TABLES[heading])}
    assert sorted(keys(PAGE[heading])) == sorted(fields)
    for row in rows(PAGE[heading]):
        [key] = codes(row[0])
        assert len(row) == 4 and row[3], row
        assert row[2] == written(fields[key]), key
        literals = [each for each in get_args(fields[key].type) if isinstance(each, str)]
        if literals:
            assert codes(row[1]) == tuple(f'"{each}"' for each in literals), key


def written(field: msgspec.structs.FieldInfo) -> str:
    """A default as the tables have it."""
    if field.required:
        return "required"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    match value:
        case None:
            return "none"
        case msgspec.Struct():
            return "see below"
        case bool():
            return f"`{str(value).lower()}`"
        case int():
            return f"`{value}`"
        case str():
            return f'`"{value}"`'
        case tuple():
            listed = ", ".join(f'"{each}"' for each in value)
            return f"`[{listed}]`"
        case _:
            assert value == {}
            return "`{}`"


@pytest.mark.parametrize("row", rows(PAGE["Cells that hold numbers"]))
def test_numbers_are_read_as_documented(row: tuple[str, ...]) -> None:
    [cell] = codes(row[0])
    numbers = msgspec.convert(_settings(row[1]), Numbers)
    if row[2] == "refused":
        with pytest.raises(TableError):
            read_number(cell, numbers)
        return
    read = read_number(cell, numbers)
    if row[2] == "no figure":
        assert read is None
    else:
        assert read is not None
        assert codes(row[2]) in ((str(read[0]),), (plain(read[0]),))


@pytest.mark.parametrize("row", rows(PAGE["Cells that hold periods"]))
def test_periods_are_read_as_documented(row: tuple[str, ...]) -> None:
    [cell] = codes(row[0])
    dates = msgspec.convert(_settings(row[1]), Dates)
    if row[2] == "refused":
        with pytest.raises(TableError):
            read_period(cell, dates)
        return
    assert codes(row[2]) == (str(read_period(cell, dates)),)


def _settings(cell: str) -> dict[str, object]:
    """The keys in a cell, an inline table without its braces."""
    inside = cell.strip("`")
    settings: dict[str, object] = tomllib.loads(f"settings = {{{inside}}}")["settings"]
    return settings


def test_the_states_are_those_there_are() -> None:
    assert keys(PAGE["States of a source"]) == get_args(State)


def test_the_bounds_are_those_of_the_fetcher() -> None:
    limits, text = DEFAULT_LIMITS, PAGE["Bounds of a fetch"]
    for words in (
        f"{limits.wire_bytes >> 20} MiB as received",
        f"{limits.body_bytes >> 20} MiB unpacked",
        f"{limits.total_seconds:.0f} seconds in all",
        f"{limits.connect_seconds:.0f} seconds to connect",
        f"{limits.read_seconds:.0f} seconds between bytes",
        f"{MAX_ROWS:,} rows",
        f"{MAX_CELLS:,} cells",
    ):
        assert words in text
    assert (limits.redirects, limits.retries) == (5, 2)
    assert "five redirects" in text and "tried twice more" in text
    assert f"at most {MAX_DIGITS} digits" in PAGE["Cells that hold numbers"]
