"""A path into a JSON value: `data.items`, `1`, `observations[*]`, `["a.b"].rows`."""

from __future__ import annotations

import re
from typing import TypeAlias

from tallywire.errors import TableError
from tallywire.watch.json_text import Json

MAX_PATH = 300
_SHOWN = 20
_STEP = re.compile(
    r'\[(?:(?P<each>\*)|(?P<index>[0-9]{1,9})|"(?P<quoted>[^"\\\x00-\x1f]+)")\]|(?P<key>[^.\[\]"\x00-\x1f]+)'
)

Step: TypeAlias = str | int | None
"""A key, an item's number from 0, or None for each item."""


def path_steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; raises TableError for what is none."""
    if len(path) > MAX_PATH:
        raise TableError(f"a path of more than {MAX_PATH} characters")
    steps: list[Step] = []
    place = 0
    while place < len(path):
        if path[place] == "." and steps:
            place += 1
            if path[place : place + 1] == "[":
                raise _no_path(path)
        elif steps and path[place] != "[":
            raise _no_path(path)
        found = _STEP.match(path, place)
        if found is None:
            raise _no_path(path)
        place = found.end()
        if found["key"] is not None:
            steps.append(found["key"])
        elif found["quoted"] is not None:
            steps.append(found["quoted"])
        else:
            steps.append(None if found["each"] else int(found["index"]))
    return tuple(steps)


def at_path(value: Json, path: str) -> Json:
    """What stands at a path; with `[*]` in it, the list of everything that does. Raises TableError for nothing.

    A key that is a number is an item's number where a list stands.
    """
    steps = path_steps(path)
    found: list[Json] = [value]
    for number, step in enumerate(steps):
        if step is None:
            found = [each for one in found for each in _items(one, path)]
        else:
            found = [_inside(one, step, path, number) for one in found]
    return found if None in steps else found[0]


def _items(value: Json, path: str) -> list[Json]:
    match value:
        case list():
            return value
        case dict():
            return list(value.values())
        case _:
            raise TableError(f"[*] of the path {path!r} stands at a single value")


def _inside(value: Json, step: str | int, path: str, number: int) -> Json:
    where = f"step {number + 1} of the path {path!r}"
    match value:
        case dict():
            if str(step) in value:
                return value[str(step)]
            keys = ", ".join(repr(key[:40]) for key in list(value)[:_SHOWN])
            raise TableError(f"there is no key {str(step)[:60]!r}", where=where, hint=f"Keys here: {keys or 'none'}")
        case list():
            if isinstance(step, int) or (step.isascii() and step.isdigit() and len(step) < 10):
                if int(step) < len(value):
                    return value[int(step)]
                raise TableError(
                    f"there is no item number {step}", where=where, hint=f"There are {len(value)}, from 0"
                )
            raise TableError(
                f"a list stands where {step[:60]!r} is looked for", where=where, hint="Use [*] or a number"
            )
        case _:
            raise TableError(f"a single value stands where {str(step)[:60]!r} is looked for", where=where)


def _no_path(path: str) -> TableError:
    return TableError(
        f"{path[:60]!r} is no path", hint='Keys joined by points, [0] for an item, [*] for each, ["a.b"] for any key'
    )
