"""JSON-stat 2.0 to a grid: a row for each value, with the code and the label of each dimension.

Source of the format: json-stat.org, full specification of version 2.0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid
from tallywire.watch.json_text import Json, json_values, json_word

MAX_DIMENSIONS = 60
_WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z")


class _Dimension(msgspec.Struct, frozen=True):
    """One dimension: the names of its columns, and the cells of each category in order, code before label."""

    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


def jsonstat_grid(text: str) -> Grid:
    """The dataset of a JSON-stat 2.0 text, in the order of its values, under the dataset's label.

    Columns: each dimension's code under its id, where it has labels these under `ID label`, then `value` and
    `status`. A value that is null is an empty cell; what a sparse dataset leaves out has no row. Raises TableError
    for a collection or a dimension, for sizes that do not fit what is there, and past MAX_CELLS.
    """
    dataset = _dataset(json_values(text))
    dimensions = _dimensions(dataset)
    size = math.prod(len(dimension.cells) for dimension in dimensions)
    value, status = dataset["value"], dataset.get("status")
    places = _places(value, status, size)
    header = (*(name for dimension in dimensions for name in dimension.names), "value", "status")
    if (len(places) + 1) * (len(header) + 1) > MAX_CELLS:
        raise TableError(f"more than {MAX_CELLS} cells: {len(places)} values in {len(header)} columns")
    rows = tuple(
        (*_coordinates(dimensions, at), _cell(value, at, "value"), _cell(status, at, "status")) for at in places
    )
    label = dataset.get("label")
    return Grid((header, *rows) if rows else (), label[:1000] if isinstance(label, str) else "")


def _dataset(found: Json) -> dict[str, Json]:
    if not isinstance(found, dict):
        raise TableError("not JSON-stat: no object", hint='Set media = "json" for any other JSON')
    kind = found.get("class", "dataset")
    if kind == "collection":
        raise TableError(
            "a JSON-stat collection, which lists datasets and holds none",
            hint="Give the address of one of its datasets",
        )
    if kind != "dataset" or "value" not in found or "id" not in found or "size" not in found:
        said = next((json_word(each) for each in _words(found)), "")
        raise TableError(
            "no JSON-stat 2 dataset" + (f"; the body says: {said[:200]!r}" if said else ""),
            hint="Expected an object with id, size, dimension and value; earlier versions of JSON-stat are not read",
        )
    return found


def _words(found: dict[str, Json]) -> Iterator[str]:
    """What an answer without a dataset says about itself, such as Eurostat's `error` and `warning`."""
    for key in ("error", "warning", "message", "label"):
        told = found.get(key)
        told = told[0] if isinstance(told, list) and told else told
        told = told.get("label") if isinstance(told, dict) else told
        if isinstance(told, str):
            yield told


def _dimensions(dataset: dict[str, Json]) -> tuple[_Dimension, ...]:
    names, sizes, about = dataset["id"], dataset["size"], dataset.get("dimension")
    if not isinstance(names, list) or not isinstance(sizes, list) or not isinstance(about, dict):
        raise TableError("id and size are lists and dimension is an object in JSON-stat; here they are not")
    if len(names) != len(sizes) or len(names) > MAX_DIMENSIONS:
        raise TableError(f"{len(names)} dimensions and {len(sizes)} sizes; at most {MAX_DIMENSIONS} of each")
    found: dict[str, _Dimension] = {}
    for name, size in zip(names, sizes, strict=True):
        if not isinstance(name, str) or name in found:
            raise TableError(f"id: dimension {len(found)} has no name, or that of another")
        found[name] = _dimension(json_word(name), about.get(name), _whole(size, f"size of {name[:60]!r}"))
    return tuple(found.values())


def _dimension(name: str, about: Json, size: int) -> _Dimension:
    where = f"dimension {name[:60]!r}"
    category = about.get("category") if isinstance(about, dict) else None
    if not isinstance(category, dict):
        raise TableError("it has no category", where=where)
    labels = category.get("label", {})
    if not isinstance(labels, dict):
        raise TableError("the labels of its categories are no object", where=where)
    index = category.get("index")
    if index is None:
        # A dimension of one category may leave out the index.
        index = list(labels)
        if size != 1:
            raise TableError("its categories have no order", where=where)
    codes = _codes(index, size, where)
    if len(codes) != size:
        raise TableError(f"{len(codes)} categories where its size says {size}", where=where)
    if not labels:
        return _Dimension((name,), tuple((json_word(code),) for code in codes))
    return _Dimension((name, f"{name} label"), tuple((json_word(code), _label(labels.get(code))) for code in codes))


def _codes(index: Json, size: int, where: str) -> list[str]:
    """The codes of a dimension in order: listed so, or each with its position."""
    if isinstance(index, list):
        codes = [code for code in index if isinstance(code, str)]
        if len(codes) < len(index) or len(set(codes)) < len(codes):
            raise TableError("its codes are not texts, or one stands twice", where=where)
        return codes
    if not isinstance(index, dict):
        raise TableError("its index is neither a list nor an object", where=where)
    places = {_whole(place, f"{where}, position of {code[:60]!r}"): code for code, place in index.items()}
    if sorted(places) != list(range(size)) or len(places) < len(index):
        raise TableError(f"its positions are not 0 to {size - 1}, each once", where=where)
    return [places[place] for place in range(size)]


def _label(label: Json) -> str:
    return json_word(label) if isinstance(label, str) else ""


def _places(value: Json, status: Json, size: int) -> Sequence[int]:
    """The positions that have a row: all of a dense dataset, those with a value or a status of a sparse one."""
    stated = _keys(status, size, "status")
    if isinstance(value, dict):
        return sorted(_keys(value, size, "value") | stated)
    if not isinstance(value, list) or len(value) != size:
        raise TableError(
            f"value: {len(value)} values where the sizes make {size}"
            if isinstance(value, list)
            else "value: neither a list nor an object"
        )
    return range(size)


def _keys(given: Json, size: int, what: str) -> set[int]:
    """The positions that an object gives; raises TableError for one past the end, and for a list of another size."""
    if isinstance(given, list) and len(given) not in {1, size}:
        raise TableError(f"{what}: {len(given)} where the sizes make {size}")
    if not isinstance(given, dict):
        return set()
    places = {_whole(key, f"{what}, position {key[:60]!r}") for key in given}
    if places and max(places) >= size:
        raise TableError(f"{what}: position {max(places)} where the sizes make {size}")
    return places


def _coordinates(dimensions: tuple[_Dimension, ...], at: int) -> tuple[str, ...]:
    """The cells of each dimension at a position; the last dimension runs fastest (row-major order)."""
    cells: tuple[str, ...] = ()
    for dimension in reversed(dimensions):
        at, category = divmod(at, len(dimension.cells))
        cells = dimension.cells[category] + cells
    return cells


def _cell(given: Json, at: int, what: str) -> str:
    """What a list, an object or one text for all gives at a position."""
    match given:
        case list():
            # A status in a list of one is that of every value.
            found = given[at] if at < len(given) else given[0]
        case dict():
            found = given.get(str(at))
        case _:
            found = given
    if isinstance(found, list | dict):
        raise TableError(f"{what} at position {at} is no single value")
    return json_word(found)


def _whole(given: Json, where: str) -> int:
    if not isinstance(given, str) or not _WHOLE.match(given):
        raise TableError("not a whole number", where=where)
    return int(given)
