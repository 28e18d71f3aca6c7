"""The General Staff set: what was released when, from its final files and the log of changes in their history."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

from tests.needs import shared
from tests.replay.rebuilding import Logged, Returned, Step, Version, near, versions

KYIV = timezone(timedelta(hours=2))
MORNING = time(6)

FIRST: Mapping[str, str] = {
    # Typed under another date first, and given its own when that was put right.
    "2022-07-18": "2022-07-18T11:08:13+03:00",
    "2022-08-24": "2022-08-24T11:26:40+03:00",
    "2022-09-25": "2022-09-25T11:40:26+03:00",
    "2025-01-01": "2025-01-01T15:41:40+02:00",
    "2025-01-02": "2025-01-04T17:49:42+02:00",
    "2025-01-03": "2025-01-04T17:49:42+02:00",
    # A day too early.
    "2023-09-06": "2023-09-05T06:00:00+03:00",
    "2023-12-12": "2023-12-11T06:00:00+02:00",
}
"""When a day's row was first released, where that was not on the morning of that day."""

BACK = {
    "2023-05-09": ("2023-05-09T14:50:00+03:00", "2023-05-09T15:00:00+03:00"),
    "2023-09-06": ("2023-09-06T09:00:00+03:00",),
    "2023-12-12": ("2023-12-12T09:00:00+02:00",),
}
"""Rows that left, and when they were there again; the minute is not known."""

REMOVED, INSERTED = "<record removed>", "<record inserted late>"


def first(day: date) -> datetime:
    known = FIRST.get(day.isoformat())
    at = datetime.fromisoformat(known) if known else datetime.combine(day, MORNING, KYIV)
    return at.astimezone(UTC)


def number(value: object) -> str:
    """A figure as it was written; "" for words, for NaN and for nothing."""
    text = str(value)
    return text if text.lstrip("-").isdigit() else ""


def folder() -> Path:
    return shared("data/ukraine-general-staff-losses")


def final(kind: str) -> dict[date, dict[str, str]]:
    rows = json.loads((folder() / f"russia_losses_{kind}.json").read_text(encoding="utf-8"))
    return {
        date.fromisoformat(row["date"]): {name: number(value) for name, value in row.items() if number(value)}
        for row in rows
    }


def logged(kind: str) -> Iterator[Logged]:
    """Every logged change of a figure; those of words, and from no figure to none, are none."""
    with (folder() / f"revisions_{kind}_from_git_history.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["record_date"]:
                continue
            at = datetime.fromisoformat(row["released_at"]).astimezone(UTC)
            day = date.fromisoformat(row["record_date"])
            if row["field"] in (REMOVED, INSERTED):
                record = json.loads(row["old"] or row["new"])
                for name, value in record.items():
                    if name != "date" and number(value):
                        old, new = (number(value), "") if row["field"] == REMOVED else ("", number(value))
                        yield Logged(at, day, name, old, new)
            elif number(row["old"]) != number(row["new"]):
                yield Logged(at, day, row["field"], number(row["old"]), number(row["new"]))


def official() -> dict[date, dict[str, int]]:
    """The days on which the source says that it corrected running totals, and by how much each."""
    rows = json.loads((folder() / "russia_losses_equipment_correction.json").read_text(encoding="utf-8"))
    return {
        date.fromisoformat(row["date"]): {k: v for k, v in row.items() if k not in ("date", "day") and v}
        for row in rows
    }


def steps(kind: str) -> Iterator[Step]:
    yield from logged(kind)
    for day, moments in BACK.items():
        for at in moments:
            yield Returned(datetime.fromisoformat(at).astimezone(UTC), date.fromisoformat(day))


def releases(kind: str) -> Iterator[Version]:
    told = list(steps(kind))
    return versions(near(final(kind), told, *official()), told, first)
