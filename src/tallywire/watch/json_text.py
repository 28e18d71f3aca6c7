"""JSON text to values, strictly: every number as the digits that were written, no key twice, within bounds."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Never, TypeAlias

from tallywire.errors import TableError

Json: TypeAlias = "str | bool | list[Json] | dict[str, Json] | None"
"""A value of a JSON text; numbers are texts."""

MAX_VALUES = 4_000_000
"""In one text, as its commas and brackets count them."""
MAX_DEPTH = 60
MAX_POWER = 40
"""A number written with a larger power of ten is left as it is written, and so is none."""
_MARKS = ("[", "{", ",")
_SURROGATES = re.compile("[\ud800-\udfff]")


def json_values(text: str) -> Json:
    """The value that a JSON text holds, or the list of values of JSON Lines.

    Raises TableError, with line and column, for a text that is neither, and for NaN and infinities, a key that
    stands twice in one object, and a text past the bounds above.
    """
    size = sum(text.count(mark) for mark in _MARKS)
    if size > MAX_VALUES:
        raise TableError(f"more than {MAX_VALUES} values")
    try:
        return _read(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise _told(error, error.lineno) from None
        return _lines(text, error)


def plain_number(literal: str) -> str:
    """A number as JSON and XML write them, without its power of ten; any other text as it is."""
    if "e" not in literal and "E" not in literal:
        return literal
    if len(literal) > MAX_POWER or re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]{1,3}", literal) is None:
        return literal
    number = Decimal(literal)
    if abs(number.adjusted()) > MAX_POWER:
        return literal
    return format(number, "f")


def _read(text: str) -> Json:
    try:
        value: Json = json.loads(
            text,
            parse_float=plain_number,
            parse_int=str,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise TableError("nested too deep") from None
    return value


def _lines(text: str, whole: json.JSONDecodeError) -> list[Json]:
    """The values of JSON Lines: one on each line that is not blank. `whole`: why the text is not one value."""
    values: list[Json] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(_read(line))
            except json.JSONDecodeError as error:
                # A text of which not even the first line is a value was never meant as lines.
                raise (_told(error, number) if values else _told(whole, whole.lineno)) from None
    return values


def _told(error: json.JSONDecodeError, line: int) -> TableError:
    return TableError(f"not JSON: {error.msg}", where=f"line {line}, column {error.colno}")


def _constant(name: str) -> Never:
    raise TableError(f"not JSON: {name} is no number")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise TableError(
                    f"the key {key[:60]!r} stands twice in one object, so which value counts is not said"
                )
            seen.add(key)
    return made


def json_word(value: str | bool | None) -> str:
    """A single value as a cell's text: null is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            # Half of a surrogate pair can be escaped in JSON and can be written nowhere else.
            return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
