"""What each figure of a series was, since when, by which release, and why it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk import Newsroom
from tallywire.desk.looking_back import history_of, series_named
from tallywire.errors import TableError, UsageError
from tallywire.feed.dates import moment_words, period_words, stamp
from tallywire.feed.record_pages.words import status_words, unit_words
from tallywire.series import Revision, parse_period
from tallywire.web.api.asked import moment
from tallywire.web.desk_pages.asking import Asking, asking, desk_page
from tallywire.web.desk_pages.restated_panel import class_name, history_href, step_words
from tallywire.web.exhibits import Exhibits
from tallywire.web.refusals import NotFit
from tallywire.web.stretches import Steps, stretch

PAGE = 120
"""Steps on one page, and a few more where a period has many."""

LONGEST = 300
FIELDS = ("series", "period", "as_of", "only", "to")


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """back: as it had been. href: the page of its release, at the cell, where it is published.

    why: "" where it is that of the classed step above.
    """

    figure: str
    status: str
    back: bool
    when: str
    stamp: str
    href: str
    kind: str
    rule: str
    why: str


class Figure(msgspec.Struct, frozen=True):
    """A period, and the steps of its figure, the newest first."""

    period: str
    steps: tuple[Step, ...]


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """href: the page of the series on the site. older, newest: other parts of it, "" where there are none."""

    id: str
    title: str
    unit: str
    href: str
    figures: tuple[Figure, ...]
    restated: int
    older: str
    newest: str


async def history_page(request: Request) -> Response:
    """GET /desk/history; `series` names one by its id or the end of it; `period`, `as_of`, `only`, `to` narrow it."""
    ask = await asking(request)
    asked = {name: request.query_params.get(name, "").strip()[:LONGEST] for name in FIELDS}
    past, problem, status = None, "", 200
    if asked["series"]:
        try:
            past = await ask.think(lambda db: _past(ask, asked))
        except NotFit as error:
            problem, status = f"{error.detail[:1].upper()}{error.detail[1:]}. {error.hint}".strip(), 404
    title = "History" if past is None else f"History: {past.title}"
    values = {"asked": asked, "past": past}
    return await desk_page(ask, "history.html", values, title=f"{title} · Desk", status=status, problem=problem)


def _past(ask: Asking, asked: Mapping[str, str]) -> Past:
    """Raises NotFit for what is asked for and is not there."""
    newsroom = ask.newsroom
    id = _named(newsroom, asked["series"])
    found = _found(newsroom, id, asked["period"], moment(asked["as_of"], "day") if asked["as_of"] else None)
    restated = [each for each in found if any(step.classified is not None for step in each[1])]
    part = stretch(restated if asked["only"] else found, most=PAGE, last=_day(asked["to"]))
    series = newsroom.record.series(id)
    exhibits = Exhibits(ask.snapshot)
    kept = {name: asked[name] for name in ("period", "as_of", "only") if asked[name]}
    return Past(
        id=id,
        title=id if series is None else series.title,
        unit="" if series is None else unit_words(series),
        href=exhibits.series(id).href,
        figures=_figures(exhibits, part.periods),
        restated=sum(step.classified is not None for _, steps in restated for step in steps),
        older=history_href(id, **kept, to=part.older.isoformat()) if part.older else "",
        newest=history_href(id, **kept) if asked["to"] else "",
    )


def _named(newsroom: Newsroom, text: str) -> str:
    try:
        return series_named(newsroom, text)
    except UsageError as error:
        raise NotFit(f"{text!r} is not the name of one series", hint=error.hint) from None


def _found(newsroom: Newsroom, id: str, period: str, until: datetime | None) -> Sequence[Steps]:
    try:
        return history_of(newsroom, id, period=parse_period(period) if period else None, until=until)
    except TableError as error:
        raise NotFit(error.what, hint=error.hint) from None
    except UsageError as error:
        raise NotFit(f"the series has no figure for {period}", hint=error.hint) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _figures(exhibits: Exhibits, periods: Sequence[Steps]) -> tuple[Figure, ...]:
    told = ""
    figures = []
    for period, steps in periods:
        made = []
        for step in steps:
            one = _step(exhibits, step)
            made.append(msgspec.structs.replace(one, why="") if one.why == told else one)
            told = one.why or told
        figures.append(Figure(period_words(period), tuple(made)))
    return tuple(figures)


def _step(exhibits: Exhibits, step: Revision) -> Step:
    seen, judged = step.observation, step.classified
    here = seen is not None and seen.release == step.release
    return Step(
        figure=step_words(step),
        status=status_words(seen) if seen is not None and here else "",
        back=step.absence is not None and step.absence.presence == "back",
        when=moment_words(step.known_at),
        stamp=stamp(step.known_at),
        href=exhibits.release(step.release, seen.cell if seen is not None and here else None),
        kind="" if judged is None else class_name(judged.kind),
        rule="" if judged is None else judged.rule,
        why="" if judged is None else judged.why,
    )
