"""Releases made again from a final table and the log of every change to what had been published before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

EVERY = os.environ.get("TALLYWIRE_REPLAY") == "every"
"""Whether every release is played with every row; else only what is near a change: see `near` and `played`."""

AROUND = timedelta(days=2)
"""Rows of so many days before and after a changed day, and a day of change, are kept."""

Row = dict[str, str]


class Logged(msgspec.Struct, frozen=True):
    """A logged change: when which figure became what; "" is no figure."""

    at: datetime
    day: date
    field: str
    old: str
    new: str


class Left(msgspec.Struct, frozen=True):
    """The row of a day left the table, with figures that the log does not give."""

    at: datetime
    day: date


class Returned(msgspec.Struct, frozen=True):
    """The row of a day came back to the table, which the log does not tell."""

    at: datetime
    day: date


Step = Logged | Left | Returned


class Version(msgspec.Struct, frozen=True):
    """The table as one release gave it: day -> column -> figure as written. changed: by a logged change."""

    at: datetime
    table: Mapping[date, Mapping[str, str]]
    changed: bool


def near(
    final: Mapping[date, Mapping[str, str]], steps: Sequence[Step], *also: date
) -> dict[date, Mapping[str, str]]:
    """The rows that lie near a change, or a day named; all of them where every release is played."""
    days = {*also, *(day for step in steps for day in (step.day, step.at.date()))}
    kept = {day + timedelta(days=n) for day in days for n in range(-AROUND.days, AROUND.days + 1)}
    return {day: row for day, row in final.items() if EVERY or day in kept}


def versions(
    final: Mapping[date, Mapping[str, str]], steps: Sequence[Step], first: Callable[[date], datetime]
) -> Iterator[Version]:
    """Every release in order. first: when the row of a day was first released.

    Raises ValueError where the steps do not lead from one table to the next, or the last table is not the final one.
    """
    ordered = sorted(steps, key=lambda step: step.at)
    wanted = {day: {field: text for field, text in row.items() if text} for day, row in final.items()}
    wanted = {day: row for day, row in wanted.items() if row}
    base = {day: dict(row) for day, row in wanted.items()}
    came: dict[tuple[datetime, date], Row] = {}
    for step in reversed(ordered):
        if isinstance(step, Returned):
            came[step.at, step.day] = base.pop(step.day)
        elif isinstance(step, Left):
            back = min(at for at, day in came if day == step.day and at > step.at)
            base[step.day] = dict(came[back, step.day])
        else:
            _put(base, step, step.new, step.old)
    waiting = sorted(((first(day), day) for day in base), reverse=True)
    todo = list(reversed(ordered))
    table: dict[date, Row] = {}
    for at in sorted({at for at, _ in waiting} | {step.at for step in steps}):
        changed = False
        while waiting and waiting[-1][0] <= at:
            day = waiting.pop()[1]
            table[day] = dict(base[day])
        while todo and todo[-1].at == at:
            step = todo.pop()
            changed = True
            if isinstance(step, Returned):
                table[step.day] = dict(came[at, step.day])
            elif isinstance(step, Left):
                del table[step.day]
            else:
                _put(table, step, step.old, step.new)
        yield Version(at, {day: dict(table[day]) for day in sorted(table)}, changed)
    if table != wanted:
        raise ValueError("the steps do not lead to the final table")


def _put(table: dict[date, Row], step: Logged, old: str, new: str) -> None:
    row = table.setdefault(step.day, {})
    if row.get(step.field, "") != old:
        raise ValueError(f"{step} does not fit {row.get(step.field)!r}")
    if new:
        row[step.field] = new
    else:
        row.pop(step.field, None)
    if not row:
        del table[step.day]


def played(every: Iterator[Version]) -> Iterator[Version]:
    """The versions that are fetched: all, or the changed ones, the one before each, and one between."""
    quiet: list[Version] = []
    for version in every:
        if EVERY:
            yield version
        elif version.changed:
            yield from _some(quiet)
            quiet = []
            yield version
        else:
            quiet.append(version)
    yield from _some(quiet)


def _some(quiet: Sequence[Version]) -> Sequence[Version]:
    return [*quiet[len(quiet) // 2 : -1][:1], *quiet[-1:]]
