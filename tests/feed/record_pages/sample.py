"""A small record: one source with six versions and a takedown, its series with restatements, events, a ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from tallywire.brief import (
    Brief,
    Chart,
    Edition,
    Excerpt,
    Health,
    Leaf,
    LedgerClaim,
    Proof,
    SeriesSheet,
    Shelf,
    SourceSheet,
    Text,
    Version,
)
from tallywire.feed.issue import Issue
from tallywire.feed.record_pages import record_leaves
from tallywire.series import (
    Absence,
    Cell,
    Classified,
    Coverage,
    Event,
    Notice,
    Observation,
    ObservationRef,
    Period,
    Release,
    Restatement,
    Series,
)
from tallywire.statement import Attribution, Change, Comparison, EventClass, Evidence, Window

SOURCE = "office"
SERIES = "office/inmates"
FLOW = "office/released"
NOW = datetime(2022, 12, 1, 12, tzinfo=UTC)
MONTHS = tuple(Period.month(2022, month) for month in range(1, 7))
VALUES = ("1200", "1190", "1210", "1180", "1150", "1120")
HEADER = ("Month", "Inmates", "Remark")


def release(id: str, day: date, *, status: int = 200, source: str = SOURCE, revisit: str = "") -> Release:
    return Release(
        id=id,
        source=source,
        address=f"https://{source}.example/table.html",
        fetched_at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
        status=status,
        media_type="text/html",
        body_hash=hashlib.sha256(id.encode()).hexdigest(),
        size=1234,
        revisit=revisit,
    )


def observation(series: str, at: int, value: str | None, version: int, *, seq: int, row: int = 0) -> Observation:
    return Observation(
        series=series,
        period=MONTHS[at],
        value=None if value is None else Decimal(value),
        quantum=Decimal(1),
        bounds=None,
        status="final" if value is not None else "missing",
        release=f"r{version}",
        cell=Cell(0, row or at + 1, 1),
        literal=value or "-",
        published_at=None,
        known_at=datetime(2022, version + 1, 5, 8, tzinfo=UTC),
        seq=seq,
    )


def tables() -> Mapping[str, tuple[Shelf, ...]]:
    """Each version adds a month; the fifth restates March; the sixth answers with an error page."""
    found: dict[str, tuple[Shelf, ...]] = {}
    for version in range(1, 6):
        rows = [(str(MONTHS[at]), VALUES[at], "") for at in range(version + 1)]
        if version == 5:
            rows[2] = (str(MONTHS[2]), "1215", "corrected")
        found[f"r{version}"] = (Shelf((HEADER, *rows)),)
    found["r6"] = ()
    found["e1"] = (Shelf((("id", "kind", "began"), ("amnesty-2022", "amnesty", "2022-03-15"))),)
    return found


class Stacks:
    """Implements `brief.Stacks` with the tables above and a drawing of one line."""

    state = "sound"

    def __init__(self, shelves: Mapping[str, Sequence[Shelf]] | None = None) -> None:
        self.shelves = tables() if shelves is None else shelves
        self.asked: list[str] = []

    def excerpt(self, ref: ObservationRef) -> Excerpt | None:
        return None

    def tables(self, release: str) -> Sequence[Shelf]:
        self.asked.append(release)
        return self.shelves.get(release, ())

    def chart(self, sheet: SeriesSheet) -> Chart | None:
        if len(sheet.observations) < 2:
            return None
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="200"><path d="M0 0L9 9"/></svg>'
        return Chart(sheet.series.title, "{}", svg, "Six figures, falling.", ("Date", "People"), ())

    def card(self, svg: str) -> bytes:
        return b""


def series(id: str = SERIES, **other: str) -> Series:
    values: dict[str, str] = {
        "title": "inmates of the office",
        "unit": "people",
        "topic": "Prisons",
        "place": "Utopia",
    }
    values |= other
    return Series(
        id=id,
        title=values["title"],
        unit=values["unit"],
        kind="stock",
        frequency="M",
        source=SOURCE,
        topic=values["topic"],
        place=values["place"],
        parent=values.get("parent", ""),
        outside=("remand",),
        note=values.get("note", "Counted on the last day."),
    )


def sheets() -> tuple[SeriesSheet, ...]:
    firsts = [observation(SERIES, at, VALUES[at], max(at, 1), seq=at + 1) for at in range(6)]
    restated = observation(SERIES, 2, "1215", 5, seq=7)
    standing = (*firsts[:2], restated, *firsts[3:])
    coverage = Coverage(MONTHS[0], MONTHS[5], 6, ())
    flow = observation(FLOW, 3, "44", 4, seq=8, row=4)
    return (
        SeriesSheet(series(), "The Office", standing, (Restatement(firsts[2], restated),), coverage),
        SeriesSheet(
            series(FLOW, title="people released by the office", parent=SERIES),
            "The Office",
            (flow,),
            (),
            Coverage(flow.period, flow.period, 1, ()),
        ),
    )


def source() -> SourceSheet:
    versions = [
        Version(release(f"r{number}", date(2022, number + 1, 5)), number * 3, f"{number:064d}", seen=number % 3)
        for number in range(1, 6)
    ]
    versions[4] = msgspec.structs.replace(versions[4], restated=1, also=("again",), last=NOW, seen=1)
    gone = release("r6", date(2022, 7, 5), status=404)
    return SourceSheet(
        id=SOURCE,
        name="The Office",
        address="https://office.example/table.html",
        topic="Prisons",
        place="Utopia",
        badge="fictional",
        series=(SERIES, FLOW),
        health=Health(SOURCE, "The Office", "taken_down", NOW, "HTTP 404"),
        versions=(*versions, Version(gone, 18, "6" * 64)),
        notices=(Notice(SOURCE, "https://office.example/table.html", "ok", "taken_down", NOW, "r6", "HTTP 404"),),
    )


def events() -> tuple[Event, ...]:
    return (
        Event(
            id="amnesty-2022",
            kind="amnesty",
            name="the spring amnesty",
            began=Period.day(date(2022, 3, 15)),
            about=SOURCE,
            series=FLOW,
            citation="https://news.example/amnesty",
            known_at=NOW,
            release="e1",
            cell=Cell(0, 1, 2),
            literal="2022-03-15",
        ),
    )


def events_source() -> SourceSheet:
    body = release("e1", date(2022, 2, 1), source="events/events")
    return SourceSheet(
        id="events/events",
        name="The newsroom's list of events",
        address="events.csv",
        by_hand=True,
        versions=(Version(body, 1, "e" * 64),),
    )


def claim(id: str, figure: str, verdict: str, *who: str, due: date | None = None, kind: str = "level") -> LedgerClaim:
    return LedgerClaim(
        id=id,
        kind=kind,
        attribution=tuple(Attribution(name, "said") for name in who),
        hedge="",
        text="An article",
        address="https://www.news.example/article",
        on=date(2022, 11, 2),
        quote=f"There are {figure} inmates.",
        about="inmates of the office",
        figure=figure,
        period=MONTHS[5],
        verdict=verdict,
        reason="The record has another figure." if verdict == "contradicted" else "As the record has it.",
        right="1,120" if verdict == "contradicted" else "",
        due=due,
        series=(SERIES,),
        refs=(sheets()[0].observations[5].ref,),
        checked=NOW,
    )


def ledger() -> tuple[LedgerClaim, ...]:
    return (
        claim("c1", "1,120", "holds", "the wire", "the office"),
        claim("c2", "900", "contradicted", "a deputy"),
        claim("c3", "1,000", "pending", "the minister", due=date(2023, 1, 1), kind="pledge"),
        claim("c4", "1,000", "pending", "The Minister", due=date(2022, 11, 1), kind="pledge"),
        claim("c5", "1,120", "holds"),
    )


def brief(id: str = "fall-2022-06", day: int = 5, month: int = 7) -> Brief:
    change = Change(SERIES, Window(MONTHS[0], MONTHS[5]), "down", None)
    statement = Comparison(change, ">", EventClass("amnesty"))
    return Brief(
        id=id,
        kicker="Prisons · Utopia",
        headline=Text("Fewer inmates than in any amnesty"),
        lead=Text("The count fell."),
        body=(),
        found=Text("All months were compared."),
        labels=("New record",),
        source=SOURCE,
        source_name="The Office",
        topic="Prisons",
        place="Utopia",
        series=(SERIES, "office/abandoned"),
        proofs=(Proof("main", "They fell.", statement, Evidence(outcome="true")),),
        published=datetime(2022, month, day, 9, tzinfo=UTC),
    )


def edition() -> Edition:
    return Edition(
        title="Tallywire",
        desk="The desk",
        contact="desk@tallywire.test",
        about="News from official statistics.",
        address="https://tallywire.test/",
        generated=NOW,
        head="a" * 64,
        entries=18,
        clock="",
        briefs=(brief(), brief("fall-2022-05", month=6)),
        series=sheets(),
        sources=(source(), events_source()),
        events=events(),
        ledger=ledger(),
    )


def restating() -> Edition:
    """The fifth version corrects March, redefines all else, and has lost May; April is back in the fourth."""
    first, *others = sheets()
    [pair] = first.restatements
    march = Classified(
        kind="correction",
        series=SERIES,
        release="r5",
        known_at=pair.after.known_at,
        rule="isolated",
        why="1 figure, of 2022-03, was changed from 1,210 to 1,215.",
        restatements=(pair,),
    )
    shifted = tuple(
        Restatement(observation(SERIES, at, "7", 1, seq=20 + at), observation(SERIES, at, "8", 5, seq=30 + at))
        for at in (0, 1, 3, 5)
    )
    past = msgspec.structs.replace(march, kind="redefinition", why="All <b>moved</b> by 1.", restatements=shifted)
    gone = Absence(SERIES, MONTHS[4], "gone", "again", pair.after.known_at, 1)
    lost = msgspec.structs.replace(march, kind="deletion", why="May is gone.", restatements=(), absences=(gone,))
    fourth = observation(SERIES, 3, "1", 4, seq=1).known_at
    back = Absence(SERIES, MONTHS[3], "back", "r4", fourth, 1)
    again = msgspec.structs.replace(
        march,
        kind="reappearance",
        release="r4",
        known_at=fourth,
        why="It is back.",
        restatements=(),
        absences=(back,),
    )
    sheet = msgspec.structs.replace(first, classes=(again, march, past, lost))
    return msgspec.structs.replace(edition(), series=(sheet, *others))


def leaves(whole: Edition | None = None, stacks: Stacks | None = None) -> dict[str, Leaf]:
    issue = Issue(edition() if whole is None else whole, Stacks() if stacks is None else stacks)
    return {leaf.path: leaf for leaf in record_leaves(issue)}


def files(whole: Edition | None = None, stacks: Stacks | None = None) -> dict[str, bytes]:
    return {path: leaf.make() for path, leaf in leaves(whole, stacks).items()}
