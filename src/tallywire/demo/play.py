"""Playing the demo: a simulated newsroom watches the agencies month by month, and tells what it found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from tallywire.brief import Brief, Text
from tallywire.check import report
from tallywire.demo.agencies import Agencies
from tallywire.demo.calendar import FIRST, LAST, Figures, Step, own_figures, steps
from tallywire.demo.pages import text
from tallywire.desk import (
    Checked,
    DeskDB,
    Newsroom,
    Published,
    SetClock,
    check_text,
    import_history,
    init,
    leads,
    publish,
    take_in_events,
    watch_once,
)
from tallywire.desk.plain import plain_values
from tallywire.desk.stories import approve, keep_check, published, put_on_ledger, take_in, write
from tallywire.desk.stories import publish as let_out
from tallywire.desk.wording import from_markdown
from tallywire.statement import Lead

Progress = Callable[[str], None]

MOST_TOLD = 10
"""Leads that are published in all."""

WAITING = (datetime(2022, 11, 13, tzinfo=UTC), datetime(2011, 5, 15, tzinfo=UTC), datetime(2009, 6, 24, tzinfo=UTC))
"""Days on which the desk looked for news and approved nothing yet."""

WHO = "the demo"

ARTICLE_ON = date(2022, 11, 21)
ARTICLE_AT = (
    "https://kyivindependent.com/news-feed/"
    "russian-media-number-of-inmates-shrinks-sharply-as-prisoners-are-recruited-to-fight-in-ukraine"
)
"""The text that is checked makes the claims of this item, in words of its own."""

SETTINGS = """\
title = "Tallywire demo"
desk = "The demo desk"
contact = ""
about = "A simulated newsroom: real and made-up figures, played against agencies on this machine."
address = "http://127.0.0.1:8000/"
"""


class Played(msgspec.Struct, frozen=True):
    """What the demo did: releases archived, leads found (with those told), briefs, the check, the site."""

    releases: int
    leads: tuple[Lead, ...]
    briefs: tuple[Brief, ...]
    checked: Checked
    published: Published


def play(folder: Path, *, figures: Figures | None = None, progress: Progress | None = None) -> Played:
    """Make a simulated newsroom in `folder` and play every month up to the end of November 2022.

    Raises NewsroomError if the folder is not empty.
    """
    init(folder, title="Tallywire demo")
    (folder / "tallywire.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "sources" / "example.toml.txt").unlink()
    shown = figures if figures is not None else own_figures()
    with Agencies() as agencies:
        clock = SetClock(FIRST)
        with Newsroom(folder, write=True, clock=clock) as newsroom:
            newsroom.archive.declare_simulated(at=FIRST, real=clock.real())
            told = _months(newsroom, clock, agencies, shown, progress)
            checked = check_text(newsroom, text("article.txt"), published=ARTICLE_ON, as_of=LAST, address=ARTICLE_AT)
            db = DeskDB(newsroom.desk)
            briefs = _on_the_desk(newsroom, db, told)
            _on_the_ledger(newsroom, db, checked)
            site = publish(newsroom)
            return Played(
                sum(each.count for each in newsroom.archive.sources().values()),
                told[:MOST_TOLD],
                briefs,
                checked,
                site,
            )


def _on_the_desk(newsroom: Newsroom, db: DeskDB, found: tuple[Lead, ...]) -> tuple[Brief, ...]:
    """Publish the best leads, leave the next ones on the desk as drafts."""
    at = newsroom.clock.now()
    for story in take_in(db, newsroom, found[:MOST_TOLD], who=WHO, at=at):
        approve(db, story.id, who=WHO, at=at)
        let_out(db, story.id, who=WHO, at=at)
    known = {lead.id for lead in found}
    other = [lead for day in WAITING for lead in leads(newsroom, newsroom.as_of(day))]
    waiting = [lead for lead in other if lead.id not in known and lead.story in {"fall", "rise"}]
    take_in(db, newsroom, waiting, who=WHO, at=at)
    write(db, _by_hand(newsroom), who=WHO, at=at)
    shown = {brief.id: brief for brief in published(db)}
    return tuple(shown[lead.id] for lead in found[:MOST_TOLD])


def _by_hand(newsroom: Newsroom) -> Brief:
    """An item as somebody might write it, with one number that the record does not bear out."""
    texts = from_markdown(text("lighthouses.md"))
    return Brief(
        id="utopia-lighthouses-by-hand",
        kicker="Coast · Utopia",
        headline=Text("Who counts the lighthouse keepers of Utopia now?"),
        lead=texts[0],
        body=texts[1:],
        found=Text(""),
        labels=("Exclusive",),
        source="",
        source_name="",
        topic="Coast",
        place="Utopia",
        published=newsroom.clock.now(),
    )


def _on_the_ledger(newsroom: Newsroom, db: DeskDB, checked: Checked) -> None:
    at = newsroom.clock.now()
    said = report(checked.verdicts, as_of=checked.as_of, published=ARTICLE_ON)
    kept = keep_check(
        db,
        title="The demo's rewording of a news item",
        address="",
        published=ARTICLE_ON,
        text=checked.text,
        report=msgspec.json.encode(plain_values(said, clock=newsroom.clock_word)).decode(),
        who=WHO,
        at=at,
    )
    put_on_ledger(db, kept.id, who=WHO, at=at)


def _months(
    newsroom: Newsroom, clock: SetClock, agencies: Agencies, figures: Figures, progress: Progress | None
) -> tuple[Lead, ...]:
    """Play every step; the leads of the finding days, the best first."""
    found: list[Lead] = []
    for step in steps(figures, agencies.base):
        clock.time = step.at
        if progress is not None:
            progress(f"{step.at:%B %Y}")
        step.act(agencies)
        _gain(newsroom, step, figures)
        if step.watches:
            watch_once(newsroom)
        if step.finds:
            found += leads(newsroom, newsroom.as_of())
    return tuple(sorted(found, key=lambda lead: (-lead.score, lead.id)))


def _gain(newsroom: Newsroom, step: Step, figures: Figures) -> None:
    for name, source in step.gains:
        (newsroom.folder / "sources" / name).write_text(source, encoding="utf-8")
    if step.gains:
        newsroom.reload_sources()
    if not step.imports:
        return
    (newsroom.folder / "events" / "events.csv").write_text(figures.events, encoding="utf-8")
    take_in_events(newsroom)
    files = newsroom.folder / "imported"
    files.mkdir(exist_ok=True)
    for name, source, history in (
        ("colonies.csv", "fsin", figures.colonies),
        ("amnesty.csv", "fsin-amnesty", figures.amnesty),
    ):
        (files / name).write_text(history, encoding="utf-8")
        import_history(newsroom, files / name, source, note="typed from the reports cited row by row")
