"""Playing the demo: a simulated newsroom watches the agencies month by month, and tells what it found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from tallywire.brief import Brief
from tallywire.demo.agencies import Agencies
from tallywire.demo.calendar import FIRST, LAST, Figures, Step, own_figures, steps
from tallywire.demo.pages import text
from tallywire.desk import (
    Checked,
    Newsroom,
    Published,
    SetClock,
    check_text,
    import_history,
    init,
    leads,
    publish,
    take_in_events,
    tell_leads,
    watch_once,
)
from tallywire.statement import Lead

Progress = Callable[[str], None]

MOST_TOLD = 10
"""Leads that are told in all."""

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
            briefs = tell_leads(newsroom, told)
            published = publish(newsroom)
            checked = check_text(newsroom, text("article.txt"), published=ARTICLE_ON, as_of=LAST, address=ARTICLE_AT)
            return Played(len(newsroom.archive.releases()), told, briefs, checked, published)


def _months(
    newsroom: Newsroom, clock: SetClock, agencies: Agencies, figures: Figures, progress: Progress | None
) -> tuple[Lead, ...]:
    """Play every step; the leads of the finding days, the best of them, as many as are told."""
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
    return tuple(sorted(found, key=lambda lead: (-lead.score, lead.id))[:MOST_TOLD])


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
