"""The series that a table holds: what each is called, what picks its figures, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tallywire.watch.dates import Column
from tallywire.watch.grid import Grid
from tallywire.watch.propose.keys import Keys, rows_by_key
from tallywire.watch.propose.shape import Shape, cell
from tallywire.watch.propose.words import Words

_LONGEST = 80
_MOST = 3


class Wanted(msgspec.Struct, frozen=True):
    """One series to be: its name, its unit where a column gives it, what picks it, and where its figures stand.

    above: words for what the whole column of figures holds, where its name says nothing; `part` says that the name
    is then only of a part of that.
    """

    name: str
    unit: str
    where: dict[str, str]
    column: int | None
    rows: list[int]
    columns: list[int]
    above: str = ""
    part: bool = False


def said_once(grid: Grid, shape: Shape, words: Words) -> str:
    """What columns of words say alike in every row: the name of an indicator, of a country."""
    names = words.headers.unit | words.headers.status
    found: list[str] = []
    for column in range(len(shape.names)):
        texts = {" ".join(cell(grid, row, column).split()) for row in shape.rows}
        text = texts.pop() if len(texts) == 1 else ""
        if column in shape.period or shape.names[column].casefold() in names or text in found:
            continue
        if any(letter.islower() for letter in text) and 2 < len(text) < _LONGEST:
            found.append(text)
    return ", ".join(found[:_MOST])


def long_series(grid: Grid, shape: Shape, keys: Keys, values: Sequence[int], words: Words) -> list[Wanted]:
    """The series of a long table, by column of figures, and the same ones for each."""
    wanted = []
    one = len(values) == 1
    unit = next((c for c, name in enumerate(shape.names) if name.casefold().strip() in words.headers.unit), None)
    above = said_once(grid, shape, words)
    rows = rows_by_key(grid, shape, keys.columns)
    for value in values:
        value_name = header_of(shape, value)
        general = one and value_name.casefold() in words.headers.general
        for series in keys.series:
            own = rows.get(series)
            if own is None:
                continue
            labels = [_label(grid, shape, own[0], column) for column in keys.columns]
            name = ", ".join(filter(None, labels if general else [value_name, *labels]))
            where = {_where_name(shape, column): text for column, text in zip(keys.columns, series, strict=True)}
            said = cell(grid, own[0], unit) if unit is not None and one else ""
            column = None if one else value
            wanted.append(Wanted(name, said, where, column, own, [value], above if general else "", general))
    return wanted


def _label(grid: Grid, shape: Shape, row: int, column: int) -> str:
    """A category's words: those of the column of labels beside a column of codes, if there is one."""
    companion = f"{shape.names[column]} label" if column < len(shape.names) else ""
    if companion in shape.names:
        return cell(grid, row, shape.names.index(companion))
    return " ".join(cell(grid, row, column).split())


def across_series(grid: Grid, shape: Shape, words: Words) -> list[Wanted]:
    labels = [
        column for column in range(min(shape.values)) if any(cell(grid, row, column).strip() for row in shape.rows)
    ]
    unit = next((column for column in labels if header_of(shape, column).casefold() in words.headers.unit), None)
    above = dict.fromkeys(labels, "")
    keyed: dict[int, tuple[str, ...]] = {}
    for row in shape.rows:
        for column in labels:
            text = " ".join(cell(grid, row, column).split())
            above[column] = text or (above[column] if column in shape.fill else "")
        keyed[row] = tuple(above[column] for column in labels)
    needed = list(range(len(labels)))
    for place in reversed(range(len(labels))):
        fewer = [each for each in needed if each != place]
        picked = [tuple(key[each] for each in fewer) for key in keyed.values()]
        numbered = all(text.rstrip(".").replace(".", "").isdigit() for text in (key[place] for key in keyed.values()))
        if fewer and (len(set(picked)) == len(picked)) and (place > 0 or numbered or len(fewer) > 1):
            needed = fewer
    wanted = []
    # What every row says alike, such as the name of an indicator, is what its figures count.
    counted = said_once(grid, shape, words) if len(keyed) > 1 else ""
    for row, key in keyed.items():
        where = {_where_name(shape, labels[place]): key[place] for place in needed}
        name = ", ".join(dict.fromkeys(key[place] for place in needed if key[place] and labels[place] != unit))
        said = key[labels.index(unit)] if unit is not None else ""
        wanted.append(Wanted(name, said, where, None, [row], list(shape.values), counted, bool(counted)))
    return wanted


def _where_name(shape: Shape, column: int) -> str:
    """A label column as `where` names it: by its header, else by its number in digits."""
    return str(column_name(shape, column))


def header_of(shape: Shape, column: int) -> str:
    """A column's name in words; without the number that each column has in the last row of some headers."""
    name = shape.names[column].strip() if column < len(shape.names) else ""
    numbers = [part for each in shape.names if (part := each.rpartition(" ")[2])]
    if shape.header > 1 and len(numbers) > 2 and all(map(str.isdigit, numbers[1:])):
        given = [int(number) for number in numbers[1:] if len(number) < 4]
        if given in (list(range(1, len(numbers))), list(range(2, len(numbers) + 1))):
            name = name.rpartition(" ")[0].strip() or name
    return name or f"column {column}"


def column_name(shape: Shape, column: int) -> Column:
    """A column by its header where that is its own, else by its number."""
    name = shape.names[column] if column < len(shape.names) else ""
    folded = [each.casefold() for each in shape.names]
    return name if name and folded.count(name.casefold()) == 1 else column
