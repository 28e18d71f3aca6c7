"""Briefs of no newsroom, and a desk to put them on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from tallywire.brief import Binding, Brief, Chart, Proof, Text
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import versions
from tallywire.desk.stories.rows import add
from tallywire.series import Cell, ObservationRef, Period
from tallywire.statement import Evidence

AT = datetime(2022, 11, 20, 12, tzinfo=UTC)


def later(hours: float) -> datetime:
    return AT + timedelta(hours=hours)


def brief(id: str = "prisons-people-fall-2022-11", text: str = "It fell by 13,000.", **more: object) -> Brief:
    """One number, bound to one figure."""
    place = text.index("13,000") if "13,000" in text else 0
    lead = Text(text, (Binding(place, place + 6, "main"),) if "13,000" in text else ())
    ref = ObservationRef("prisons/people", Period.month(2022, 10), Decimal(338000), "r", Cell(0, 1, 1), "338000", 7)
    made = Brief(
        id=id,
        kicker="Prisons",
        headline=Text(f"About {id}"),
        lead=lead,
        body=(),
        found=Text("By comparing counts."),
        source="prisons",
        source_name="The prisons office",
        topic="Prisons",
        place="Utopia",
        series=("prisons/people",),
        chart=Chart("People", "{}", "<svg/>", "It falls.", ("Month", "People"), ()),
        proofs=(Proof("main", "It fell.", None, Evidence(outcome="true", used=(ref,))),),
        score=50.0,
        published=AT,
    )
    return replace(made, **more)


def by_hand(id: str = "a-note", text: str = "The desk says so.") -> Brief:
    return brief(id, text, source="", source_name="", series=(), proofs=(), chart=None)


def told(db: DeskDB, made: Brief, *, at: datetime = AT) -> Brief:
    """A brief on the desk as `take_in` puts it there, without a newsroom to tell it from."""
    with db.begin() as connection:
        add(connection, made, origin="lead", kind="fall", why="It had never fallen so.", lead=None, who="cli", at=at)
    return made


def drafts(db: DeskDB, id: str) -> list[tuple[str, Brief]]:
    """What made each version of a story's draft, and the draft."""
    with db.read() as connection:
        rows = connection.execute(versions.select().where(versions.c.story == id).order_by(versions.c.id)).all()
    return [(row.what, msgspec.json.decode(row.draft, type=Brief)) for row in rows]
