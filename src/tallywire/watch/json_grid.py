"""JSON to a grid: a list of objects or of lists, or one object, becomes rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid
from tallywire.watch.json_path import at_path
from tallywire.watch.json_text import MAX_DEPTH, Json, json_values, json_word

MAX_NAME = 200
"""Characters in the name of a column, so that long keys above many values do not fill the memory."""

_LISTS = (
    "Let table.path lead to the list that holds a row in each item, or to an object of lists of values, all as long"
)

NOTHING: Mapping[str, str] = MappingProxyType({})


def json_grid(text: str, path: str = "", expect: Mapping[str, str] = NOTHING) -> Grid:
    """The table at a path of a JSON text, or of JSON Lines.

    A list of objects: a row of keys in the order in which they first appear, then a row for each object. Objects
    inside are flattened (`a.b`), items of lists inside numbered (`a.0`); null and a key that an object lacks are
    empty cells. A list of lists: its rows as they stand. An object of values or of objects: a row for each key,
    in the column `key`. An object with two lists or more, all of one length: each a column under its key, what
    else stands in the object is left. expect: what has to stand at other paths, as a cell would have it. Raises
    TableError for text that is no JSON, where something else stands at those, for a path that leads nowhere, anything
    else there, and past MAX_CELLS.
    """
    whole = json_values(text)
    for at, word in expect.items():
        _expect(at_path(whole, at), word, at)
    found = at_path(whole, path)
    if isinstance(found, list | dict) and len(found) > MAX_CELLS // 2:
        raise TableError(f"more than {MAX_CELLS // 2} rows")
    match found:
        case []:
            return Grid(())
        case list() if all(isinstance(item, list) for item in found):
            return Grid(tuple(_lists(found)))
        case list():
            return _objects([_row(item, number) for number, item in enumerate(found)])
        case dict() if sum(isinstance(item, list) for item in found.values()) > 1:
            return _columns(found)
        case dict():
            return _objects([{"key": json_word(key)} | _entry(key, value) for key, value in found.items()])
        case _:
            raise TableError(f"{_kind(found)} stands where a table was expected", where=_named(path))


def _expect(found: Json, word: str, path: str) -> None:
    if isinstance(found, list | dict) or json_word(found) != word:
        raise TableError(
            f"{_kind(found)} stands at {path!r}, where {word!r} is expected",
            hint="The source file says so in table.expect, for without it the table may be another, or not all of it",
        )


def _row(item: Json, number: int) -> dict[str, str]:
    if item is None:
        return {}
    if not isinstance(item, dict):
        raise TableError(
            f"item {number} is {_kind(item)}, and a table is a list of objects or a list of lists",
            hint="Let table.path lead to the list that holds a row in each item",
        )
    return dict(_flat(item))


def _entry(key: str, value: Json) -> dict[str, str]:
    """The cells of one key of an object: its value, or the value's own keys."""
    match value:
        case dict():
            cells = dict(_flat(value))
            if "key" in cells:
                raise TableError(f"the object under {key[:60]!r} has a key of its own that is named 'key'")
            return cells
        case list():
            raise TableError(
                f"a list stands under {key[:60]!r}, and a table is a list of objects or a list of lists", hint=_LISTS
            )
        case _:
            return {"value": json_word(value)}


def _columns(found: dict[str, Json]) -> Grid:
    """A column for each list of an object; raises TableError where one is shorter than another or holds no values."""
    columns: dict[str, list[Json]] = {}
    for key, item in found.items():
        if not isinstance(item, list):
            continue
        name = json_word(key)
        if name in columns:
            raise TableError(f"two lists of one object are both named {name[:60]!r}")
        columns[name] = item
    sizes = {name: len(column) for name, column in columns.items()}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{size} in {name[:60]!r}" for name, size in [*sizes.items()][:4])
        raise TableError(f"the lists of one object are not of one length: {told}", hint=_LISTS)
    if sum(sizes.values()) > MAX_CELLS:
        raise TableError(f"more than {MAX_CELLS} cells")
    texts: list[list[str]] = []
    for name, column in columns.items():
        if len(name) > MAX_NAME:
            raise TableError(f"{name[:60]!r}... is the name of a column and has more than {MAX_NAME} characters")
        texts.append([])
        for item in column:
            if isinstance(item, list | dict):
                raise TableError(f"{_kind(item)} stands in the list under {name[:60]!r}", hint=_LISTS)
            texts[-1].append(json_word(item))
    return Grid((tuple(columns), *zip(*texts, strict=True)))


def _flat(item: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """The values in an object by their path; raises TableError where two have the same."""
    seen: set[str] = set()
    # An explicit stack: what arrives can nest deeper than Python recurses.
    stack: list[tuple[str, Json, int]] = [(json_word(key), value, 1) for key, value in reversed(item.items())]
    while stack:
        name, value, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise TableError(f"nested over {MAX_DEPTH} deep")
        if len(name) > MAX_NAME:
            raise TableError(f"{name[:60]!r}... is the name of a column and has more than {MAX_NAME} characters")
        match value:
            case dict():
                inside = [(f"{name}.{json_word(key)}", each, depth + 1) for key, each in value.items()]
                stack.extend(reversed(inside))
            case list():
                stack.extend((f"{name}.{at}", value[at], depth + 1) for at in reversed(range(len(value))))
            case _:
                if name in seen:
                    raise TableError(f"two values of one object are both named {name[:60]!r}")
                seen.add(name)
                yield name, json_word(value)


def _objects(rows: list[dict[str, str]]) -> Grid:
    names = dict.fromkeys(name for row in rows for name in row)
    if (len(rows) + 1) * (len(names) + 1) > MAX_CELLS:
        raise TableError(f"more than {MAX_CELLS} cells: {len(rows)} rows of {len(names)} columns")
    return Grid((tuple(names), *(tuple(row.get(name, "") for name in names) for row in rows)))


def _lists(rows: list[Json]) -> Iterator[tuple[str, ...]]:
    cells = 0
    for number, row in enumerate(rows):
        assert isinstance(row, list), "the caller has looked"
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise TableError(f"more than {MAX_CELLS} cells")
        words: list[str] = []
        for item in row:
            if isinstance(item, list | dict):
                raise TableError(f"{_kind(item)} stands in row {number}, where a single value was expected")
            words.append(json_word(item))
        yield tuple(words)


def _kind(value: Json) -> str:
    match value:
        case list():
            return "a list"
        case dict():
            return "an object"
        case None:
            return "null"
        case _:
            return f"{json_word(value)[:40]!r}"


def _named(path: str) -> str:
    return f"path {path!r}" if path else "the body"
