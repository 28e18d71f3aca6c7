"""Every table of a body, and how much each looks like a table of statistics: by the figures it would give."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tallywire.errors import TableError
from tallywire.watch.cells import grids
from tallywire.watch.encoding import csv_text
from tallywire.watch.grid import Grid
from tallywire.watch.json_text import Json, json_values
from tallywire.watch.propose.shape import Shape, cell
from tallywire.watch.propose.shapes import shape_of
from tallywire.watch.propose.when import maybe_period
from tallywire.watch.propose.words import Words, known_words
from tallywire.watch.sniff import Sniffed
from tallywire.watch.source import SeriesEntry, Source, Table

MAX_PATHS = 40
MAX_TABLES = 200
"""Tables of a page whose shape is looked at, the largest first."""
_SHOWN = 60
_LOOKED_AT = 40
_SHORT = 30
_BESIDE_A_YEAR = re.compile(r"(?=.*[^\W\d_]).*(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,])")
"""Of short texts only."""
_NAMES_NOTHING = re.compile(r"(?:data|sheet|table|лист|аркуш|page)? ?[0-9]*\Z", re.IGNORECASE)
"""Captions that are no more than the name of a sheet or the number of a page."""
_PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class Candidate(msgspec.Struct, frozen=True):
    """A table of a body: what picks it in a source file, its grid and number, and its shape (None: no figures)."""

    table: Table
    grid: Grid
    number: int
    shape: Shape | None

    @property
    def figures(self) -> int:
        """How many figures the table would give: its score."""
        return self.shape.figures if self.shape is not None else 0


def candidates(body: bytes, media_type: str, sniffed: Sniffed, words: Words) -> tuple[Candidate, ...]:
    """The tables of a body in their order, each with the shape that gives the most figures.

    Raises TableError for a body that cannot be read as what it is.
    """
    found: list[Candidate] = []
    for table, tables in _read(body, media_type, sniffed):
        large = sorted(range(len(tables)), key=lambda number: -len(tables[number].rows))[:MAX_TABLES]
        for number, grid in enumerate(tables):
            shape = shape_of(grid, words) if number in large else None
            found.append(Candidate(_picked(table, tables, number, sniffed), grid, number, shape))
    return tuple(found)


def best(found: tuple[Candidate, ...]) -> int | None:
    """The number of the candidate with the most figures, of equals with the most periods, the first of equals.

    None where none has any.
    """
    if not any(each.figures for each in found):
        return None
    return max(range(len(found)), key=lambda number: (found[number].figures, _periods(found[number]), -number))


def unread_periods(found: tuple[Candidate, ...]) -> tuple[str, ...]:
    """A few texts of tables without a shape that hold a year beside something else, and are no period."""
    unread: dict[str, None] = {}
    for each in found:
        for row in each.grid.rows[:_LOOKED_AT]:
            for text in map(str.strip, row[:_LOOKED_AT]):
                if len(text) <= _SHORT and _BESIDE_A_YEAR.match(text) and not maybe_period(text):
                    unread[text] = None
    return tuple(unread)[:3]


def _periods(candidate: Candidate) -> int:
    """How many rows or columns of periods a table has: a list that was laid out in one row has but one."""
    shape = candidate.shape
    if shape is None:
        return 0
    return len(shape.values if shape.layout == "across" else shape.rows)


def _read(body: bytes, media_type: str, sniffed: Sniffed) -> Iterator[tuple[Table, tuple[Grid, ...]]]:
    base = Table(delimiter=sniffed.delimiter, encoding=sniffed.encoding)
    match sniffed.media:
        case "json":
            for path in _paths(json_values(csv_text(body, media_type))):
                table = msgspec.structs.replace(base, path=path)
                try:
                    yield table, grids(body, media_type, draft_of(sniffed, table))
                except TableError:
                    continue  # a list that is no table; there are others
        case "pdf":
            yield from _pdf(body, media_type, sniffed, base)
        case "text":
            return
        case _:
            yield base, grids(body, media_type, draft_of(sniffed, base))


def _pdf(body: bytes, media_type: str, sniffed: Sniffed, base: Table) -> Iterator[tuple[Table, tuple[Grid, ...]]]:
    """The ruled tables, and where these give none, what space keeps apart."""
    tables: tuple[Grid, ...] = ()
    for strategy in ("ruled", "spaced"):
        table = base if strategy == "ruled" else msgspec.structs.replace(base, strategy="spaced")
        try:
            tables = grids(body, media_type, draft_of(sniffed, table))
        except TableError:
            if strategy == "spaced":
                raise
            continue
        if any(len(grid.rows) > 1 for grid in tables):
            yield table, tables
            return
    yield table, tables


def draft_of(sniffed: Sniffed, table: Table) -> Source:
    """A source that says no more than how its body is cut into tables."""
    entry = SeriesEntry(slug="figures", title="figures", unit="units", kind="flow", frequency="_O")
    return Source(
        id="draft", name="draft", address="https://draft.example/", media=sniffed.media, entries=(entry,), table=table
    )


def _picked(table: Table, tables: tuple[Grid, ...], number: int, sniffed: Sniffed) -> Table:
    """The table with what picks it: its sheet's name, a caption of its own without digits, else its number."""
    caption = " ".join(tables[number].caption.split())
    if sniffed.media == "xlsx" and [grid.caption for grid in tables].count(tables[number].caption) == 1:
        return msgspec.structs.replace(table, sheet=tables[number].caption) if len(tables) > 1 else table
    if len(tables) > 1 and caption and sniffed.media == "html" and not any(letter.isdigit() for letter in caption):
        wanted = caption[:_SHOWN].strip().casefold()
        if sum(wanted in " ".join(grid.caption.split()).casefold() for grid in tables) == 1:
            return msgspec.structs.replace(table, caption=caption[:_SHOWN].strip())
    return msgspec.structs.replace(table, index=number)


def _paths(value: Json) -> list[str]:
    """Where lists of objects or of lists, and objects of them, stand in a JSON value; outermost first."""
    found: list[str] = []
    waiting: list[tuple[str, Json]] = [("", value)]
    while waiting and len(found) < MAX_PATHS:
        path, here = waiting.pop(0)
        if isinstance(here, list):
            if here and all(isinstance(item, dict | list) for item in here[:100]):
                found.append(path)
            inside = [(f"{path}[{number}]", item) for number, item in enumerate(here[:4])]
            waiting += [(name, item) for name, item in inside if isinstance(item, dict | list)]
        elif isinstance(here, dict):
            if _is_table(here):
                found.append(path)
            waiting += [
                (_step(path, key), item) for key, item in list(here.items())[:100] if isinstance(item, dict | list)
            ]
    return found


def _is_table(here: dict[str, Json]) -> bool:
    """Whether an object may be a table: of values, of objects, or of lists that are columns."""
    lists = [item for item in here.values() if isinstance(item, list)]
    if len(lists) > 1:
        return len({len(item) for item in lists}) == 1 and not any(
            isinstance(item[0], dict | list) for item in lists if item
        )
    objects = sum(isinstance(item, dict) for item in here.values())
    return len(here) > 1 and not lists and objects in {0, len(here)}


def _step(path: str, key: str) -> str:
    if key and set(key) <= _PLAIN_KEY:
        return f"{path}.{key}" if path else key
    return f'{path}["{key}"]'


def words_above(candidate: Candidate) -> str:
    """What a table is called: the rows above its header, or its caption; the name of a sheet only without them."""
    rows = range(candidate.shape.skip if candidate.shape is not None else 0)
    texts = [cell(candidate.grid, row, 0) for row in rows]
    parts = [words for text in texts if (words := " ".join(text.split()))]
    # A unit in a row of its own belongs to the title as one after a comma does.
    above = "".join(f", {part}" if known_words().is_unit(part) else f" {part}" for part in parts).strip(" ,")[:300]
    caption = " ".join(candidate.grid.caption.split())
    return (above or caption) if candidate.table.sheet or _NAMES_NOTHING.match(caption) else (caption or above)
