"""A newsroom under the real clock: histories imported by hand, the last figure of each news, told and published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from tallywire.desk import DeskDB, Newsroom, import_history, init, look_for_news, publish
from tallywire.desk.stories import approve
from tallywire.desk.stories import publish as let_out
from tests.audit.desk import WHO

SETTINGS = """\
title = "Morning Count"
desk = "The Morning Count desk"
contact = "desk@example.org"
about = "Briefs on what is new in official statistics. Every number leads to the archived page it came from."
address = "{address}/"
"""

SOURCE = """\
id = "{id}"
name = "{name}"
address = "https://{id}.example.org/counts.csv"
media = "csv"
topic = "{topic}"
place = "Utopia"

[period]
column = "period"

[[series]]
slug = "people"
title = "{title}"
unit = "people"
kind = "stock"
frequency = "{frequency}"
column = "people"
"""

MONTHLY = {f"{2014 + n // 12}-{n % 12 + 1:02d}": str(100_000 + (n * 7919) % 601) for n in range(100)}
FALL = {"2022-05": "95000"}
DAILY = {str(date(2019, 1, 1) + timedelta(days=n)): str(4_000 + (n * 7919) % 61) for n in range(1_250)}
RISE = {"2022-06-04": "4412"}

Rows = Mapping[str, str]


def newsroom(folder: Path, address: str) -> Path:
    """The newsroom, its site written for the base `address` (without a slash at its end)."""
    init(folder, title="Morning Count")
    (folder / "tallywire.toml").write_text(SETTINGS.format(address=address), encoding="utf-8")
    for id, name, title, topic, frequency in (
        ("prisons", "The prison service", "people in prisons in Utopia", "Prisons", "M"),
        ("wards", "The hospital office", "people in hospital in Utopia", "Health", "D"),
    ):
        text = SOURCE.format(id=id, name=name, title=title, topic=topic, frequency=frequency)
        (folder / "sources" / f"{id}.toml").write_text(text, encoding="utf-8")
    with Newsroom(folder, write=True) as room:
        _take(room, "prisons", MONTHLY)
        _take(room, "wards", DAILY)
        _take(room, "prisons", FALL)
        _take(room, "wards", RISE)
        db = DeskDB(room.desk)
        at = room.clock.now()
        for story in look_for_news(room, db, who=WHO, at=at).taken:
            approve(db, story.id, who=WHO, at=at)
            let_out(db, story.id, who=WHO, at=at)
        publish(room)
    return folder


def _take(room: Newsroom, source: str, rows: Rows) -> None:
    """Import these figures as a file of their own."""
    file = room.folder / f"{source}-{min(rows)}.csv"
    lines = ["series,period,value", *(f"people,{period},{figure}" for period, figure in rows.items())]
    file.write_text("\n".join(lines), encoding="utf-8")
    import_history(room, file, source, note="typed from the yearbooks")
    file.unlink()
