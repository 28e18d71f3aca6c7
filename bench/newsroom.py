"""A newsroom with thousands of published briefs: the demo's, with new ids, topics, series and days; real evidence."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import insert, select

import tallywire
from bench.agencies import AGENCIES, put_pages
from tallywire.brief import Brief
from tallywire.demo import play
from tallywire.demo.agencies import Agencies
from tallywire.demo.calendar import FIRST, LAST
from tallywire.desk import DeskDB, Newsroom, watch_once
from tallywire.desk.store.tables import stories, versions
from tallywire.desk.stories import published
from tallywire.desk.stories.rows import brief_of

MADE_OF = "made-of.json"
"""In the newsroom's folder: what it was made from, so that one that still fits is used again."""

WHO = "the benchmark"
MOST_SERIES = 3
AT_A_TIME = 500


def newsroom(folder: Path, count: int) -> Path:
    """The newsroom of `count` published briefs in `folder`, without a site; one that was made before is kept."""
    wanted = {"briefs": count, "code": _code()}
    if _made_of(folder) != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        play(folder)
        enlarge(folder, count)
        (folder / MADE_OF).write_text(json.dumps(wanted), encoding="utf-8")
    return folder


def enlarge(folder: Path, count: int) -> None:
    """Give a freshly played demo the benchmark's agencies and `count` published briefs; its site is taken away."""
    shutil.rmtree(folder / "site")
    _watch_agencies(folder)
    _fill(folder, count)


def add_approved(folder: Path, number: int) -> str:
    """Put one more brief on the desk, approved and waiting for `tallywire publish`; returns its id."""
    db = DeskDB(folder / "desk.db")
    with db.read() as connection:
        chosen = select(stories.c.public).where(stories.c.state == "published").order_by(stories.c.id).limit(1)
        raw = connection.execute(chosen).scalar_one()
    assert raw is not None, "a published story has a public brief"
    made = _variant(brief_of(raw), number, LAST + timedelta(minutes=number))
    made = msgspec.structs.replace(made, id=f"new-{number}")
    _insert(db, [made], approved=True)
    return made.id


def answer_from(folder: Path, base: str) -> None:
    """Have the benchmark's agencies looked for at `base`, where they are served now."""
    for agency in AGENCIES:
        (folder / "sources" / f"{agency.id}.toml").write_text(agency.source(base), encoding="utf-8")


def _made_of(folder: Path) -> object:
    try:
        return json.loads((folder / MADE_OF).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _code() -> str:
    """A hash of everything that decides what the newsroom looks like."""
    made = hashlib.sha256()
    code = (*Path(tallywire.__file__).parent.rglob("*"), *Path(__file__).parent.glob("*.py"))
    for path in sorted(code):
        if path.is_file() and path.suffix != ".pyc":
            made.update(path.read_bytes())
    return made.hexdigest()


def _watch_agencies(folder: Path) -> None:
    """Add the benchmark's own sources and archive their pages once."""
    with Agencies() as agencies:
        put_pages(agencies)
        answer_from(folder, agencies.base)
        with Newsroom(folder, write=True) as room:
            watch_once(room, only=[agency.id for agency in AGENCIES])


def _fill(folder: Path, count: int) -> None:
    """Publish variants of the demo's briefs beside them until there are `count`, evenly over the simulated years."""
    db = DeskDB(folder / "desk.db")
    templates = sorted(published(db), key=lambda brief: brief.id)
    missing = count - len(templates)
    for start in range(0, missing, AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, missing))
        _insert(
            db,
            [
                _variant(templates[number % len(templates)], number, FIRST + (LAST - FIRST) * number / missing)
                for number in numbers
            ],
        )


def _variant(template: Brief, number: int, at: datetime) -> Brief:
    """The brief as if another agency had given cause for it; its words, chart and evidence stay."""
    agency = AGENCIES[number % len(AGENCIES)]
    width = max(1, min(len(template.series), MOST_SERIES))
    first = number // len(AGENCIES)
    series = (agency.series[(first + step) % len(agency.series)] for step in range(width))
    return msgspec.structs.replace(
        template,
        id=f"{template.id}-v{number}",
        kicker=f"{agency.topic} · {agency.place}",
        source=agency.id,
        source_name=agency.name,
        topic=agency.topic,
        place=agency.place,
        series=tuple(series),
        badge="made up for a benchmark",
        published=at,
        updated=None,
    )


def _insert(db: DeskDB, briefs: Sequence[Brief], *, approved: bool = False) -> None:
    """Stories with one version each, as the desk would have written them."""
    raws = [msgspec.json.encode(brief) for brief in briefs]
    with db.begin() as connection:
        connection.execute(
            insert(stories), [_row(brief, raw, approved) for brief, raw in zip(briefs, raws, strict=True)]
        )
        connection.execute(
            insert(versions),
            [
                {"story": brief.id, "at": brief.published, "who": WHO, "what": "told", "draft": raw}
                for brief, raw in zip(briefs, raws, strict=True)
            ],
        )


def _row(brief: Brief, raw: bytes, approved: bool) -> dict[str, object]:
    return {
        "id": brief.id,
        "state": "approved" if approved else "published",
        "origin": "lead",
        "kind": "fall",
        "source": brief.source,
        "topic": brief.topic,
        "place": brief.place,
        "series": msgspec.json.encode(brief.series).decode(),
        "headline": brief.headline.text,
        "score": brief.score,
        "why": "made for a benchmark",
        "asked": "",
        "draft": raw,
        "public": None if approved else raw,
        "public_hash": "" if approved else hashlib.sha256(raw).hexdigest(),
        "pending": False,
        "made_at": brief.published,
        "changed_at": brief.published,
        "published_at": None if approved else brief.published,
        "withdrawn_reason": "",
    }
