"""The rows that belong to a series, picked by the texts of their label columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallywire.errors import TableError
from tallywire.watch.columns import Sheet
from tallywire.watch.source import Source


def picked(source: Source, table: Sheet) -> Iterator[tuple[int, list[int]]]:
    """Each data row that belongs to a series, with the numbers of its series in the source.

    Raises TableError, before anything else, for a label column that is not there.
    """
    wanted: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}
    for entry, series in enumerate(source.entries):
        keys = tuple(_column(table, name) for name in series.where)
        values = tuple(_plain(text) for text in series.where.values())
        wanted.setdefault(keys, {}).setdefault(values, []).append(entry)
    return _rows(table, wanted)


def label_columns(source: Source, table: Sheet) -> frozenset[int]:
    """The columns whose texts pick rows; raises TableError for one that is not there."""
    return frozenset(_column(table, name) for series in source.entries for name in series.where)


def _rows(
    table: Sheet, wanted: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]]
) -> Iterator[tuple[int, list[int]]]:
    # The same few labels stand in row after row.
    known: list[dict[tuple[str, ...], list[int]]] = [{} for _ in wanted]
    stand = [_labels(table, keys) for keys in wanted]
    for row in table.rows():
        for labels, by_label, by_value in zip(stand, known, wanted.values(), strict=True):
            said = labels[row - table.first]
            meant = by_label.get(said)
            if meant is None:
                meant = by_label[said] = by_value.get(tuple(map(_plain, said)), [])
            if meant:
                yield row, meant


def _labels(table: Sheet, columns: tuple[int, ...]) -> Sequence[tuple[str, ...]]:
    """What stands in some label columns together, for each data row."""
    if not columns:
        return [()] * (table.end - table.first)
    return list(zip(*(table.labels(column) for column in columns), strict=True))


def _column(table: Sheet, name: str) -> int:
    """A label column by name, or by number where none has that name: the corner of a table is often blank."""
    try:
        return table.column(name)
    except TableError:
        if not (name.isascii() and name.isdigit() and len(name) < 5):
            raise
        return table.column(int(name))


def _plain(text: str) -> str:
    return " ".join(text.split())
