"""How figures of a story were restated: of which class, by which rule, and why, beside the story."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from tallywire.desk.stories.restating import Restating
from tallywire.feed.dates import period_words, short_day, stamp, utc
from tallywire.feed.record_pages.words import published_words
from tallywire.series import Class, Observation, Revision
from tallywire.web.snapshot import Snapshot

MOST = 6
"""Steps that are told beside a story; the history of the series has them all."""

HISTORY = "/desk/history"


class RestatedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One step. title: of its series, "" where it is that of the step above, and so with `why`. href: its history."""

    title: str
    period: str
    before: str
    after: str
    kind: str
    rule: str
    why: str
    on: str
    stamp: str
    href: str


class Panel(msgspec.Struct, frozen=True):
    """more: steps that are not shown. pending: they are still being worked out."""

    figures: tuple[RestatedFigure, ...] = ()
    more: int = 0
    pending: bool = False


def panel(snapshot: Snapshot, found: Sequence[Restating] | None) -> Panel:
    """The newest steps; None for steps that are still being worked out."""
    if found is None:
        return Panel(pending=True)
    shown: list[RestatedFigure] = []
    series, why = "", ""
    for each in found[:MOST]:
        judged = each.step.classified
        if judged is None:
            continue
        known = snapshot.newsroom.record.series(each.series)
        title = each.series if known is None else known.title
        shown.append(
            RestatedFigure(
                title="" if each.series == series else title,
                period=period_words(each.step.period),
                before=figure_words(each.before),
                after=step_words(each.step),
                kind=class_name(judged.kind),
                rule=judged.rule,
                why="" if judged.why == why else judged.why,
                on=short_day(utc(each.step.known_at).date()),
                stamp=stamp(each.step.known_at),
                href=history_href(each.series, period=str(each.step.period)),
            )
        )
        series, why = each.series, judged.why
    return Panel(tuple(shown), max(len(found) - MOST, 0))


def class_name(kind: Class | None) -> str:
    """A class as people say it: "mistyped period"; "" for none."""
    return "" if kind is None else kind.replace("_", " ")


def step_words(step: Revision) -> str:
    """The figure that stands after a step; "gone" where it left its table."""
    if step.absence is not None and step.absence.presence == "gone":
        return "gone"
    return figure_words(step.observation)


def figure_words(figure: Observation | None) -> str:
    """The figure as published; "blank" for an empty cell, "gone" where none stands."""
    if figure is None:
        return "gone"
    return published_words(figure) if figure.value is not None else "blank"


def history_href(series: str, **asked: str) -> str:
    """The page of the history of a series."""
    return f"{HISTORY}?{urlencode({'series': series, **asked})}"
