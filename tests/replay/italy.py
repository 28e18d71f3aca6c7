"""The Civil Protection's daily releases, from the final national table and the changes found in its history."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.needs import shared
from tests.replay.rebuilding import Left, Logged, Returned, Step, Version, near, versions

EVENING = time(17)
"""In UTC: no later than the day's release."""

REMOVED = "<removed>"
WORDS = ("note_it", "note_en")
FIRST_NAMES = ("nuovi_attualmente_positivi", "ospedalizzati", "attualmente_positivi")
"""Columns of the first releases under names that later ones do not have; known only where the log gives them."""


COPIED = date(2020, 4, 19)
"""The day whose figures were given for 12 May 2020 at first."""


def folder() -> Path:
    return shared("data/italy-covid-daily-releases")


def first(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def final() -> dict[date, dict[str, str]]:
    path = folder() / "dpc-covid19-ita-andamento-nazionale.csv"
    found: dict[date, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = {name: text for name, text in row.items() if text.lstrip("-").isdigit()}
            found[date.fromisoformat(row["data"][:10])] = numbers
    last = {(change.day, change.field): change.new for change in logged() if change.field in FIRST_NAMES}
    for (day, field), text in last.items():
        found[day][field] = text
    return found


def steps() -> Iterator[Step]:
    """The logged changes of figures, and the rows that left: they are in the release of the day after again."""
    yield from logged()
    for at, day in left():
        yield Left(at, day)
        yield Returned(datetime.combine(at.date() + timedelta(days=1), EVENING, UTC), day)


def logged() -> Iterator[Logged]:
    for row in _log():
        if row["field"] not in (*WORDS, REMOVED):
            yield Logged(_at(row), date.fromisoformat(row["date"]), row["field"], row["old"], row["new"])


def left() -> Iterator[tuple[datetime, date]]:
    for row in _log():
        if row["field"] == REMOVED:
            yield _at(row), date.fromisoformat(row["date"])


def _log() -> list[dict[str, str]]:
    with (folder() / "revisions_from_git_history.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _at(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["released_at"]).astimezone(UTC)


def releases() -> Iterator[Version]:
    told = list(steps())
    return versions(near(final(), told, COPIED), told, first)
